package dev.nnc.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.EpochReport;
import dev.nnc.runtime.Scores;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Screen screen = new Screen();
  private long now;

  @Test
  void elsewhereThanOnATerminalEachEpochIsALine() {
    Progress progress = new Progress(screen.terminal(false, false), () -> now);
    progress.started(2, 20);
    progress.step(0, 0, 3);
    now += 1_000_000_000;
    progress.step(0, 1, 2);
    progress.epoch(report(0));
    progress.epoch(report(1));
    assertEquals(
        """
        epoch 1/2  loss 0.50000  valid loss 0.25000  mae 1234.5  1,000 examples/s
        epoch 2/2  loss 0.50000  valid loss 0.25000  mae 1234.5  1,000 examples/s
        """,
        screen.text().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void onATerminalABarShowsLossSpeedAndTimeLeft() {
    Progress progress = new Progress(screen.terminal(false, true), () -> now);
    progress.started(4, 40);
    for (int step = 0; step < 10; step++) {
      now += 1_000_000_000;
      progress.step(0, step, 2);
    }
    assertTrue(
        screen
            .text()
            .endsWith("\repoch 1/4 █████░░░░░░░░░░░░░░░ loss 2.0000  1 steps/s  0:30 left\u001b[K"),
        screen.text());
    progress.clear();
    assertTrue(screen.text().endsWith("\r\u001b[K"), screen.text());
  }

  @Test
  void barIsNotDrawnMoreThanTenTimesASecond() {
    Progress progress = new Progress(screen.terminal(false, true), () -> now);
    progress.started(1, 1000);
    for (int step = 0; step < 1000; step++) {
      now += 1_000_000;
      progress.step(0, step, 2);
    }
    assertEquals(10, screen.text().chars().filter(c -> c == '\r').count());
  }

  @Test
  void numbersHaveFiveDigitsThatCount() {
    assertEquals("0", Progress.number(0));
    assertEquals("1.0000", Progress.number(1));
    assertEquals("-12.346", Progress.number(-12.3456));
    assertEquals("0.00012346", Progress.number(0.000123456));
    assertEquals("1.2346e-05", Progress.number(0.0000123456));
    assertEquals("1234567", Progress.number(1234567));
    assertEquals("NaN", Progress.number(Double.NaN));
  }

  private static EpochReport report(int epoch) {
    Scores scores = new Scores(10, 0.25, List.of("mae"), List.of(1234.5));
    return new EpochReport(epoch, 0.5, Map.of(), scores, 0.25, true, 1, 500, 0.5);
  }
}
