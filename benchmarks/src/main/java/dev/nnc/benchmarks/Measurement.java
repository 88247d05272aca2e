package dev.nnc.benchmarks;

import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/**
 * What one engine needs for one run.
 *
 * @param nanos the median processor time
 */
public record Measurement(double nanos) {

  /** Reads JMH's result of one trial. */
  static Measurement of(RunResult result) {
    if (!result.getSecondaryResults().containsKey(Meter.NANOS)) {
      throw new IllegalStateException("JMH gives no " + Meter.NANOS);
    }
    return new Measurement(
        result.getSecondaryResults().get(Meter.NANOS).getStatistics().getPercentile(50));
  }

  /** The time in a unit that suits it, with three digits. */
  public String time() {
    return time(nanos);
  }

  /** A time in a unit that suits it, with three digits. */
  public static String time(double nanos) {
    if (nanos < 1e3) {
      return digits(nanos) + " ns";
    }
    return nanos < 1e6 ? digits(nanos / 1e3) + " µs" : digits(nanos / 1e6) + " ms";
  }

  /** A number with three digits. */
  public static String digits(double value) {
    String format = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
