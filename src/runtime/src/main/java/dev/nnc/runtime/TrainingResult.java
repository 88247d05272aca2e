package dev.nnc.runtime;

import java.util.List;

/**
 * What training gave.
 *
 * @param parameters of the best epoch where there are validation examples, else the last
 * @param fitted the statistics of standardized columns
 * @param states as the step left them that left the parameters
 * @param reports one an epoch, since the start or resume
 * @param steps taken in all, those before a resume included
 * @param bestEpoch the number of the epoch with the best monitored value, or -1 where none is
 *     finite
 * @param best the best monitored value
 * @param test loss and metrics of the parameters on the test examples, or null where there are none
 *     or training was stopped
 * @param stopped whether somebody stopped training before its end
 */
public record TrainingResult(
    Values parameters,
    Values fitted,
    Values states,
    List<EpochReport> reports,
    long steps,
    int bestEpoch,
    double best,
    Scores test,
    boolean stopped) {
  /** Copies the list. */
  public TrainingResult {
    reports = List.copyOf(reports);
  }

  /** Parameters, statistics and states as one. */
  public Weights weights() {
    return new Weights(parameters, fitted, states);
  }
}
