package dev.nnc.cli.terminal;

import dev.nnc.cli.terminal.Terminal.Style;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows how training goes: on a terminal a bar that is redrawn, elsewhere a line an epoch. Not safe
 * for several threads.
 */
public final class Progress {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final int BAR = 20;

  private final Terminal terminal;
  private final int epochs;
  private final LongSupplier clock;
  private final long start;
  private final boolean quiet;
  private final int first;
  private long drawn;
  private long examples;
  private boolean line;

  /**
   * Starts now.
   *
   * @param terminal where to show it
   * @param first the first epoch, from 0; later than 0 where a run is resumed
   * @param epochs how many there are in all
   * @param quiet whether to show nothing
   * @param clock nanoseconds from some fixed moment
   */
  public Progress(Terminal terminal, int first, int epochs, boolean quiet, LongSupplier clock) {
    this.terminal = terminal;
    this.first = first;
    this.epochs = epochs;
    this.quiet = quiet;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.drawn = start;
  }

  /**
   * A step is done.
   *
   * @param epoch its epoch, from 0
   * @param part how much of the epoch is done, 0 to 1; NaN where nobody knows
   * @param count examples of the step
   * @param loss the mean loss of the epoch so far
   */
  public void step(int epoch, double part, int count, double loss) {
    examples += count;
    if (quiet || !terminal.live()) {
      return;
    }
    long now = clock.getAsLong();
    if (now - drawn < REDRAW_NANOS) {
      return;
    }
    drawn = now;
    double done = (epoch + (Double.isNaN(part) ? 0 : part)) / epochs;
    double sinceFirst = (done * epochs - first) / (epochs - first);
    double seconds = (now - start) * 1e-9;
    int filled = (int) Math.round(done * BAR);
    String bar = "█".repeat(filled) + "░".repeat(BAR - filled);
    String text =
        String.format(
            Locale.ROOT,
            "epoch %d/%d %s loss %s  %,.0f examples/s  %s left",
            epoch + 1,
            epochs,
            bar,
            number(loss),
            examples / seconds,
            sinceFirst > 0 ? time(seconds * (1 - sinceFirst) / sinceFirst) : "?");
    String fitted =
        text.length() < terminal.width() ? text : text.substring(0, terminal.width() - 1);
    terminal.err().print("\r" + fitted.replace(bar, terminal.paint(Style.GREEN, bar)) + "\u001b[K");
    terminal.err().flush();
    line = true;
  }

  /**
   * An epoch is done.
   *
   * @param epoch its number, from 0
   * @param figures what was measured, by name, in the order of showing
   */
  public void epoch(int epoch, Map<String, Double> figures) {
    if (quiet) {
      return;
    }
    if (terminal.live() && epoch + 1 < epochs && (epoch + 1) % Math.max(1, epochs / 10) != 0) {
      return; // the bar is enough; every tenth of the way leaves a line behind
    }
    clear();
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "epoch %d/%d", epoch + 1, epochs));
    figures.forEach(
        (name, value) -> text.append("  ").append(name).append(' ').append(number(value)));
    double seconds = (clock.getAsLong() - start) * 1e-9;
    if (examples > 0 && seconds > 0) {
      text.append(String.format(Locale.ROOT, "  %,.0f examples/s", examples / seconds));
    }
    terminal.err().println(text);
    terminal.err().flush();
  }

  /** Removes a bar that is being shown, before something else is written. */
  public void clear() {
    if (line) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
      line = false;
    }
  }

  /**
   * A number for a person: five digits that count.
   *
   * @param value any number
   * @return its text
   */
  public static String number(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : String.valueOf(value);
    }
    double size = Math.abs(value);
    if (size >= 1e-4 && size < 1e5) {
      int places = Math.max(0, 4 - (int) Math.floor(Math.log10(size)));
      return String.format(Locale.ROOT, "%." + Math.min(places, 8) + "f", value);
    }
    return size >= 1e5 && size < 1e12
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.4e", value);
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
