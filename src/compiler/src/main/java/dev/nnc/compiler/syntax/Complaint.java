package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import dev.nnc.compiler.syntax.grammar.NnParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Tells in the user's words why a text cannot be read on. */
final class Complaint {
  private final List<CommonToken> words;
  private final Tokens tokens;
  private final Diagnostics diagnostics;

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
    String fix =
        Suggestion.closest(word.getText(), Words.DEFINITIONS)
            .map(known -> "did you mean `" + known + "`?")
            .orElse("a file holds `model`, `layer`, `fn`, `train` and the like");
    error(word, "expected a definition, but found " + shown(word), fix);
  }

  /** A statement is expected, and a word does not start one. */
  void notAStatement(Token word) {
    int i = word.getTokenIndex();
    if (i > 0 && Words.endsOperand(words.get(i - 1)) && !startsLine(word)) {
      Token before = words.get(i - 1);
      error(word, "did not expect " + shown(word) + " behind " + shown(before), "");
    } else {
      error(
          word,
          "expected a statement, but found " + shown(word),
          "a statement starts with `name =` or with a word such as `param`");
    }
  }

  /** What could not be read, and why. */
  void report(Parser parser, RecognitionException e) {
    Token word = e.getOffendingToken();
    int i = word.getTokenIndex();
    Token before = i > 0 ? words.get(i - 1) : null;
    IntervalSet expected = expected(e);
    if (!special(parser.getContext(), word, before, i, expected)) {
      String found = word.getType() == Token.EOF ? "the definition ends" : "found " + shown(word);
      error(word, "expected " + described(expected, before) + ", but " + found, "");
    }
  }

  /** What could follow, as far as the parser knows; empty where it had to look further ahead. */
  private static IntervalSet expected(RecognitionException e) {
    boolean ahead =
        e instanceof NoViableAltException choice
            && choice.getStartToken() != choice.getOffendingToken();
    IntervalSet expected = ahead ? null : e.getExpectedTokens();
    return expected == null ? new IntervalSet() : expected;
  }

  private boolean special(
      ParserRuleContext context, Token word, Token before, int i, IntervalSet expected) {
    int type = word.getType();
    if (before == null) {
      return false;
    }
    if (type == NnLexer.ASSIGN && assignedInExpression(context, before, i)) {
      return true;
    }
    if (isOperator(before) && !Words.startsOperand(word)) {
      Span span = tokens.span(before);
      diagnostics.error(
          Code.SYNTAX,
          span,
          "nothing stands behind " + shown(before) + " that it could take",
          "write an operand behind it, or remove it");
      return true;
    }
    if (misspelt(context, word, i)) {
      return true;
    }
    if (expected.contains(NnLexer.THEN)) {
      error(
          word,
          "expected `then` behind the condition, but found " + shown(word),
          "write `if condition then a else b`");
      return true;
    }
    if (expected.contains(NnLexer.ELSE) && enclosing(context, NnParser.RULE_choice)) {
      error(
          word,
          "expected `else`, but found " + shown(word),
          "an `if` in an expression has both branches: `if condition then a else b`");
      return true;
    }
    if (Words.endsOperand(before)
        && Words.startsOperand(word)
        && expected.contains(NnLexer.COMMA)) {
      error(
          word, "expected an operator or `,` between " + shown(before) + " and " + shown(word), "");
      return true;
    }
    return definition(context, word, before);
  }

  /**
   * {@code =} where an expression goes on: a comparison, or an operand missing in the line before.
   */
  private boolean assignedInExpression(ParserRuleContext context, Token before, int i) {
    Token earlier = i > 1 ? words.get(i - 2) : null;
    if (earlier != null && Words.isName(before) && startsLine(before) && isOperator(earlier)) {
      diagnostics.error(
          Code.SYNTAX,
          tokens.span(earlier),
          "nothing stands behind " + shown(earlier) + " that it could take",
          "write an operand behind it, or remove it");
      return true;
    }
    if (enclosing(context, NnParser.RULE_paramStatement)) {
      error(words.get(i), "a parameter is not assigned, it starts from something", "write `~`");
      return true;
    }
    if (enclosing(context, NnParser.RULE_choice)
        || enclosing(context, NnParser.RULE_branchStatement)
        || enclosing(context, NnParser.RULE_expression)) {
      error(
          words.get(i),
          "`=` defines a name and cannot stand in an expression",
          "compare with `==`");
      return true;
    }
    return false;
  }

  /** Two words in a row at the start of a statement of which the first is no keyword. */
  private boolean misspelt(ParserRuleContext context, Token word, int i) {
    boolean start =
        context.getRuleIndex() == NnParser.RULE_statement
            || context.getRuleIndex() == NnParser.RULE_assignment
            || context.getRuleIndex() == NnParser.RULE_setting;
    if (!start || !Words.isName(context.getStart())) {
      return false;
    }
    Token first = context.getStart();
    if (first.getTokenIndex() == i - 1) {
      boolean setting = context.getRuleIndex() == NnParser.RULE_setting;
      String fix =
          setting
              ? "write `" + first.getText() + " = …`"
              : Suggestion.closest(first.getText(), Words.STATEMENTS)
                  .map(known -> "did you mean `" + known + "`?")
                  .orElse("write `" + first.getText() + " = …`");
      if (Words.DEFINITIONS.contains(first.getText()) && !setting) {
        fix = "definitions do not nest: move it out of these braces";
      }
      if (Words.STATEMENTS.contains(first.getText())) {
        error(word, "did not expect " + shown(word) + " behind " + shown(first), "");
      } else {
        error(first, shown(first) + " does not start a statement", fix);
      }
      return true;
    }
    if (words.get(first.getTokenIndex() + 1).getType() == NnLexer.LBRACKET) {
      error(
          word,
          "left of `=` only names of indices stand in brackets, but found " + shown(word),
          "write `" + first.getText() + "[i, j] = …` with the indices in the formula");
      return true;
    }
    return false;
  }

  private boolean definition(ParserRuleContext context, Token word, Token before) {
    int type = word.getType();
    switch (context.getRuleIndex()) {
      case NnParser.RULE_functionDefinition -> {
        if (type == NnLexer.LPAREN) {
          error(
              word,
              "a function has one list of parameters",
              "write all parameters in one list, or make it a `layer`");
          return true;
        }
      }
      case NnParser.RULE_file -> {
        if (Words.endsOperand(before)) {
          error(
              word,
              "expected an operator or a new definition behind "
                  + shown(before)
                  + ", but found "
                  + shown(word),
              "");
          return true;
        }
      }
      default -> {
        return false;
      }
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

  private static boolean isOperator(Token word) {
    int type = word.getType();
    return type == NnLexer.PIPE
        || type == NnLexer.ASSIGN
        || type == NnLexer.OR
        || type == NnLexer.AND
        || type == NnLexer.NOT
        || (type >= NnLexer.EQUAL && type <= NnLexer.POWER);
  }

  private static String described(IntervalSet expected, Token before) {
    List<String> parts = new ArrayList<>();
    if (expected.contains(NnLexer.NUMBER)) {
      parts.add("an expression");
    } else if (expected.contains(NnLexer.NAME)) {
      parts.add("a name");
    } else if (expected.contains(NnLexer.TIMES)) {
      parts.add("an operator");
    }
    int[] signs = {
      NnLexer.COMMA, NnLexer.RPAREN, NnLexer.RBRACKET, NnLexer.RBRACE, NnLexer.ASSIGN,
      NnLexer.LPAREN, NnLexer.LBRACKET, NnLexer.LBRACE, NnLexer.TILDE, NnLexer.RANGE,
      NnLexer.GREATER, NnLexer.TEXT, NnLexer.IN
    };
    for (int sign : signs) {
      boolean inExpression =
          expected.contains(NnLexer.NUMBER)
              && (sign == NnLexer.LPAREN || sign == NnLexer.LBRACKET || sign == NnLexer.TEXT);
      if (expected.contains(sign) && !inExpression && parts.size() < 3) {
        parts.add(sign == NnLexer.TEXT ? "a text in quotes" : word(sign));
      }
    }
    if (parts.isEmpty()) {
      return before == null ? "something else" : "something else behind " + shown(before);
    }
    String last = parts.remove(parts.size() - 1);
    return parts.isEmpty() ? last : String.join(", ", parts) + " or " + last;
  }

  private static String word(int type) {
    return "`" + Words.bracket(type) + "`";
  }

  private static String shown(Token word) {
    if (word.getType() == Token.EOF) {
      return "the end of the definition";
    }
    String text = word.getText();
    return "`" + (text.length() > 24 ? text.substring(0, 23) + "…" : text) + "`";
  }

  private void error(Token word, String message, String fix) {
    Span span = word.getType() == Token.EOF ? tokens.behind(word) : tokens.span(word);
    diagnostics.error(Code.SYNTAX, span, message, fix);
  }
}
