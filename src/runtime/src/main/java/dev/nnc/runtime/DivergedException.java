package dev.nnc.runtime;

/** Training met a number that is not finite. The parameters are those from before the step. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The number of the epoch, from 0. */
  private final int epoch;

  /** The number of the step, from 0. */
  private final long step;

  /** The frame of the routine {@code train}. */
  private final transient Frame frame;

  /**
   * Describes the failure.
   *
   * @param what the value that is not finite, for a person
   * @param epoch the number of the epoch, from 0
   * @param step the number of the step in the whole run, from 0
   * @param frame of the routine {@code train}, as the step left it
   */
  public DivergedException(String what, int epoch, long step, Frame frame) {
    super(
        String.format(
            "training diverged: %s in epoch %d, step %d (counted from 1)",
            what, epoch + 1, step + 1));
    this.epoch = epoch;
    this.step = step;
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

  /**
   * The frame of the routine {@code train} after the failing step: its inputs, targets, parameters,
   * seed and step are those with which the step can be computed again to find where it went wrong.
   */
  public Frame frame() {
    return frame;
  }
}
