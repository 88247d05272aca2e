package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import dev.nnc.compiler.syntax.grammar.NnParser;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Tells in the user's words why a text cannot be read on.
 *
 * <p>The common mistakes are recognised by the words around the place; only for the rest is it said
 * what the grammar expects.
 */
final class Complaint {
  private final List<CommonToken> words;
  private final Tokens tokens;
  private final Diagnostics diagnostics;

  /** Where the statement that goes wrong starts. */
  private Token statement;

  Complaint(List<CommonToken> words, Tokens tokens, Diagnostics diagnostics) {
    this.words = words;
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  /** Whether only blanks stand before a word in its line. */
  boolean startsLine(Token word) {
    return tokens.startsLine(word);
  }

  /** A definition is expected, and a word does not start one. */
  void notADefinition(Token word) {
    int i = word.getTokenIndex();
    statement = words.get(0);
    if (i > 0 && Words.endsOperand(words.get(i - 1)) && !startsLine(word)) {
      notBehind(words.get(i - 1), word);
      return;
    }
    String fix =
        Suggestion.closest(word.getText(), Words.DEFINITIONS)
            .map(known -> "did you mean `" + known + "`?")
            .orElse("a file holds definitions: `model`, `layer`, `fn`, `train` and the like");
    error(word, "expected a definition, but found " + Expected.shown(word), fix);
  }

  /** A statement is expected, and a word does not start one: perhaps the one before goes wrong. */
  void notAStatement(ParserRuleContext body, Token word) {
    statement = word;
    for (int i = body.getChildCount() - 1; i >= 0; i--) {
      if (body.getChild(i) instanceof ParserRuleContext child) {
        statement = child.getStart();
        break;
      }
    }
    Token before = words.get(word.getTokenIndex() - 1);
    if (word.getType() == NnLexer.ASSIGN && assigned(before, word)) {
      return;
    }
    if (!Words.endsOperand(before) || startsLine(word)) {
      boolean reserved = word.getType() >= NnLexer.REPEAT && word.getType() <= NnLexer.FALSE;
      error(
          word,
          "expected a statement, but found " + Expected.shown(word),
          reserved
              ? Expected.shown(word) + " cannot be a name"
              : "a statement starts with `name =` or with a word such as `param`");
    } else if (statement.getType() == NnLexer.OUTPUT) {
      error(
          word,
          "an output is a name, but found " + Expected.shown(word) + " behind it",
          "write `output name = …`, or give the value a name first");
    } else {
      notBehind(before, word);
    }
  }

  /** What could not be read, and why. */
  void report(Parser parser, RecognitionException e) {
    ParserRuleContext context = parser.getContext();
    Token word = e.getOffendingToken();
    int i = word.getTokenIndex();
    Token before = i > 0 ? words.get(i - 1) : null;
    IntervalSet expected = expected(e);
    statement = statement(context);
    boolean told =
        before != null
            && ((word.getType() == NnLexer.ASSIGN && assignedInExpression(context, before, word))
                || (!Words.startsOperand(word) && missingOperand(before, word))
                || misspelt(context, word)
                || badIndex(context, word)
                || incompleteChoice(context, word, expected)
                || structure(context, before, word, expected));
    if (!told) {
      String found =
          word.getType() == Token.EOF ? "the definition ends" : "found " + Expected.shown(word);
      error(word, "expected " + Expected.described(expected, before) + ", but " + found, "");
    }
  }

  /** The first word of the statement, setting or definition around a place. */
  private static Token statement(ParserRuleContext context) {
    ParserRuleContext at = context;
    while (at.getParent() != null
        && at.getRuleIndex() != NnParser.RULE_statement
        && at.getRuleIndex() != NnParser.RULE_setting
        && at.getRuleIndex() != NnParser.RULE_definition) {
      at = at.getParent();
    }
    return at.getStart();
  }

  /** What could follow, as far as the parser knows; empty where it had to look further ahead. */
  private static IntervalSet expected(RecognitionException e) {
    boolean ahead =
        e instanceof NoViableAltException choice
            && choice.getStartToken() != choice.getOffendingToken();
    IntervalSet expected = ahead ? null : e.getExpectedTokens();
    return expected == null ? new IntervalSet() : expected;
  }

  private void notBehind(Token before, Token word) {
    String fix = Words.startsOperand(word) ? "write an operator such as `*` between them" : "";
    error(
        word, "did not expect " + Expected.shown(word) + " behind " + Expected.shown(before), fix);
  }

  /** An operator without what it takes, a comma without what it separates. */
  private boolean missingOperand(Token before, Token word) {
    boolean opener = Words.closerOf(before.getType()) != Token.INVALID_TYPE;
    String sign = Expected.shown(word);
    if (Words.isOperator(word) && (opener || separates(before))) {
      error(word, "nothing stands before " + sign, "write an operand before it, or remove it");
      return true;
    }
    boolean separated = opener ? word.getType() == NnLexer.COMMA : separates(before);
    if (separated && before.getType() != NnLexer.ASSIGN && word.getType() != Token.EOF) {
      error(
          word,
          "nothing stands between " + Expected.shown(before) + " and " + sign,
          "write something between them, or remove one");
      return true;
    }
    if (Words.isOperator(before) || before.getType() == NnLexer.ASSIGN) {
      error(
          before,
          "nothing stands behind " + Expected.shown(before),
          "write an expression behind it, or remove it");
      return true;
    }
    return false;
  }

  private static boolean separates(Token word) {
    int type = word.getType();
    return type == NnLexer.COMMA || type == NnLexer.COLON || type == NnLexer.ASSIGN;
  }

  /** {@code =} where an expression goes on. */
  private boolean assignedInExpression(ParserRuleContext context, Token before, Token word) {
    if (assigned(before, word)) {
      return true;
    }
    if (enclosing(context, NnParser.RULE_branchStatement)
        || enclosing(context, NnParser.RULE_expression)) {
      error(word, "`=` defines a name and cannot stand in an expression", "compare with `==`");
      return true;
    }
    return false;
  }

  /** {@code =} behind a name that was taken for the operand missing in the line before. */
  private boolean assigned(Token before, Token word) {
    int i = word.getTokenIndex();
    Token earlier = i > 1 ? words.get(i - 2) : null;
    if (earlier != null
        && Words.isName(before)
        && startsLine(before)
        && (Words.isOperator(earlier) || earlier.getType() == NnLexer.ASSIGN)) {
      error(
          earlier,
          "nothing stands behind " + Expected.shown(earlier),
          "write an expression behind it, or remove it");
      return true;
    }
    if (statement.getType() == NnLexer.PARAM) {
      error(word, "a parameter is not defined with `=`", "write `~` and how it starts: `~ zeros`");
      return true;
    }
    return false;
  }

  /** Two words in a row at the start of a statement of which the first is no keyword. */
  private boolean misspelt(ParserRuleContext context, Token word) {
    int rule = context.getRuleIndex();
    Token first = context.getStart();
    boolean setting = rule == NnParser.RULE_setting;
    if ((rule != NnParser.RULE_statement && rule != NnParser.RULE_assignment && !setting)
        || !Words.isName(first)
        || first.getTokenIndex() != word.getTokenIndex() - 1) {
      return false;
    }
    String name = first.getText();
    if (Words.STATEMENTS.contains(name) && !setting) {
      notBehind(first, word);
      return true;
    }
    String fix = "write `" + name + " = …`";
    if (Words.DEFINITIONS.contains(name) && !setting) {
      fix = "definitions do not nest: move it out of these braces";
    } else if (!setting) {
      fix =
          Suggestion.closest(name, Words.STATEMENTS)
              .map(known -> "did you mean `" + known + "`?")
              .orElse(fix);
    }
    error(first, "`" + name + "` does not start a statement", fix);
    return true;
  }

  /** Something else than the name of an index in the brackets left of {@code =}. */
  private boolean badIndex(ParserRuleContext context, Token word) {
    int rule = context.getRuleIndex();
    if (rule != NnParser.RULE_index
        && (rule != NnParser.RULE_assignment || word.getType() == NnLexer.ASSIGN)) {
      return false;
    }
    error(
        word,
        "left of `=` only names of indices stand in brackets, but found " + Expected.shown(word),
        "write `" + statement.getText() + "[i, j] = …` with the indices in the formula");
    return true;
  }

  /** A condition without its {@code then} or {@code else}. */
  private boolean incompleteChoice(ParserRuleContext context, Token word, IntervalSet expected) {
    if (expected.contains(NnLexer.THEN)) {
      error(
          word,
          "expected `then` behind the condition, but found " + Expected.shown(word),
          "write `if condition then a else b`");
      return true;
    }
    if (expected.contains(NnLexer.ELSE) && enclosing(context, NnParser.RULE_choice)) {
      error(
          word,
          "expected `else`, but found " + Expected.shown(word),
          "an `if` in an expression has both branches: `if condition then a else b`");
      return true;
    }
    return false;
  }

  private boolean structure(
      ParserRuleContext context, Token before, Token word, IntervalSet expected) {
    String between = Expected.shown(before) + " and " + Expected.shown(word);
    if (Words.endsOperand(before)
        && Words.startsOperand(word)
        && expected.contains(NnLexer.COMMA)) {
      error(word, "expected an operator or `,` between " + between, "");
      return true;
    }
    if (word.getType() == NnLexer.LPAREN
        && before.getType() == NnLexer.RPAREN
        && statement.getType() == NnLexer.FN) {
      error(
          word,
          "a function has one list of parameters",
          "write all parameters in one list, or make it a `layer`");
      return true;
    }
    if (context.getRuleIndex() == NnParser.RULE_file && Words.endsOperand(before)) {
      notBehind(before, word);
      return true;
    }
    return false;
  }

  private static boolean enclosing(ParserRuleContext context, int rule) {
    ParserRuleContext at = context;
    while (at != null && at.getRuleIndex() != NnParser.RULE_statement) {
      if (at.getRuleIndex() == rule) {
        return true;
      }
      at = at.getParent();
    }
    return false;
  }

  /** Tells it, unless something told already stands in the same statement. */
  private void error(Token word, String message, String fix) {
    Token from = statement.getTokenIndex() < word.getTokenIndex() ? statement : word;
    if (!tokens.damaged(from, word)) {
      Span span = word.getType() == Token.EOF ? tokens.behind(word) : tokens.span(word);
      diagnostics.error(Code.SYNTAX, span, message, fix);
    }
  }
}
