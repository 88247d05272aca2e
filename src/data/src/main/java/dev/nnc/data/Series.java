package dev.nnc.data;

import java.time.LocalDate;

/**
 * A made-up series: how many orders a shop has on each day. {@code date} and {@code orders} are its
 * columns. Orders grow by the years and are more before Christmas and fewer on Sundays; what cannot
 * be foreseen is a level that wanders and noise that is the larger, the more is ordered. The same
 * count and seed give the same numbers on every machine.
 */
final class Series {
  private static final LocalDate FIRST = LocalDate.of(2010, 1, 1);
  private static final double[] WEEK = {1.05, 1, 0.95, 1, 1.15, 1.3, 0.55};

  /** How much of yesterday's deviation is left today. */
  private static final double MEMORY = 0.9;

  private Series() {}

  /**
   * Makes a series.
   *
   * @param count of days
   * @param seed of everything random
   * @return a header and a row for each day, oldest first
   */
  static String text(int count, long seed) {
    CsvText text = new CsvText("date,orders");
    Draw draw = new Draw(seed);
    double wandering = 0;
    for (int day = 0; day < count; day++) {
      LocalDate date = FIRST.plusDays(day);
      double year = day / 365.25;
      double season =
          1
              + 0.25 * StrictMath.cos(2 * Math.PI * (year - 0.95))
              + 0.1 * StrictMath.cos(4 * Math.PI * (year - 0.95));
      wandering = MEMORY * wandering + 0.04 * draw.normal();
      double expected =
          200 * (1 + 0.12 * year) * season * WEEK[date.getDayOfWeek().ordinal()] * (1 + wandering);
      double orders = Math.max(0, expected * (1 + 0.06 * draw.normal()));
      text.word(date.toString()).number(Math.rint(orders), 0).end();
    }
    return text.toString();
  }
}
