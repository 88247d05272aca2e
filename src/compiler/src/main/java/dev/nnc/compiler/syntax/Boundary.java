package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import dev.nnc.compiler.syntax.grammar.NnParser;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * Tells what is wrong where one statement or definition ends and the next starts.
 *
 * <p>Since newlines carry no meaning, a mistake in a statement may show only when the next one does
 * not start; lines tell which of the two was meant.
 */
final class Boundary {
  private final List<CommonToken> words;
  private final Tokens tokens;
  private final Diagnostics diagnostics;

  /** Where the statement that goes wrong starts. */
  private Token statement;

  Boundary(List<CommonToken> words, Tokens tokens, Diagnostics diagnostics) {
    this.words = words;
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  /** Says which statement goes wrong, by its first word. */
  void within(Token first) {
    statement = first;
  }

  /** The first word of the statement that goes wrong. */
  Token statement() {
    return statement;
  }

  /** Whether only blanks stand before a word in its line. */
  boolean startsLine(Token word) {
    return tokens.startsLine(word);
  }

  /** Whether a word stands at the very start of its line. */
  boolean startsMargin(Token word) {
    return tokens.span(word).column() == 1;
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
            .or(() -> Optional.ofNullable(Habit.start(word.getText())))
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

  /** What was taken for a new statement, but goes on in the line of the one before. */
  boolean unseparated(ParserRuleContext context) {
    int rule = context.getRuleIndex();
    int i = context.getStart().getTokenIndex();
    if ((rule != NnParser.RULE_statement && rule != NnParser.RULE_assignment)
        || i == 0
        || startsLine(context.getStart())
        || !Words.endsOperand(words.get(i - 1))) {
      return false;
    }
    statement = earlier(context);
    Token first = context.getStart();
    if (!habit(first)) {
      notBehind(words.get(i - 1), first);
    }
    return true;
  }

  /** Two words in a row at the start of a statement of which the first is no keyword. */
  boolean misspelt(ParserRuleContext context, Token word) {
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
      if (word.getType() == NnLexer.RBRACE) {
        error(first, "nothing stands behind `" + name + "`", "write an expression behind it");
      } else {
        notBehind(first, word);
      }
      return true;
    }
    String fix = "write `" + name + " = …`";
    if (word.getType() == NnLexer.RBRACE) {
      fix = "write `return " + name + "`";
    } else if (Habit.start(name) != null) {
      fix = Habit.start(name);
    } else if (Words.DEFINITIONS.contains(name) && !setting) {
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

  /** The first word of the statement before the one around a place. */
  private static Token earlier(ParserRuleContext context) {
    ParserRuleContext at = context;
    while (at.getParent() != null && at.getRuleIndex() != NnParser.RULE_statement) {
      at = at.getParent();
    }
    ParserRuleContext body = at.getParent();
    ParserRuleContext earlier = at;
    if (body != null) {
      for (ParserRuleContext child : body.getRuleContexts(ParserRuleContext.class)) {
        if (child == at) {
          break;
        }
        earlier = child;
      }
    }
    return earlier.getStart();
  }

  /** Something else than the name of an index in the brackets left of {@code =}. */
  boolean badIndex(ParserRuleContext context, Token word) {
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

  /** {@code =} behind a name that was taken for the operand missing in the line before. */
  boolean assigned(Token before, Token word) {
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

  /** A way of writing that other languages have. */
  boolean habit(Token word) {
    Habit habit = Habit.at(words, word);
    if (habit == null) {
      return false;
    }
    error(word, habit.message(), habit.fix());
    return true;
  }

  /** A word that cannot follow another. */
  void notBehind(Token before, Token word) {
    int i = before.getTokenIndex();
    if (Words.STATEMENTS.contains(before.getText())
        && startsLine(before)
        && i > 0
        && words.get(i - 1).getType() == NnLexer.COMMA) {
      error(words.get(i - 1), "nothing stands behind `,`", "remove it");
      return;
    }
    String fix = "";
    if (word.getType() == NnLexer.COMMA) {
      fix = "remove it: statements and settings are not separated";
    } else if (statement.getType() == NnLexer.PARAM && Words.isName(word)) {
      fix = "write `~` before how a parameter starts";
    } else if (Words.startsOperand(word)) {
      fix = "write an operator such as `*` between them, or start a new line";
    }
    error(
        word, "did not expect " + Expected.shown(word) + " behind " + Expected.shown(before), fix);
  }

  /** Tells it, unless something told already stands in the same statement. */
  void error(Token word, String message, String fix) {
    Token from = statement.getTokenIndex() < word.getTokenIndex() ? statement : word;
    if (!tokens.damaged(from, word)) {
      Span span = word.getType() == Token.EOF ? tokens.behind(word) : tokens.span(word);
      diagnostics.error(Code.SYNTAX, span, message, fix);
    }
  }
}
