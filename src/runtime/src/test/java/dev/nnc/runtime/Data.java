package dev.nnc.runtime;

import java.util.List;

/** Examples for tests: y = 3 x0 - 2 x1 / 10 + 5, with x1 ten times as wide as x0. */
final class Data {
  private Data() {}

  static double[] inputs(int rows) {
    double[] x = new double[rows * Linear.WIDTH];
    for (int i = 0; i < rows; i++) {
      x[2 * i] = Random.uniform(1, 0, i, 0, 0);
      x[2 * i + 1] = 10 * Random.uniform(1, 0, i, 0, 1) - 4;
    }
    return x;
  }

  static double[] targets(double[] x) {
    double[] y = new double[x.length / Linear.WIDTH];
    for (int i = 0; i < y.length; i++) {
      y[i] = 3 * x[2 * i] - 0.2 * x[2 * i + 1] + 5;
    }
    return y;
  }

  static Table table(int rows) {
    double[] x = inputs(rows);
    return Table.builder()
        .column("x", Linear.WIDTH, new DoubleValues(x))
        .column("y", targets(x))
        .build();
  }

  static Settings settings(int batch, int epochs, Settings.Order order) {
    return settings(batch, epochs, order, 0, "loss", false);
  }

  static Settings settings(
      int batch, int epochs, Settings.Order order, int patience, String monitor, boolean maximize) {
    return new Settings(
        null, null, List.of(), batch, epochs, 7, order, patience, monitor, maximize);
  }

  /** The same examples, as a source that does not know how many it has. */
  static Examples streaming(Examples examples) {
    return new Examples() {
      @Override
      public long size() {
        return -1;
      }

      @Override
      public Pass pass(Settings.Order order, long seed, int epoch) {
        return examples.pass(order, seed, epoch);
      }
    };
  }
}
