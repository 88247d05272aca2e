package dev.nnc.runtime;

/**
 * Training met a number that is not finite. The parameters are those with which it was computed.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The number of the epoch, from 0. */
  private final int epoch;

  /** The number of the step, from 0. */
  private final long step;

  /** The routine that computes the loss. */
  private final String routine;

  /** The frame of that routine. */
  private final transient Frame frame;

  /**
   * Describes the failure.
   *
   * @param what the value that is not finite, for a person
   * @param epoch the number of the epoch, from 0
   * @param step the number of the step in the whole run, from 0
   * @param routine {@code train} or, of one of several losses, {@code train:name}
   * @param frame of that routine, as the step left it
   */
  public DivergedException(String what, int epoch, long step, String routine, Frame frame) {
    super(
        String.format(
            "training diverged: %s in epoch %d, step %d (counted from 1)",
            what, epoch + 1, step + 1));
    this.epoch = epoch;
    this.step = step;
    this.routine = routine;
    this.frame = frame;
  }

  /** The number of the epoch, from 0. */
  public int epoch() {
    return epoch;
  }

  /** The number of the step in the whole run, from 0. */
  public long step() {
    return step;
  }

  /** The name of the routine that computes the loss which failed. */
  public String routine() {
    return routine;
  }

  /**
   * The frame of the {@link #routine} after the failing step: its inputs, targets, parameters, seed
   * and step are those with which the step can be computed again to find where it went wrong.
   */
  public Frame frame() {
    return frame;
  }
}
