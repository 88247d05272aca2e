package dev.nnc.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The statistics of standardized columns: for each number of each such field its mean over the
 * training examples, and its population standard deviation, the root of the mean squared distance
 * from the mean. A number that never varies gets deviation 1, so that it standardizes to 0.
 *
 * <p>Computed in double in two passes. The squared distances are corrected by the mean distance,
 * which rounding keeps from being 0 (the corrected two-pass algorithm; Chan, Golub and LeVeque,
 * "Algorithms for computing the sample variance", 1983).
 */
public final class Fitting {
  private static final int CAPACITY = 256;

  private Fitting() {}

  /**
   * What the slot {@code fitted} of a model must hold.
   *
   * @param info the model's description
   * @param training the examples to fit to
   * @return the statistics, in the precision of the model
   * @throws IllegalArgumentException if there are no examples, or one is not finite
   */
  public static Values of(ModelInfo info, Examples training) {
    Values fitted = Values.allocate(info.precision(), info.fittedCount());
    List<Column> columns = new ArrayList<>();
    for (ModelInfo.Field field : info.inputs()) {
      add(columns, "input:", field);
    }
    for (ModelInfo.Field field : info.targets()) {
      add(columns, "target:", field);
    }
    if (columns.isEmpty()) {
      return fitted;
    }
    // In double, whatever the model's own precision.
    Slot[] slots =
        columns.stream()
            .map(column -> new Slot(column.slot, false, column.field.size(), 0))
            .toArray(Slot[]::new);
    Frame frame = new Frame(new Feed(Precision.DOUBLE, slots), CAPACITY);
    long count = 0;
    try (Examples.Pass pass = training.pass(Settings.Order.SEQUENTIAL, 0, 0)) {
      for (int n = pass.fill(frame); n > 0; n = pass.fill(frame)) {
        for (Column column : columns) {
          column.sum(frame, n);
        }
        count += n;
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException("there are no training examples to fit to");
    }
    for (Column column : columns) {
      column.divide(count);
    }
    try (Examples.Pass pass = training.pass(Settings.Order.SEQUENTIAL, 0, 0)) {
      for (int n = pass.fill(frame); n > 0; n = pass.fill(frame)) {
        for (Column column : columns) {
          column.square(frame, n);
        }
      }
    }
    for (Column column : columns) {
      column.store(fitted, count);
    }
    return fitted;
  }

  private static void add(List<Column> columns, String prefix, ModelInfo.Field field) {
    if (field.fitted() >= 0) {
      columns.add(new Column(prefix + field.name(), field));
    }
  }

  /** The running statistics of one field. */
  private static final class Column {
    private final String slot;
    private final ModelInfo.Field field;
    private final double[] mean;
    private final double[] least;
    private final double[] greatest;
    private final double[] distance;
    private final double[] squares;

    Column(String slot, ModelInfo.Field field) {
      this.slot = slot;
      this.field = field;
      int size = field.size();
      mean = new double[size];
      least = new double[size];
      greatest = new double[size];
      distance = new double[size];
      squares = new double[size];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    }

    void sum(Frame frame, int count) {
      double[] values = frame.doubles[frame.routine().slot(slot)];
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < mean.length; j++) {
          double value = values[i * mean.length + j];
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                String.format(
                    "%s of example %d is %s", slot.replace(':', ' '), frame.examples[i], value));
          }
          mean[j] += value;
          least[j] = Math.min(least[j], value);
          greatest[j] = Math.max(greatest[j], value);
        }
      }
    }

    void divide(long count) {
      for (int j = 0; j < mean.length; j++) {
        // The mean of equal numbers is that number, which a rounded sum would miss.
        mean[j] = least[j] == greatest[j] ? least[j] : mean[j] / count;
      }
    }

    void square(Frame frame, int count) {
      double[] values = frame.doubles[frame.routine().slot(slot)];
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < mean.length; j++) {
          double d = values[i * mean.length + j] - mean[j];
          distance[j] += d;
          squares[j] += d * d;
        }
      }
    }

    void store(Values fitted, long count) {
      for (int j = 0; j < mean.length; j++) {
        double variance = (squares[j] - distance[j] * distance[j] / count) / count;
        double deviation = fitted.precision().round(Math.sqrt(Math.max(variance, 0)));
        fitted.set(field.fitted() + j, mean[j]);
        fitted.set(field.fitted() + mean.length + j, deviation == 0 ? 1 : deviation);
      }
    }
  }
}
