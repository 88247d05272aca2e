package dev.nnc.cli.bench;

import java.util.Locale;

/** Measured figures as people read them. */
public final class Units {
  private Units() {}

  /**
   * A time in the unit that suits it.
   *
   * @param nanos in nanoseconds
   * @return such as {@code 1.25 ms}
   */
  public static String time(double nanos) {
    return nanos < 1e6
        ? String.format(Locale.ROOT, "%.2f us", nanos / 1e3)
        : nanos < 1e9
            ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
            : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }
}
