package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import java.math.BigDecimal;
import org.antlr.v4.runtime.Token;

/** The values of numbers, texts and truth values. */
final class Literals {
  private final Tokens tokens;
  private final Diagnostics diagnostics;

  Literals(Tokens tokens, Diagnostics diagnostics) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  /** The literal that a token is. */
  Expr literal(Token token) {
    Span span = tokens.span(token);
    String text = token.getText();
    return switch (token.getType()) {
      case NnLexer.TRUE -> new Expr.BoolLiteral(span, true);
      case NnLexer.FALSE -> new Expr.BoolLiteral(span, false);
      case NnLexer.TEXT -> new Expr.TextLiteral(span, text(token));
      case NnLexer.PERCENTAGE -> new Expr.NumberLiteral(span, percentage(span, text));
      default -> new Expr.NumberLiteral(span, number(span, text));
    };
  }

  private double number(Span span, String text) {
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      diagnostics.error(
          Code.BAD_NUMBER,
          span,
          "this number is larger than any that can be computed with",
          "write `inf` for infinity");
      return 0;
    }
    if (value == 0 && text.split("[eE]")[0].matches(".*[1-9].*")) {
      diagnostics.error(
          Code.BAD_NUMBER,
          span,
          "this number is so small that it would be zero",
          "write `0`, or a number above 5e-324");
    }
    return value;
  }

  private double percentage(Span span, String text) {
    String number = text.substring(0, text.length() - 1);
    if (Double.isInfinite(Double.parseDouble(number))) {
      return number(span, number);
    }
    return new BigDecimal(number).movePointLeft(2).doubleValue();
  }

  /** The text between quotes, escapes resolved. */
  String text(Token token) {
    String quoted = token.getText();
    StringBuilder result = new StringBuilder();
    int end = quoted.length() - 1;
    int i = 1;
    while (i < end) {
      char c = quoted.charAt(i++);
      if (c != '\\') {
        result.append(c);
        continue;
      }
      char escape = i < end ? quoted.charAt(i++) : ' ';
      switch (escape) {
        case 'n' -> result.append('\n');
        case 't' -> result.append('\t');
        case 'r' -> result.append('\r');
        case '"', '\\' -> result.append(escape);
        case 'u' -> {
          int behind = Math.min(i + 4, end);
          String digits = quoted.substring(Math.min(i, end), behind);
          if (digits.matches("[0-9a-fA-F]{4}")) {
            result.append((char) Integer.parseInt(digits, 16));
            i += 4;
          } else {
            unknown(token, "\\u" + digits);
          }
        }
        default -> unknown(token, "\\" + escape);
      }
    }
    return result.toString();
  }

  private void unknown(Token token, String escape) {
    diagnostics.error(
        Code.SYNTAX,
        tokens.span(token),
        "`" + escape + "` stands for nothing in a text",
        "known are `\\n`, `\\t`, `\\r`, `\\\"`, `\\\\` and `\\u` with four hexadecimal digits");
  }
}
