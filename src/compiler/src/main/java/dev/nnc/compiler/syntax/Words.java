package dev.nnc.compiler.syntax;

import dev.nnc.compiler.syntax.grammar.NnLexer;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/** What single words tell without the grammar, where the text is damaged. */
final class Words {
  /** The words that start definitions. */
  static final Set<String> DEFINITIONS =
      Set.of(
          "import",
          "shared",
          "fn",
          "layer",
          "initializer",
          "optimizer",
          "schedule",
          "model",
          "train");

  /** The words that start statements. */
  static final Set<String> STATEMENTS =
      Set.of(
          "param", "return", "input", "target", "output", "loss", "metric", "noise", "state",
          "scan", "yield", "entry", "frozen", "if");

  private Words() {}

  /** Whether a token may be a name. */
  static boolean isName(Token token) {
    int type = token.getType();
    return (type >= NnLexer.IMPORT && type <= NnLexer.ARGMIN) || type == NnLexer.NAME;
  }

  /** Whether an expression may end with a token. */
  static boolean endsOperand(Token token) {
    return isName(token)
        || isCloser(token.getType())
        || switch (token.getType()) {
          case NnLexer.NUMBER, NnLexer.PERCENTAGE, NnLexer.TEXT, NnLexer.TRUE, NnLexer.FALSE ->
              true;
          default -> false;
        };
  }

  /** Whether an expression may start with a token. */
  static boolean startsOperand(Token token) {
    return isName(token)
        || switch (token.getType()) {
          case NnLexer.NUMBER,
              NnLexer.PERCENTAGE,
              NnLexer.TEXT,
              NnLexer.TRUE,
              NnLexer.FALSE,
              NnLexer.LPAREN,
              NnLexer.LBRACKET,
              NnLexer.LBRACE,
              NnLexer.MINUS,
              NnLexer.NOT,
              NnLexer.IF,
              NnLexer.REPEAT ->
              true;
          default -> false;
        };
  }

  /** Whether a token takes operands. */
  static boolean isOperator(Token token) {
    int type = token.getType();
    return type == NnLexer.PIPE
        || type == NnLexer.OR
        || type == NnLexer.AND
        || type == NnLexer.NOT
        || (type >= NnLexer.EQUAL && type <= NnLexer.GREATER_EQUAL)
        || (type >= NnLexer.PLUS && type <= NnLexer.POWER);
  }

  /** Whether a token is a sign of arithmetic. */
  static boolean isArithmetic(Token token) {
    return token.getType() >= NnLexer.PLUS && token.getType() <= NnLexer.POWER;
  }

  /** The type of the bracket that closes one, or {@link Token#INVALID_TYPE} for another token. */
  static int closerOf(int type) {
    return switch (type) {
      case NnLexer.LPAREN -> NnLexer.RPAREN;
      case NnLexer.LBRACKET -> NnLexer.RBRACKET;
      case NnLexer.LBRACE -> NnLexer.RBRACE;
      default -> Token.INVALID_TYPE;
    };
  }

  /** Whether a token of this type closes. */
  static boolean isCloser(int type) {
    return type == NnLexer.RPAREN || type == NnLexer.RBRACKET || type == NnLexer.RBRACE;
  }

  /** How a bracket is written. */
  static String bracket(int type) {
    String literal = NnLexer.VOCABULARY.getLiteralName(type);
    return literal.substring(1, literal.length() - 1);
  }

  /** Whether a definition seems to start at a place. */
  static boolean startsDefinition(List<CommonToken> words, int i) {
    if (!DEFINITIONS.contains(words.get(i).getText()) || i + 1 >= words.size()) {
      return false;
    }
    if (words.get(i).getType() == NnLexer.IMPORT) {
      return words.get(i + 1).getType() == NnLexer.TEXT;
    }
    int third = i + 2 < words.size() ? words.get(i + 2).getType() : Token.EOF;
    return isName(words.get(i + 1))
        && (third == NnLexer.LPAREN || third == NnLexer.LBRACE || third == NnLexer.ASSIGN);
  }

  /** Whether a statement seems to start at a place. */
  static boolean startsStatement(List<CommonToken> words, int i) {
    CommonToken word = words.get(i);
    if (i + 1 >= words.size()) {
      return false;
    }
    if (word.getType() == NnLexer.IF) {
      return true;
    }
    if (!isName(word)) {
      return false;
    }
    CommonToken next = words.get(i + 1);
    if (next.getType() == NnLexer.LBRACKET) {
      int behind = i + 2;
      while (behind < words.size() && words.get(behind).getType() != NnLexer.RBRACKET) {
        behind++;
      }
      return behind + 1 < words.size() && words.get(behind + 1).getType() == NnLexer.ASSIGN;
    }
    return next.getType() == NnLexer.ASSIGN
        || (STATEMENTS.contains(word.getText())
            && (isName(next)
                || next.getType() == NnLexer.NUMBER
                || next.getType() == NnLexer.MINUS));
  }
}
