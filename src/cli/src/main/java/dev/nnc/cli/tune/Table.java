package dev.nnc.cli.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found, for people: a line a contraction, and below it the way where it is another. */
public final class Table {
  private static final String HEAD = "%7s  %6s  %10s  %10s  %7s  %s";

  private final Tuner.Outcome outcome;

  /**
   * A table.
   *
   * @param outcome what was found
   */
  public Table(Tuner.Outcome outcome) {
    this.outcome = outcome;
  }

  /** The lines. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, HEAD, "share", "tried", "before", "after", "gain", "contraction"));
    for (Tuner.Line line : outcome.lines()) {
      lines.add(
          String.format(
              Locale.ROOT,
              HEAD,
              percent(line.share()),
              line.tried(),
              time(line.before()),
              line.gains() ? time(line.after()) : "-",
              line.gains() ? percent(1 - line.after() / line.before()) : "-",
              line.key()));
      if (line.gains()) {
        lines.add(" ".repeat(52) + line.present() + " before");
        lines.add(" ".repeat(52) + line.chosen() + " now");
      }
    }
    return lines;
  }

  /** What became of a step as a whole. */
  public String step(String what) {
    return String.format(
        Locale.ROOT,
        "%s: %s before, %s now, %s less",
        what,
        time(outcome.before()),
        time(outcome.after()),
        percent(1 - outcome.after() / outcome.before()));
  }

  /** A time in the unit that suits it. */
  public static String time(double nanos) {
    return nanos < 1e6
        ? String.format(Locale.ROOT, "%.2f us", nanos / 1e3)
        : nanos < 1e9
            ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
            : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
