package dev.nnc.compiler.syntax;

import dev.nnc.compiler.syntax.grammar.NnLexer;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * A way of writing that other languages have and this one has not.
 *
 * @param message what is written
 * @param fix how it is said here
 */
record Habit(String message, String fix) {
  private static final Map<String, String> STARTS =
      Map.ofEntries(
          Map.entry("for", "write a formula with indices, as in `y[i] = …`, or a `repeat`"),
          Map.entry("while", "there are no loops: use indices, `repeat` or `scan`"),
          Map.entry("let", "leave it out: `name = …` defines a name"),
          Map.entry("var", "leave it out: `name = …` defines a name"),
          Map.entry("val", "leave it out: `name = …` defines a name"),
          Map.entry("const", "leave it out: `name = …` defines a name"),
          Map.entry("def", "write `fn`"),
          Map.entry("func", "write `fn`"),
          Map.entry("function", "write `fn`"),
          Map.entry("class", "write `model` or `layer`"));

  /** How to say what a word starts elsewhere, or null. */
  static String start(String word) {
    return STARTS.get(word);
  }

  /** The habit that shows where a text cannot be read on, or null. */
  static Habit at(List<CommonToken> words, Token word) {
    int i = word.getTokenIndex();
    Token before = words.get(i - 1);
    Token earlier = i > 1 ? words.get(i - 2) : null;
    int type = word.getType();
    if (type == NnLexer.TIMES && before.getType() == NnLexer.TIMES) {
      return new Habit("a power is written `^`", "write `x^2`");
    }
    if (type == NnLexer.ASSIGN && Words.isArithmetic(before)) {
      return new Habit(
          "a name is defined once and does not change", "give the new value a name of its own");
    }
    if (type == NnLexer.ASSIGN && earlier != null && earlier.getType() == NnLexer.LBRACKET) {
      String index = before.getText();
      return new Habit("the range of an index follows `in`", "write `[" + index + " in 0..n]`");
    }
    if (type == NnLexer.COLON && inBrackets(words, i)) {
      return new Habit("a range is written `..`", "write `x[0..3]`");
    }
    if (Words.isName(word) && before.getType() == NnLexer.RPAREN && afterReducer(words, i)) {
      return new Habit(
          "the indices of a reduction stand in square brackets", "write `sum[i] x[i]`");
    }
    return null;
  }

  /** Whether the innermost open bracket before a place is square and belongs to a value. */
  private static boolean inBrackets(List<CommonToken> words, int place) {
    int i = opener(words, place);
    return i > 0
        && words.get(i).getType() == NnLexer.LBRACKET
        && Words.endsOperand(words.get(i - 1));
  }

  /** Whether the parentheses that end before a place follow the name of a reduction. */
  private static boolean afterReducer(List<CommonToken> words, int place) {
    int i = opener(words, place - 1) - 1;
    return i >= 0
        && words.get(i).getType() >= NnLexer.SUM
        && words.get(i).getType() <= NnLexer.ARGMIN;
  }

  private static int opener(List<CommonToken> words, int place) {
    int closed = 0;
    for (int i = place - 1; i >= 0; i--) {
      int type = words.get(i).getType();
      if (Words.isCloser(type)) {
        closed++;
      } else if (Words.closerOf(type) != Token.INVALID_TYPE && closed-- == 0) {
        return i;
      }
    }
    return -1;
  }
}
