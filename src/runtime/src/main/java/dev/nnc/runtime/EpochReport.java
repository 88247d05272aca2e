package dev.nnc.runtime;

/**
 * What an epoch brought.
 *
 * @param epoch its number, from 0
 * @param loss the unweighted mean of the losses of its steps, each taken before its update
 * @param validation loss and metrics on the validation examples, or null where there are none
 * @param monitored the value that improvement goes by
 * @param improved whether that was the best so far
 * @param rate what the schedule gave for the last step; it multiplies the optimiser's own rate
 * @param examples how many examples the steps of this epoch took (since a resume, if one fell into
 *     it)
 * @param seconds that those steps took, without the validation
 */
public record EpochReport(
    int epoch,
    double loss,
    Scores validation,
    double monitored,
    boolean improved,
    double rate,
    long examples,
    double seconds) {
  /** The speed of training. */
  public double examplesPerSecond() {
    return examples / seconds;
  }
}
