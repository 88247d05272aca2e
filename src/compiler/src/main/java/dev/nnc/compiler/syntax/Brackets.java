package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Makes brackets match, so that one that is missing does not hide what is behind it.
 *
 * <p>A bracket that nothing closes is reported and closed where the layout says it ends: before a
 * closing bracket of one around it, before a line that starts a statement, before a definition that
 * is not indented deeper than the bracket's line. One that closes nothing is reported and left out.
 */
final class Brackets {
  private final Tokens tokens;
  private final List<CommonToken> words;
  private final List<CommonToken> matched = new ArrayList<>();
  private final Deque<CommonToken> open = new ArrayDeque<>();

  private Brackets(Tokens tokens) {
    this.tokens = tokens;
    this.words = tokens.words();
  }

  /**
   * The words of a file with matching brackets; reports those that do not match.
   *
   * @param tokens the words as written
   * @return a new list
   */
  static List<CommonToken> match(Tokens tokens) {
    Brackets brackets = new Brackets(tokens);
    for (int i = 0; i < brackets.words.size(); i++) {
      brackets.read(i);
    }
    brackets.closeAll();
    return brackets.matched;
  }

  private void read(int i) {
    CommonToken token = words.get(i);
    if (!open.isEmpty() && tokens.startsLine(token)) {
      if (Words.startsDefinition(words, i)) {
        while (!open.isEmpty() && tokens.indent(open.peek()) >= tokens.span(token).column()) {
          closeMissing();
        }
      } else if (Words.endsOperand(words.get(i - 1)) && endsBrackets(i)) {
        while (!open.isEmpty() && open.peek().getType() != NnLexer.LBRACE) {
          closeMissing();
        }
      }
    }
    int type = token.getType();
    if (Words.closerOf(type) != Token.INVALID_TYPE) {
      open.push(token);
      matched.add(token);
    } else if (Words.isCloser(type)) {
      close(token);
    } else {
      matched.add(token);
    }
  }

  /** Whether a word at the start of a line, behind an operand, can only start a statement. */
  private boolean endsBrackets(int i) {
    return Words.startsStatement(words, i)
        || (Words.isName(words.get(i))
            && words.get(i).getType() != NnLexer.IN
            && i + 1 < words.size()
            && Words.isName(words.get(i + 1))
            && words.get(i + 1).getType() != NnLexer.IN);
  }

  private void close(CommonToken token) {
    int type = token.getType();
    boolean known = open.stream().anyMatch(o -> Words.closerOf(o.getType()) == type);
    if (!known) {
      boolean typo = !open.isEmpty() && type != NnLexer.RBRACE && !isBrace(open.peek());
      if (typo) {
        unclosed(open.peek(), tokens.span(token), ", not `" + token.getText() + "`");
        synthesize(open.pop());
      } else {
        tokens.damage(
            new Diagnostic(
                Diagnostic.Severity.ERROR,
                Code.SYNTAX,
                "this `" + token.getText() + "` closes nothing",
                tokens.span(token),
                List.of(),
                "remove it, or open a bracket before it"));
      }
      return;
    }
    while (Words.closerOf(open.peek().getType()) != type) {
      closeMissing();
    }
    open.pop();
    matched.add(token);
  }

  private static boolean isBrace(Token token) {
    return token.getType() == NnLexer.LBRACE;
  }

  private void closeAll() {
    while (!open.isEmpty()) {
      closeMissing();
    }
  }

  private void closeMissing() {
    unclosed(open.peek(), tokens.behind(matched.get(matched.size() - 1)), "");
    synthesize(open.pop());
  }

  /** Adds the bracket that is missing, without extent, behind the last word. */
  private void synthesize(Token opener) {
    int type = Words.closerOf(opener.getType());
    CommonToken last = matched.get(matched.size() - 1);
    CommonToken closer = new CommonToken(last);
    closer.setType(type);
    closer.setText(Words.bracket(type));
    closer.setStartIndex(last.getStopIndex() + 1);
    closer.setStopIndex(last.getStopIndex());
    matched.add(closer);
  }

  private void unclosed(Token opener, Span where, String found) {
    if (tokens.damaged(opener, matched.get(matched.size() - 1))) {
      return;
    }
    String closer = Words.bracket(Words.closerOf(opener.getType()));
    String sign = opener.getText();
    tokens.damage(
        new Diagnostic(
            Diagnostic.Severity.ERROR,
            Code.UNCLOSED,
            "expected `" + closer + "` to close the `" + sign + "`" + found,
            where,
            List.of(new Diagnostic.Note("the `" + sign + "` opened here", tokens.span(opener))),
            "write `" + closer + "` here"));
  }
}
