package dev.nnc.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an epoch brought.
 *
 * @param epoch its number, from 0
 * @param loss the unweighted mean of the losses of its steps, each taken before its update; where
 *     the model has several, their sum
 * @param losses the means by name where the model has several losses, in the order of the file, NaN
 *     where it was never its turn; else empty
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
    Map<String, Double> losses,
    Scores validation,
    double monitored,
    boolean improved,
    double rate,
    long examples,
    double seconds) {
  /** Copies the map, in its order. */
  public EpochReport {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }

  /** The speed of training. */
  public double examplesPerSecond() {
    return examples / seconds;
  }
}
