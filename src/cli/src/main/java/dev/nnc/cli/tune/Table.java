package dev.nnc.cli.tune;

import dev.nnc.cli.bench.Units;
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
              Units.time(line.before()),
              line.gains() ? Units.time(line.after()) : "-",
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
        Units.time(outcome.before()),
        Units.time(outcome.after()),
        percent(1 - outcome.after() / outcome.before()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
