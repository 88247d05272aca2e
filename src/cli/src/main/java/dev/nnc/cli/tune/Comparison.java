package dev.nnc.cli.tune;

import java.util.Arrays;

/**
 * Two ways to do the same that took turns.
 *
 * @param before how long the one takes, in nanoseconds: a tenth of its turns were faster
 * @param after the same of the other
 * @param ratio the other's time by that of the one: half the pairs of turns are below
 * @param quarter a quarter of the pairs of turns are above
 */
record Comparison(double before, double after, double ratio, double quarter) {
  /** A gain of a smaller share is none. */
  private static final double LEAST_GAIN = 0.03;

  private static final double FAST = 0.1;

  /**
   * Compares.
   *
   * @param before the times of the one
   * @param after the times of the other, each right behind the former
   */
  static Comparison of(double[] before, double[] after) {
    double[] ratios = new double[before.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = after[i] / before[i];
    }
    return new Comparison(at(before, FAST), at(after, FAST), at(ratios, 0.5), at(ratios, 0.75));
  }

  /** The number below which a share of some numbers lies. */
  private static double at(double[] numbers, double share) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
  }

  /** Whether the other is faster, beyond what differs from turn to turn. */
  boolean gains() {
    return ratio <= 1 - LEAST_GAIN && after <= (1 - LEAST_GAIN) * before && quarter < 1;
  }
}
