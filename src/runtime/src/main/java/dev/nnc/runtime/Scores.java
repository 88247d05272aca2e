package dev.nnc.runtime;

import java.util.List;

/**
 * How well a model does on a set of examples.
 *
 * @param examples how many there were
 * @param loss the mean loss, as inference computes it; of several losses their sum
 * @param names the names of the losses where there are several, and those of the metrics
 * @param values what was measured, in the order of the names
 */
public record Scores(long examples, double loss, List<String> names, List<Double> values) {
  /** Copies the lists. */
  public Scores {
    names = List.copyOf(names);
    values = List.copyOf(values);
  }

  /**
   * The loss, or one of several, or a metric.
   *
   * @param name {@code loss} or one of the names
   * @throws IllegalArgumentException if there is no such metric
   */
  public double get(String name) {
    if (name.equals("loss")) {
      return loss;
    }
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no metric " + name + " in " + names);
    }
    return values.get(index);
  }
}
