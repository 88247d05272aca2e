package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Span;
import java.util.List;
import java.util.Map;

/** Signs that the language does not know, and what their writers probably meant. */
final class StrangeSigns {
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry(";", "leave it out: statements need no end mark"),
          Map.entry("&", "write `and`"),
          Map.entry("|", "write `|>` to pipe, or `or`"),
          Map.entry("!", "write `not`, or `!=` to compare"),
          Map.entry("?", "write `if condition then a else b`"),
          Map.entry("@", "write a matrix product with indices: `sum[k] a[i, k] * b[k, j]`"),
          Map.entry("#", "start a comment with `//`"),
          Map.entry("'", "write texts in double quotes; a prime stands right behind a name"),
          Map.entry("`", "write texts in double quotes"),
          Map.entry("\u201C", "write texts in straight double quotes"),
          Map.entry("\u201D", "write texts in straight double quotes"),
          Map.entry("\u2212", "write a plain `-`"),
          Map.entry("\u2013", "write a plain `-`"),
          Map.entry("\u00D7", "write `*`"),
          Map.entry("\u00B7", "write `*`"),
          Map.entry("\u00F7", "write `/`"),
          Map.entry("\u2264", "write `<=`"),
          Map.entry("\u2265", "write `>=`"),
          Map.entry("\u2260", "write `!=`"),
          Map.entry("\u2211", "write `sum[i] x[i]`"),
          Map.entry("\u221E", "write `inf`"),
          Map.entry("\u2192", "write `->`"),
          Map.entry("\u00B2", "write `^2`"));

  private StrangeSigns() {}

  /** What to tell about a sign, or null where the same sign before it was told already. */
  static Diagnostic complaint(Span span) {
    String sign = span.text();
    String text = span.source().text();
    int length = sign.length();
    if (span.start() >= length && text.startsWith(sign, span.start() - length)) {
      return null;
    }
    int point = sign.codePointAt(0);
    String shown =
        Character.isISOControl(point) || !Character.isDefined(point)
            ? String.format("the character U+%04X", point)
            : "`" + sign + "`";
    return new Diagnostic(
        Diagnostic.Severity.ERROR,
        Code.SYNTAX,
        shown + " has no meaning here",
        span,
        List.of(),
        MEANT.getOrDefault(sign, "remove it"));
  }

  /** How a malformed number would be written. */
  static String numberFix(String text) {
    if (text.startsWith(".")) {
      return "write `0" + text + "`";
    }
    if (text.matches("[0-9]+(\\.[0-9]+)?[eE][+-]?")) {
      return "write the exponent's digits, as in `" + text + "3`";
    }
    if (text.matches("[0-9_]+")) {
      return "write `" + text.replace("_", "") + "`";
    }
    if (text.matches("[0-9]+(\\.[0-9]+)?[a-zA-Z]+")) {
      int letters = text.replaceAll("[a-zA-Z]+$", "").length();
      return "write a product as `"
          + text.substring(0, letters)
          + " * "
          + text.substring(letters)
          + "`; a name cannot start with a digit";
    }
    return "write numbers as in `12`, `0.5`, `1e-3` or `80%`";
  }
}
