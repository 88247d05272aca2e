package dev.nnc.benchmarks;

import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/**
 * What one engine needs for one run.
 *
 * @param nanos the median processor time
 * @param bytes the median of what JMH's gc profiler counts as allocated
 */
record Measurement(double nanos, double bytes) {
  private static final String BYTES = "gc.alloc.rate.norm";

  /** Reads JMH's result of one trial under its gc profiler. */
  static Measurement of(RunResult result) {
    return new Measurement(median(result, Meter.NANOS), median(result, BYTES));
  }

  private static double median(RunResult result, String name) {
    if (!result.getSecondaryResults().containsKey(name)) {
      throw new IllegalStateException("JMH gives no " + name);
    }
    return result.getSecondaryResults().get(name).getStatistics().getPercentile(50);
  }

  /** The time in a unit that suits it, with three digits. */
  String time() {
    return time(nanos);
  }

  /** A time in a unit that suits it, with three digits. */
  static String time(double nanos) {
    if (nanos < 1e3) {
      return digits(nanos) + " ns";
    }
    return nanos < 1e6 ? digits(nanos / 1e3) + " µs" : digits(nanos / 1e6) + " ms";
  }

  /** A number with three digits. */
  static String digits(double value) {
    String format = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
