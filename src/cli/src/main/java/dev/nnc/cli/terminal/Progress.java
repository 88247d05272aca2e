package dev.nnc.cli.terminal;

import dev.nnc.cli.terminal.Terminal.Style;
import dev.nnc.runtime.EpochReport;
import dev.nnc.runtime.Scores;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how training goes: on a terminal a bar that is redrawn, elsewhere a line an epoch. Belongs
 * to the thread that trains.
 */
public final class Progress {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final int BAR = 20;
  private static final int KEPT_LINES = 10;

  private final Terminal terminal;
  private final LongSupplier clock;
  private int epochs;
  private long steps;
  private long start;
  private long drawn;
  private long firstStep = -1;
  private int epoch = -1;
  private long stepsOfEpoch;
  private double lossOfEpoch;
  private boolean line;

  /**
   * For one run.
   *
   * @param terminal where to show it
   * @param clock nanoseconds from some fixed moment
   */
  public Progress(Terminal terminal, LongSupplier clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  /**
   * Training begins or resumes.
   *
   * @param epochsInAll passes over the examples
   * @param stepsInAll steps in all passes, or 0 where nobody knows
   */
  public void started(int epochsInAll, long stepsInAll) {
    epochs = epochsInAll;
    steps = stepsInAll;
    start = clock.getAsLong();
    drawn = start;
  }

  /**
   * A step is done.
   *
   * @param ofEpoch its epoch, from 0
   * @param step its number in the whole run, from 0
   * @param loss the mean loss of its batch
   */
  public void step(int ofEpoch, long step, double loss) {
    if (ofEpoch != epoch) {
      epoch = ofEpoch;
      stepsOfEpoch = 0;
      lossOfEpoch = 0;
    }
    stepsOfEpoch++;
    lossOfEpoch += loss;
    firstStep = firstStep < 0 ? step : firstStep;
    if (terminal.live() && clock.getAsLong() - drawn >= REDRAW_NANOS) {
      drawn = clock.getAsLong();
      draw(step + 1);
    }
  }

  private void draw(long done) {
    double seconds = (drawn - start) * 1e-9;
    double rate = (done - firstStep) / seconds;
    double part = steps > 0 ? (double) done / steps : (double) epoch / epochs;
    int filled = (int) Math.round(part * BAR);
    String bar = "█".repeat(filled) + "░".repeat(BAR - filled);
    String text =
        String.format(
            Locale.ROOT,
            "epoch %d/%d %s loss %s  %,.0f steps/s  %s left",
            epoch + 1,
            epochs,
            bar,
            number(lossOfEpoch / stepsOfEpoch),
            rate,
            steps > 0 ? time((steps - done) / rate) : "?");
    String fitted =
        text.length() < terminal.width() ? text : text.substring(0, terminal.width() - 1);
    terminal.err().print("\r" + fitted.replace(bar, terminal.paint(Style.GREEN, bar)) + "\u001b[K");
    terminal.err().flush();
    line = true;
  }

  /**
   * An epoch is done.
   *
   * @param report what it brought
   */
  public void epoch(EpochReport report) {
    boolean kept = (report.epoch() + 1) % Math.max(1, epochs / KEPT_LINES) == 0;
    if (terminal.live() && !kept && report.epoch() + 1 < epochs) {
      return; // the bar tells; a few lines are left behind
    }
    clear();
    StringBuilder text = new StringBuilder();
    text.append("epoch ").append(report.epoch() + 1).append('/').append(epochs);
    if (report.losses().isEmpty()) {
      text.append("  loss ").append(number(report.loss()));
    }
    report.losses().forEach((name, loss) -> append(text, name, loss));
    if (report.validation() != null) {
      text.append("  valid ").append(scores(report.validation()));
    }
    text.append(String.format(Locale.ROOT, "  %,.0f examples/s", report.examplesPerSecond()));
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
   * Loss and metrics for a person; those that are parts of a table are left out.
   *
   * @param scores what was measured
   * @return as in {@code loss 0.12345 mae 1234.5}
   */
  public static String scores(Scores scores) {
    StringBuilder text = new StringBuilder("loss " + number(scores.loss()));
    for (int i = 0; i < scores.names().size(); i++) {
      String name = scores.names().get(i);
      if (name.indexOf('[') < 0) {
        append(text, name, scores.values().get(i));
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, double value) {
    text.append("  ").append(name).append(' ').append(number(value));
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
    long whole = Math.max(0, Math.round(seconds));
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
