package dev.nnc.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticTextTest {
  private final DiagnosticText text = new DiagnosticText(new Screen().terminal(false, false));

  @Test
  void showsPlaceCaretNoteAndFix() {
    Source source = new Source("house.nn", "model M {\n  x = relux(y)\n  z = x\n}\n");
    Diagnostic diagnostic =
        new Diagnostic(
            Diagnostic.Severity.ERROR,
            Code.UNKNOWN_NAME,
            "nothing is called relux",
            span(source, "relux"),
            List.of(new Diagnostic.Note("used here", span(source, "z = x"))),
            "did you mean relu?");
    assertEquals(
        """
        error[NN010]: nothing is called relux
         --> house.nn:2:7
        2 |   x = relux(y)
          |       ^^^^^
         --> house.nn:3:3
        3 |   z = x
          |   ----- used here
          | fix: did you mean relu?""",
        text.of(diagnostic));
  }

  @Test
  void longLinesAreCutAroundTheCaret() {
    String line = "(".repeat(5_000) + "x" + ")".repeat(5_000);
    Source source = new Source("deep.nn", line);
    String[] lines = text.of(error(source, new Span(source, 5_000, 5_001))).split("\n");
    assertTrue(lines[2].length() < 120, lines[2]);
    assertEquals(lines[2].indexOf('x'), lines[3].indexOf('^'));
  }

  @Test
  void caretStandsBelowTabsAndLettersOutsideTheBasicPlane() {
    Source source = new Source("a.nn", "\t𝛼 = bad");
    String[] lines = text.of(error(source, span(source, "bad"))).split("\n");
    assertEquals("1 |  𝛼 = bad", lines[2]);
    assertEquals("  |      ^^^", lines[3]);
  }

  @Test
  void spanOverSeveralLinesAndAtTheEndOfTheFileHaveACaret() {
    Source source = new Source("a.nn", "one {\ntwo\n}");
    String[] over = text.of(error(source, new Span(source, 4, 11))).split("\n");
    assertEquals("  |     ^", over[3]);
    String[] end = text.of(error(source, new Span(source, 11, 11))).split("\n");
    assertEquals("  |  ^", end[3]);
  }

  private static Diagnostic error(Source source, Span span) {
    return new Diagnostic(
        Diagnostic.Severity.ERROR, Code.SYNTAX, "wrong in " + source, span, List.of(), "");
  }

  private static Span span(Source source, String part) {
    int start = source.text().indexOf(part);
    return new Span(source, start, start + part.length());
  }
}
