package dev.nnc.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures steps: first until they get no faster, then steps without and with clocks in turn, so
 * that what else the machine does meets both. A figure is such that a tenth of the samples were
 * faster: what else the machine does makes many slower, and none faster.
 */
final class Meter {
  /** A sample lasts about so long, unless one step lasts longer. */
  private static final double SAMPLE_NANOS = 1e6;

  private static final int LEAST_SAMPLES = 3;
  private static final int MOST_SAMPLES = 2_000;

  /** How much longer than measuring the warm-up is at most. */
  private static final int WARM_UP = 3;

  /** Warm-up looks at the pace of so many nanoseconds each. */
  private static final long LOOK_NANOS = 100_000_000L;

  /** A pace that is better by less than this share is the same. */
  private static final double SAME = 0.02;

  /** So many looks without a better pace end the warm-up. */
  private static final int PATIENCE = 8;

  private static final int READINGS = 200_000;

  private final List<Stage> stages;
  private final List<double[]> launches = new ArrayList<>();
  private long steps;
  private double step;
  private long together = 1;

  Meter(List<Stage> stages) {
    this.stages = stages;
  }

  /**
   * Measures.
   *
   * @param nanos how long, after the warm-up, which takes three times as long at most
   */
  void measure(double nanos) {
    warmUp(WARM_UP * nanos);
    List<Double> samples = new ArrayList<>();
    List<List<long[]>> clocks = new ArrayList<>();
    long start = System.nanoTime();
    while (samples.size() < LEAST_SAMPLES
        || (System.nanoTime() - start < nanos && samples.size() < MOST_SAMPLES)) {
      samples.add(sample(false));
      stages.forEach(stage -> Arrays.fill(stage.nanos, 0));
      sample(true);
      clocks.add(stages.stream().map(stage -> stage.nanos.clone()).toList());
    }
    step = fast(samples.stream().mapToDouble(Double::doubleValue).toArray());
    double reading = reading();
    for (int s = 0; s < stages.size(); s++) {
      double[] times = new double[stages.get(s).nanos.length];
      for (int i = 0; i < times.length; i++) {
        double[] one = new double[clocks.size()];
        for (int k = 0; k < one.length; k++) {
          one[k] = clocks.get(k).get(s)[i] / (double) together;
        }
        double clock = reading * Report.runs(stages.get(s).plan, i) / stages.get(s).every();
        times[i] = Math.max(0, fast(one) - clock);
      }
      launches.add(times);
    }
  }

  private void warmUp(double nanos) {
    double best = Double.POSITIVE_INFINITY;
    int since = 0;
    long start = System.nanoTime();
    while (since < PATIENCE && System.nanoTime() - start < nanos) {
      double pace = look();
      since = pace < best * (1 - SAME) ? 0 : since + 1;
      best = Math.min(best, pace);
      together = (long) Math.max(1, Math.min(SAMPLE_NANOS / best, 1e6));
    }
    // Turns of losses that are taken every few steps fall into each sample equally often.
    together *= Stage.turns(stages);
  }

  private double look() {
    double best = Double.POSITIVE_INFINITY;
    long start = System.nanoTime();
    do {
      best = Math.min(best, sample(false));
      sample(true);
    } while (System.nanoTime() - start < LOOK_NANOS);
    return best;
  }

  /** Nanoseconds a step. */
  private double sample(boolean clock) {
    long start = System.nanoTime();
    for (long i = 0; i < together; i++) {
      for (Stage stage : stages) {
        if (stage.due(steps)) {
          stage.run(clock);
        }
      }
      steps++;
    }
    return (System.nanoTime() - start) / (double) together;
  }

  /** What reading the clock takes, in nanoseconds. */
  private static double reading() {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < LEAST_SAMPLES; i++) {
      long start = System.nanoTime();
      long last = start;
      for (int k = 0; k < READINGS; k++) {
        last = System.nanoTime();
      }
      best = Math.min(best, (last - start) / (double) READINGS);
    }
    return best;
  }

  private static double fast(double[] values) {
    Arrays.sort(values);
    return values[values.length / 10];
  }

  /** How long a step takes without clocks, in nanoseconds. */
  double step() {
    return step;
  }

  /** How long each launch of a stage takes in a step, all its runs together, in nanoseconds. */
  double[] launches(int stage) {
    return launches.get(stage);
  }
}
