package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import dev.nnc.compiler.syntax.grammar.NnParser;
import dev.nnc.compiler.syntax.grammar.NnParser.DefinitionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.FileContext;
import dev.nnc.compiler.syntax.grammar.NnParser.SettingContext;
import dev.nnc.compiler.syntax.grammar.NnParser.StatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.StatementsContext;
import dev.nnc.compiler.syntax.grammar.NnParser.TrainDefinitionContext;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

/**
 * Reports an unreadable statement in full and goes on with the next.
 *
 * <p>Nothing is repaired within a statement: an error leaves the rules up to the statement, setting
 * or definition, which the builder then leaves out. The next statement is sought by brackets, which
 * match, and by lines, which otherwise carry no meaning.
 */
final class Recovery extends DefaultErrorStrategy {
  private final List<CommonToken> words;
  private final Boundary boundary;
  private final Complaint complaint;
  private RecognitionException reported;

  Recovery(List<CommonToken> words, Tokens tokens, Diagnostics diagnostics) {
    this.words = words;
    this.boundary = new Boundary(words, tokens, diagnostics);
    this.complaint = new Complaint(words, boundary);
  }

  @Override
  public void reportError(Parser parser, RecognitionException e) {
    if (e != reported) {
      reported = e;
      complaint.report(parser, e);
    }
  }

  @Override
  public void recover(Parser parser, RecognitionException e) {
    ParserRuleContext context = parser.getContext();
    if (context instanceof StatementContext || context instanceof SettingContext) {
      int start = context.getStart().getTokenIndex();
      parser.getInputStream().seek(next(start, Math.max(start, index(e)), context));
    } else if (context instanceof DefinitionContext) {
      readBody((NnParser) parser, index(e));
      parser.getInputStream().seek(nextDefinition(index(e)));
    } else if (context instanceof FileContext) {
      parser.getInputStream().seek(nextDefinition(index(e)));
    } else {
      throw e;
    }
  }

  /** Reads the body behind an unreadable head, for what is wrong with its statements. */
  private void readBody(NnParser parser, int error) {
    int end = nextDefinition(error);
    for (int i = error; i < end; i++) {
      if (words.get(i).getType() == NnLexer.LBRACE) {
        parser.getInputStream().seek(i);
        parser.statements();
        return;
      }
    }
  }

  /** Where a line starts with the keyword of a definition, or the end. */
  private int nextDefinition(int error) {
    for (int i = error + 1; i < words.size(); i++) {
      CommonToken word = words.get(i);
      if (Words.DEFINITIONS.contains(word.getText()) && boundary.startsMargin(word)) {
        return i;
      }
    }
    return words.size();
  }

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  /** Before each round of a loop over statements, settings or definitions: is it one? */
  @Override
  public void sync(Parser parser) {
    ParserRuleContext context = parser.getContext();
    Token token = parser.getCurrentToken();
    int type = token.getType();
    if (context instanceof FileContext) {
      if (type != Token.EOF && !Words.DEFINITIONS.contains(token.getText())) {
        boundary.notADefinition(token);
        parser.getInputStream().seek(nextDefinition(token.getTokenIndex()));
      }
    } else if (context instanceof StatementsContext || context instanceof TrainDefinitionContext) {
      boolean started = token.getTokenIndex() > context.getStart().getTokenIndex();
      boolean known = Words.isName(token) || type == NnLexer.RBRACE || type == Token.EOF;
      if (started && !known && !(type == NnLexer.IF && context instanceof StatementsContext)) {
        if (context instanceof TrainDefinitionContext && !inBraces(context, token)) {
          return;
        }
        boundary.notAStatement(context, token);
        int at = token.getTokenIndex();
        parser.getInputStream().seek(next(at, at, context));
      }
    }
  }

  private boolean inBraces(ParserRuleContext context, Token token) {
    return words.subList(context.getStart().getTokenIndex(), token.getTokenIndex()).stream()
        .anyMatch(word -> word.getType() == NnLexer.LBRACE);
  }

  @Override
  public boolean inErrorRecoveryMode(Parser parser) {
    return false;
  }

  private int index(RecognitionException e) {
    Token token = e.getOffendingToken();
    return token == null ? words.size() : token.getTokenIndex();
  }

  /**
   * Where the statement behind an unreadable one starts.
   *
   * @param start where the unreadable one starts
   * @param error where it could not be read on
   * @return the last start of a statement before the error, or the first behind it, or the end of
   *     the body
   */
  private int next(int start, int error, ParserRuleContext context) {
    boolean settings =
        context instanceof SettingContext || context instanceof TrainDefinitionContext;
    int open = 0;
    int before = -1;
    for (int i = start; i < words.size(); i++) {
      CommonToken word = words.get(i);
      int type = word.getType();
      if (open == 0 && i > start && startsStatement(i, settings)) {
        if (i > error) {
          return before >= 0 ? before : i;
        }
        before = i;
      }
      if (Words.closerOf(type) != Token.INVALID_TYPE) {
        open++;
      } else if (Words.isCloser(type)) {
        open--;
        if (open < 0) {
          return before >= 0 ? before : i;
        }
      }
    }
    return before >= 0 ? before : words.size();
  }

  /** By its line: in a damaged body a name behind an operand starts something new. */
  private boolean startsStatement(int i, boolean setting) {
    CommonToken word = words.get(i);
    boolean name = Words.isName(word);
    return boundary.startsLine(word)
        && ((!setting && word.getType() == NnLexer.IF)
            || (name && (Words.startsStatement(words, i) || Words.endsOperand(words.get(i - 1)))));
  }
}
