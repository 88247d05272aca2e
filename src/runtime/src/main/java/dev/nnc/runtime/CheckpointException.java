package dev.nnc.runtime;

/** A checkpoint cannot be written, cannot be read, or belongs to another run. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong.
   *
   * @param message for a person
   */
  public CheckpointException(String message) {
    super(message);
  }

  /**
   * Says what is wrong.
   *
   * @param message for a person
   * @param cause the failure below
   */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
