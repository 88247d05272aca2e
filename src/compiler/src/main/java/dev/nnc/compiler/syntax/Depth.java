package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;

/**
 * The bounds of nesting, so that no text, however odd, exhausts the stack of this compiler.
 *
 * <p>The grammar recurses through brackets and {@code if} alone, so these are counted before the
 * words are parsed. Operators, prefixes and suffixes are loops of the grammar; they become deep
 * trees only when these are built, and are counted there.
 */
final class Depth {
  /** How deep brackets, conditions and prefixes may nest. */
  static final int NESTING = 256;

  /** How many operands, stages or suffixes one chain may have. */
  static final int CHAIN = 2_000;

  /** How deep an expression may be in all. */
  static final int TREE = 2_500;

  /** An expression is too deep to be built; it is reported already. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded() {
      super("too deep", null, false, false);
    }
  }

  private Depth() {}

  /**
   * How deep words with matching brackets nest; reports where it is deeper than the bound.
   *
   * @param words the words
   * @param tokens their places
   * @param diagnostics where to report
   */
  static int nesting(List<CommonToken> words, Tokens tokens, Diagnostics diagnostics) {
    Deque<int[]> outer = new ArrayDeque<>();
    int[] level = new int[2];
    int open = 0;
    int most = 0;
    for (CommonToken word : words) {
      int type = word.getType();
      if (Words.closerOf(type) != 0) {
        if (type == NnLexer.LBRACE) {
          open -= level[0];
          level[0] = 0;
        }
        outer.push(level);
        level = new int[2];
        open++;
      } else if (Words.isCloser(type)) {
        open -= level[0] + level[1] + 1;
        level = outer.isEmpty() ? new int[2] : outer.pop();
      } else {
        open += condition(type, level);
      }
      if (open > NESTING) {
        report(tokens.span(word), diagnostics);
        return open;
      }
      most = Math.max(most, open);
    }
    return most;
  }

  /**
   * Counts the conditions that are open: level[0] those before their {@code then}, level[1] those
   * before their {@code else}. A brace behind a condition makes it a statement, which does not
   * nest.
   */
  private static int condition(int type, int[] level) {
    switch (type) {
      case NnLexer.IF -> {
        level[0]++;
        return 1;
      }
      case NnLexer.THEN -> {
        if (level[0] > 0) {
          level[0]--;
          level[1]++;
          return 0;
        }
        level[1]++;
        return 1;
      }
      case NnLexer.ELSE -> {
        if (level[1] > 0) {
          level[1]--;
          return -1;
        }
        return 0;
      }
      default -> {
        return 0;
      }
    }
  }

  /** Tells that something nests too deep. */
  static void report(Span span, Diagnostics diagnostics) {
    diagnostics.error(
        Code.TOO_DEEP,
        span,
        "this is nested deeper than " + NESTING + " levels",
        "give parts of it names of their own, or use `repeat`");
  }

  /** Tells that a chain is too long. */
  static void reportChain(Span span, Diagnostics diagnostics) {
    diagnostics.error(
        Code.TOO_DEEP,
        new Span(span.source(), span.start(), Math.min(span.end(), span.start() + 1)),
        "this expression has more than " + CHAIN + " parts in one chain",
        "use a reduction such as `sum[i]` or a `repeat`, or give parts of it names of their own");
  }
}
