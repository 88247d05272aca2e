package dev.nnc.compiler.source;

import java.util.List;

/** A .nn file has errors. Carries all of them; the message is that of the first. */
public final class CompileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  /**
   * Wraps the errors of a run.
   *
   * @param diagnostics at least one
   */
  public CompileException(List<Diagnostic> diagnostics) {
    super(diagnostics.get(0).span() + ": " + diagnostics.get(0).message());
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** What is wrong, in the order of reporting. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
