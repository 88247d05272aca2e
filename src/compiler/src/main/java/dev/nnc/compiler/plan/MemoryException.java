package dev.nnc.compiler.plan;

/** A training step that takes more memory than it may, however it is planned. */
public final class MemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long least;

  MemoryException(long least) {
    super("needs at least " + least + " bytes for values in between");
    this.least = least;
  }

  /** The least size, in bytes, that a plan was found for. */
  public long least() {
    return least;
  }
}
