package dev.nnc.compiler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RendererTest {
  private static Diagnostic at(
      String text, int start, int end, String fix, Diagnostic.Note... notes) {
    return new Diagnostic(
        Diagnostic.Severity.ERROR,
        Code.SHAPE_MISMATCH,
        "sizes differ",
        new Span(new Source("m.nn", text), start, end),
        List.of(notes),
        fix);
  }

  private static String mark(String text, String marked) {
    int start = text.indexOf(marked);
    String[] lines =
        new Renderer(false).render(at(text, start, start + marked.length(), "")).split("\n", -1);
    return lines[3] + "\n" + lines[4];
  }

  @Test
  void showsPlaceNotesAndFix() {
    String text = "a = 1\nb = a + c\n";
    Source source = new Source("m.nn", text);
    Diagnostic diagnostic =
        new Diagnostic(
            Diagnostic.Severity.WARNING,
            Code.UNUSED,
            "`b` is never used",
            new Span(source, 6, 7),
            List.of(new Diagnostic.Note("`a` is used here", new Span(source, 10, 11))),
            "remove it");
    assertEquals(
        """
        warning[NN051]: `b` is never used
          --> m.nn:2:1
           |
         2 | b = a + c
           | ^
          note: `a` is used here
          --> m.nn:2:5
           |
         2 | b = a + c
           |     ^
          fix: remove it
        """,
        new Renderer(false).render(diagnostic));
    assertEquals(
        "m.nn:2:1: warning NN051: `b` is never used (remove it)", Renderer.line(diagnostic));
  }

  @Test
  void tabsAndWideCharactersKeepTheMarkInPlace() {
    assertEquals(" 1 |     x = abc\n   |         ^^^", mark("\tx = abc", "abc"));
    assertEquals(" 1 | ab  x\n   |     ^", mark("ab\tx", "x"));
    assertEquals(" 1 | 名前 = x\n   |        ^", mark("名前 = x", "x"));
    assertEquals(" 1 | 名前 = x\n   | ^^^^", mark("名前 = x", "名前"));
    assertEquals(" 1 | e\u0301 = x\n   |     ^", mark("e\u0301 = x", "x"));
    assertEquals(" 1 | 𝔸 = x\n   |     ^", mark("𝔸 = x", "x"));
  }

  @Test
  void aStretchOverLinesIsMarkedInItsFirst() {
    assertEquals(" 1 | f(a,\n   |  ^^^", mark("f(a,\n  b)", "(a,\n  b)"));
  }

  @Test
  void anEmptyStretchAtTheEndHasAMark() {
    String shown = new Renderer(false).render(at("x = (a", 6, 6, ""));
    assertTrue(shown.endsWith(" 1 | x = (a\n   |       ^\n"), shown);
    String empty = new Renderer(false).render(at("", 0, 0, ""));
    assertTrue(empty.endsWith(" 1 |\n   | ^\n"), empty);
  }

  @Test
  void longLinesAreCutAroundTheMark() {
    String text = "a + ".repeat(1000) + "HERE" + " + b".repeat(1000);
    String[] shown = mark(text, "HERE").split("\n");
    assertTrue(shown[0].length() < 120, shown[0]);
    assertEquals(shown[0].indexOf("HERE"), shown[1].indexOf("^^^^"));
  }

  @Test
  void nothingThatControlsTheTerminalIsShown() {
    String shown = new Renderer(false).render(at("x = \u001B[2J\u0007", 4, 5, "\u001B[31m"));
    assertFalse(shown.contains("\u001B") || shown.contains("\u0007"), shown);
    assertTrue(new Renderer(true).render(at("x", 0, 1, "")).contains("\u001B[1;31m"));
  }

  @Test
  void aListEndsWithItsCount() {
    Diagnostic diagnostic = at("x", 0, 1, "");
    String shown = new Renderer(false).render(List.of(diagnostic, diagnostic));
    assertTrue(shown.endsWith("\n2 errors\n"), shown);
    assertEquals("", new Renderer(false).render(List.of()));
  }
}
