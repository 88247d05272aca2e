package dev.nnc.compiler.source;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a file, so that one run reports it all. */
public final class Diagnostics {
  /** More errors than this are counted but not kept. */
  public static final int LIMIT = 100;

  private final List<Diagnostic> all = new ArrayList<>();
  private int errors;

  /**
   * Keeps a diagnostic, unless the same code was already reported at the same place.
   *
   * @param diagnostic what to tell
   */
  public void report(Diagnostic diagnostic) {
    if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
      errors++;
    }
    boolean known =
        all.stream()
            .anyMatch(d -> d.code() == diagnostic.code() && d.span().equals(diagnostic.span()));
    if (!known && all.size() < LIMIT) {
      all.add(diagnostic);
    }
  }

  /**
   * Reports an error without notes.
   *
   * @param code its code
   * @param span where
   * @param message what is wrong
   * @param fix what to do, or an empty text
   */
  public void error(Code code, Span span, String message, String fix) {
    report(new Diagnostic(Diagnostic.Severity.ERROR, code, message, span, List.of(), fix));
  }

  /** All that was kept, in the order of reporting. */
  public List<Diagnostic> all() {
    return List.copyOf(all);
  }

  /** Whether anything stops the compilation. */
  public boolean hasErrors() {
    return errors > 0;
  }
}
