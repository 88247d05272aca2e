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
    return scaled(nanos / 1e3, "%.2f ", "us", "ms", "s");
  }

  /**
   * A number of bytes in the unit that suits it.
   *
   * @param bytes how many
   * @return such as {@code 1.2 MB}, of a million bytes
   */
  static String bytes(double bytes) {
    return scaled(bytes / 1e3, "%.1f ", "kB", "MB", "GB");
  }

  /** A value in the first of some units of which it is less than a thousand, else in the last. */
  private static String scaled(double value, String format, String... units) {
    int unit = 0;
    double rest = value;
    while (unit < units.length - 1 && rest >= 1e3) {
      rest /= 1e3;
      unit++;
    }
    return String.format(Locale.ROOT, format, rest) + units[unit];
  }
}
