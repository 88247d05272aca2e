package dev.nnc.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * Measures loss and metrics over examples. What is random is drawn from seed 0, each time the same.
 * The batches' losses are weighted by their sizes, and the accumulators of the metrics added, in
 * double. Belongs to one thread; reads the parameters as they are when it is asked.
 */
public final class Evaluation {
  private final ModelInfo info;
  private final Frame frame;
  private final Frame metrics;
  private final double[] sums;

  /**
   * Prepares an evaluation.
   *
   * @param model to be measured
   * @param weights its numbers; read at each evaluation, not copied
   * @param capacity how many examples are computed at once, at least 1
   */
  public Evaluation(Model model, Weights weights, int capacity) {
    info = model.info();
    frame = new Frame(model.routine("evaluate"), capacity);
    weights.bind(frame);
    boolean measured = !info.metrics().isEmpty();
    metrics = measured ? new Frame(model.routine("metrics"), 1) : null;
    sums = new double[measured ? info.accumulatorCount() : 0];
  }

  /**
   * Measures.
   *
   * @param examples all of which are computed once
   * @return loss and metrics; all are NaN where there are no examples
   */
  public Scores over(Examples examples) {
    java.util.Arrays.fill(sums, 0);
    Values loss = frame.values("loss");
    Values accumulators = sums.length > 0 ? frame.values("accumulators") : null;
    double[] totals = new double[info.losses().size()];
    long count = 0;
    try (Examples.Pass pass = examples.pass(Settings.Order.SEQUENTIAL, 0, 0)) {
      for (int n = pass.fill(frame); n > 0; n = pass.fill(frame)) {
        frame.run();
        for (int i = 0; i < totals.length; i++) {
          totals[i] += loss.get(i) * n;
        }
        for (int i = 0; i < sums.length; i++) {
          sums[i] += accumulators.get(i);
        }
        count += n;
      }
    }
    List<Double> values = new ArrayList<>();
    double sum = 0;
    for (double total : totals) {
      values.add(total / count);
      sum += total / count;
    }
    if (totals.length == 1) {
      values.clear();
    }
    values.addAll(measured(count));
    return new Scores(count, sum, info.measures(), values);
  }

  private List<Double> measured(long count) {
    List<Double> values = new ArrayList<>();
    if (metrics != null) {
      if (sums.length > 0 && metrics.has("accumulators")) {
        Values accumulators = metrics.values("accumulators");
        for (int i = 0; i < accumulators.length(); i++) {
          accumulators.set(i, sums[i]);
        }
      }
      if (metrics.has("count")) {
        metrics.values("count").set(0, (double) count);
      }
      metrics.run();
      Values results = metrics.values("values");
      for (int i = 0; i < info.metrics().size(); i++) {
        values.add(count == 0 ? Double.NaN : results.get(i));
      }
    }
    return values;
  }
}
