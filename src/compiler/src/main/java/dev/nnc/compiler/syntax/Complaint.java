package dev.nnc.compiler.syntax;

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
  private final Boundary boundary;

  Complaint(List<CommonToken> words, Boundary boundary) {
    this.words = words;
    this.boundary = boundary;
  }

  /** What could not be read, and why. */
  void report(Parser parser, RecognitionException e) {
    ParserRuleContext context = parser.getContext();
    Token word = e.getOffendingToken();
    int i = word.getTokenIndex();
    Token before = i > 0 ? words.get(i - 1) : null;
    IntervalSet expected = expected(e);
    boundary.within(statement(context));
    boolean told =
        before != null
            && (boundary.habit(word)
                || boundary.unseparated(context)
                || (word.getType() == NnLexer.ASSIGN && assignedInExpression(context, before, word))
                || (!Words.startsOperand(word) && missingOperand(before, word))
                || boundary.misspelt(context, word)
                || boundary.badIndex(context, word)
                || incompleteChoice(context, word, expected)
                || structure(context, before, word, expected));
    if (!told) {
      String found =
          word.getType() == Token.EOF ? "the definition ends" : "found " + Expected.shown(word);
      boundary.error(
          word,
          "expected " + Expected.described(expected, before) + ", but " + found,
          headFix(context.getRuleIndex(), before));
    }
  }

  /** How the head of a definition is written, where that is what goes wrong. */
  private static String headFix(int rule, Token before) {
    if (before == null) {
      return "";
    }
    return switch (rule) {
      case NnParser.RULE_importDefinition -> "write `import \"file.nn\"`";
      case NnParser.RULE_parameters -> "write the parameters in parentheses, separated by `,`";
      case NnParser.RULE_name, NnParser.RULE_plainName ->
          Words.DEFINITIONS.contains(before.getText())
              ? "write a name behind `" + before.getText() + "`"
              : "";
      default -> "";
    };
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

  /** An operator without what it takes, a comma without what it separates. */
  private boolean missingOperand(Token before, Token word) {
    boolean opener = Words.closerOf(before.getType()) != Token.INVALID_TYPE;
    String sign = Expected.shown(word);
    if (Words.isOperator(word) && (opener || separates(before))) {
      boundary.error(
          word, "nothing stands before " + sign, "write an operand before it, or remove it");
      return true;
    }
    boolean separated = opener ? word.getType() == NnLexer.COMMA : separates(before);
    if (separated && before.getType() != NnLexer.ASSIGN && word.getType() != Token.EOF) {
      boundary.error(
          word,
          "nothing stands between " + Expected.shown(before) + " and " + sign,
          "write something between them, or remove one");
      return true;
    }
    if (Words.isOperator(before) || before.getType() == NnLexer.ASSIGN) {
      boundary.error(
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
    if (boundary.assigned(before, word)) {
      return true;
    }
    if (enclosing(context, NnParser.RULE_branchStatement)
        || enclosing(context, NnParser.RULE_expression)) {
      boundary.error(
          word, "`=` defines a name and cannot stand in an expression", "compare with `==`");
      return true;
    }
    return false;
  }

  /** A condition without its {@code then} or {@code else}. */
  private boolean incompleteChoice(ParserRuleContext context, Token word, IntervalSet expected) {
    if (expected.contains(NnLexer.THEN)) {
      boundary.error(
          word,
          "expected `then` behind the condition, but found " + Expected.shown(word),
          "write `if condition then a else b`");
      return true;
    }
    if (expected.contains(NnLexer.ELSE) && enclosing(context, NnParser.RULE_choice)) {
      boundary.error(
          word,
          "expected `else`, but found " + Expected.shown(word),
          "an `if` in an expression has both branches: `if condition then a else b`");
      return true;
    }
    return false;
  }

  private boolean structure(
      ParserRuleContext context, Token before, Token word, IntervalSet expected) {
    if (enclosing(context, NnParser.RULE_repeat) && expected.contains(NnLexer.LBRACE)) {
      boundary.error(
          word,
          "expected `{` behind the count of `repeat`, but found " + Expected.shown(word),
          "write what is repeated in braces");
      return true;
    }
    if (word.getType() == NnLexer.IF) {
      boundary.error(
          word,
          "an `if` behind " + Expected.shown(before) + " stands in parentheses",
          "write `(if condition then a else b)`");
      return true;
    }
    if (before.getType() == NnLexer.ARROW) {
      boundary.error(
          word,
          "expected `[` behind `->`, but found " + Expected.shown(word),
          "write the shape of the result in brackets: `-> [n]`");
      return true;
    }
    if (context.getRuleIndex() == NnParser.RULE_name
        && enclosing(context, NnParser.RULE_parameter)
        && before.getType() == NnLexer.COLON) {
      boundary.error(
          word,
          "expected a type behind `:`, but found " + Expected.shown(word),
          "write a default as `name = value`");
      return true;
    }
    String between = Expected.shown(before) + " and " + Expected.shown(word);
    if (Words.endsOperand(before)
        && Words.startsOperand(word)
        && expected.contains(NnLexer.COMMA)) {
      boundary.error(word, "expected an operator or `,` between " + between, "");
      return true;
    }
    if (word.getType() == NnLexer.LPAREN
        && before.getType() == NnLexer.RPAREN
        && boundary.statement().getType() == NnLexer.FN) {
      boundary.error(
          word,
          "a function has one list of parameters",
          "write all parameters in one list, or make it a `layer`");
      return true;
    }
    if (context.getRuleIndex() == NnParser.RULE_file && Words.endsOperand(before)) {
      boundary.notBehind(before, word);
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
}
