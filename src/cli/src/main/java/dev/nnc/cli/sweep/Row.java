package dev.nnc.cli.sweep;

import dev.nnc.runtime.EpochReport;
import dev.nnc.runtime.Scores;
import dev.nnc.runtime.TrainingResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of a sweep brought.
 *
 * @param point the values that were varied
 * @param figures by the names of their columns, in order; those that are not known are missing
 * @param outcome {@link #DONE}, or what went wrong, in a few words
 */
public record Row(Map<String, String> point, Map<String, Double> figures, String outcome) {
  /** The outcome of a run that went to its end. */
  public static final String DONE = "ok";

  /** How many numbers are learned. */
  static final String PARAMETERS = "parameters";

  /** The number of the epoch that losses and metrics are of, from 1. */
  static final String EPOCH = "epoch";

  /** How long the run took, reading of data and compiling excluded. */
  static final String SECONDS = "seconds";

  /** Columns of whole numbers. */
  static final List<String> WHOLE = List.of(PARAMETERS, EPOCH);

  /**
   * A run that went to its end. Losses and metrics are those of the epoch whose parameters training
   * keeps: the best one where there are validation examples, else the last.
   *
   * @param point the values that were varied
   * @param parameters how many numbers are learned
   * @param result what training gave
   * @param seconds how long it took
   * @return the row
   */
  public static Row of(
      Map<String, String> point, int parameters, TrainingResult result, double seconds) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(PARAMETERS, (double) parameters);
    if (!result.reports().isEmpty()) {
      EpochReport last = result.reports().get(result.reports().size() - 1);
      boolean picked = last.validation() != null && result.bestEpoch() >= 0;
      EpochReport kept = picked ? result.reports().get(result.bestEpoch()) : last;
      figures.put(EPOCH, kept.epoch() + 1.0);
      figures.put("loss", kept.loss());
      scores(figures, "valid ", kept.validation());
    }
    scores(figures, "test ", result.test());
    figures.put(SECONDS, seconds);
    return new Row(point, figures, DONE);
  }

  private static void scores(Map<String, Double> figures, String prefix, Scores scores) {
    if (scores != null) {
      figures.put(prefix + "loss", scores.loss());
      for (int i = 0; i < scores.names().size(); i++) {
        String name = scores.names().get(i);
        if (name.indexOf('[') < 0) { // a part of a table has no column
          figures.put(prefix + name, scores.values().get(i));
        }
      }
    }
  }

  /**
   * A run that came to nothing.
   *
   * @param point the values that were varied
   * @param outcome what went wrong, in a few words
   * @return the row
   */
  public static Row failed(Map<String, String> point, String outcome) {
    return new Row(point, Map.of(), outcome);
  }

  /** Whether the run went to its end. */
  public boolean done() {
    return outcome.equals(DONE);
  }
}
