package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Span;
import java.util.List;

/**
 * Ends the elaboration of one statement, whose error it carries. A fault without a diagnostic
 * follows from one that was reported before and says nothing itself.
 */
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  private Fault(Diagnostic diagnostic) {
    super(diagnostic == null ? "a consequence" : diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  /** What to report, or null. */
  Diagnostic diagnostic() {
    return diagnostic;
  }

  /** A fault that follows from another. */
  static Fault consequence() {
    return new Fault(null);
  }

  /** Carries a diagnostic. */
  static Fault of(Diagnostic diagnostic) {
    return new Fault(diagnostic);
  }

  /** An error at a place, with a fix or an empty text. */
  static Fault at(Code code, Span span, String message, String fix) {
    return new Fault(
        new Diagnostic(Diagnostic.Severity.ERROR, code, message, span, List.of(), fix));
  }

  /** An error that involves another place. */
  static Fault at(Code code, Span span, String message, Diagnostic.Note note, String fix) {
    return new Fault(
        new Diagnostic(Diagnostic.Severity.ERROR, code, message, span, List.of(note), fix));
  }
}
