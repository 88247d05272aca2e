package dev.nnc.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Screen screen = new Screen();
  private final Report report = new Report(screen.terminal(false, false));

  @Test
  void bugsHaveAFingerprintThatStaysTheSame() {
    IllegalStateException bug = new IllegalStateException("node 7");
    assertEquals(Exit.BUG, report.tell(bug, false));
    assertTrue(screen.text().contains("this is a bug in nnc"), screen.text());
    assertTrue(screen.text().matches("(?s).*\\(fingerprint [0-9a-f]{8}\\).*"), screen.text());
    assertFalse(screen.text().contains("\tat "), screen.text());
    report.tell(bug, true);
    assertTrue(screen.text().contains("\tat "), screen.text());
  }

  @Test
  void filesAreCalledByTheirNames() {
    assertEquals(Exit.DATA, report.tell(new NoSuchFileException("a.csv"), false));
    assertTrue(screen.text().contains("a.csv: no such file"), screen.text());
    report.tell(new UncheckedIOException(new AccessDeniedException("b.csv")), false);
    assertTrue(screen.text().contains("b.csv: permission denied"), screen.text());
    report.tell(new IOException("No space left on device"), false);
    assertTrue(screen.text().contains("error: No space left on device"), screen.text());
  }

  @Test
  void failuresKeepTheirExitCodeAndFix() {
    assertEquals(Exit.CHECK, report.tell(new Failure(Exit.CHECK, "no", "try harder"), false));
    assertTrue(screen.text().endsWith("fix: try harder" + System.lineSeparator()), screen.text());
    assertEquals(Exit.DATA, report.tell(new OutOfMemoryError(), false));
  }
}
