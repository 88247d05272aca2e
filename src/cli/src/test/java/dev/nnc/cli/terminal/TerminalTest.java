package dev.nnc.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void coloursAreForTerminalsUnlessNoColorIsSet() {
    assertTrue(Terminal.colored(Terminal.Color.AUTO, true, null));
    assertTrue(Terminal.colored(Terminal.Color.AUTO, true, ""));
    assertFalse(Terminal.colored(Terminal.Color.AUTO, true, "1"));
    assertFalse(Terminal.colored(Terminal.Color.AUTO, false, null));
    assertTrue(Terminal.colored(Terminal.Color.ALWAYS, false, "1"));
    assertFalse(Terminal.colored(Terminal.Color.NEVER, true, null));
  }

  @Test
  void paintLeavesTextAloneWithoutColours() {
    Screen screen = new Screen();
    assertEquals("x", screen.terminal(false, true).paint(Terminal.Style.RED, "x"));
    assertEquals(
        "\u001b[31;1mx\u001b[0m", screen.terminal(true, true).paint(Terminal.Style.RED, "x"));
  }

  @Test
  void nonsenseForColumnsMeansEighty() {
    assertEquals(80, Terminal.columns(null));
    assertEquals(80, Terminal.columns("wide"));
    assertEquals(80, Terminal.columns("-3"));
    assertEquals(120, Terminal.columns("120"));
    assertEquals(20, Terminal.columns("1"));
  }
}
