package dev.nnc.compiler.source;

import java.util.List;
import java.util.Objects;

/**
 * Something to tell the user about a file.
 *
 * @param severity whether it stops the compilation
 * @param code the stable code, such as {@code NN012}; see {@link Code}
 * @param message what is wrong, in the user's words, without the place
 * @param span where; the caret goes here
 * @param notes other places involved, each with its own words
 * @param fix one concrete thing to do, or an empty text
 */
public record Diagnostic(
    Severity severity, Code code, String message, Span span, List<Note> notes, String fix) {

  /** Whether a diagnostic stops the compilation. */
  public enum Severity {
    /** The file has no meaning as it stands. */
    ERROR,
    /** The file compiles, but probably does not say what was meant. */
    WARNING
  }

  /**
   * Another place involved.
   *
   * @param message what is there
   * @param span where
   */
  public record Note(String message, Span span) {}

  /** Checks that nothing is missing. */
  public Diagnostic {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(span, "span");
    Objects.requireNonNull(fix, "fix");
    notes = List.copyOf(notes);
  }
}
