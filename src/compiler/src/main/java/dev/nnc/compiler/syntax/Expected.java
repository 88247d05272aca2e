package dev.nnc.compiler.syntax;

import dev.nnc.compiler.syntax.grammar.NnLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** What could stand at a place, in words: "an expression or `)`", not a list of all signs. */
final class Expected {
  private static final int[] SIGNS = {
    NnLexer.COMMA, NnLexer.RPAREN, NnLexer.RBRACKET, NnLexer.RBRACE, NnLexer.ASSIGN,
    NnLexer.LPAREN, NnLexer.LBRACKET, NnLexer.LBRACE, NnLexer.TILDE, NnLexer.RANGE,
    NnLexer.GREATER, NnLexer.IN
  };
  private static final int SHOWN = 24;

  private Expected() {}

  /**
   * Describes what could stand behind a word.
   *
   * @param expected the types of the tokens that could, perhaps not known
   * @param before the word, or null at the start
   */
  static String described(IntervalSet expected, Token before) {
    List<String> parts = new ArrayList<>();
    boolean expression = expected.contains(NnLexer.NUMBER);
    boolean name = expected.contains(NnLexer.NAME);
    if (expression) {
      parts.add("an expression");
    } else if (name) {
      parts.add("a name");
    } else if (expected.contains(NnLexer.TIMES)) {
      parts.add("an operator");
    } else if (expected.contains(NnLexer.TEXT)) {
      parts.add("a text in quotes");
    }
    for (int sign : SIGNS) {
      boolean opens = sign == NnLexer.LPAREN || sign == NnLexer.LBRACKET || sign == NnLexer.LBRACE;
      boolean included = (expression && opens) || (name && sign == NnLexer.IN);
      if (expected.contains(sign) && !included && parts.size() < 3) {
        parts.add("`" + Words.bracket(sign) + "`");
      }
    }
    if (parts.isEmpty()) {
      return before == null ? "something else" : "something else behind " + shown(before);
    }
    String last = parts.remove(parts.size() - 1);
    return parts.isEmpty() ? last : String.join(", ", parts) + " or " + last;
  }

  /** A word as messages show it, shortened. */
  static String shown(Token word) {
    if (word.getType() == Token.EOF) {
      return "the end of the definition";
    }
    String text = word.getText();
    if (text.length() <= SHOWN) {
      return "`" + text + "`";
    }
    int end =
        text.offsetByCodePoints(0, Math.min(SHOWN - 1, text.codePointCount(0, text.length())));
    return "`" + text.substring(0, end) + "…`";
  }
}
