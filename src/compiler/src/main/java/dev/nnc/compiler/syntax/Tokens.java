package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** The words of a file, and where they stand in its text. */
final class Tokens {
  private final Source source;
  private final Diagnostics diagnostics;

  /** Where the stretch of the text begins that is cut into words. */
  private final int start;

  /** The place of each character in it, or null where characters and UTF-16 units are the same. */
  private final int[] offsets;

  private final List<CommonToken> words = new ArrayList<>();
  private final Map<Integer, String> docs = new HashMap<>();

  /** What was reported before the words are parsed, and may well be why they cannot be. */
  private final List<Span> damage = new ArrayList<>();

  /**
   * Cuts a text into words, and reports what is none.
   *
   * @param source the text
   * @param diagnostics where to report
   */
  Tokens(Source source, Diagnostics diagnostics) {
    this(source, 0, source.text().length(), diagnostics);
  }

  /**
   * Cuts a stretch of a text into words, and reports what is none.
   *
   * @param source the text
   * @param start where the stretch begins, between two words
   * @param end where it ends
   * @param diagnostics where to report
   */
  Tokens(Source source, int start, int end, Diagnostics diagnostics) {
    this.source = source;
    this.start = start;
    this.diagnostics = diagnostics;
    String text = wellFormed(source.text().substring(start, end));
    offsets = offsets(text);
    NnLexer lexer = new NnLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    StringBuilder doc = new StringBuilder();
    for (Token next = lexer.nextToken(); next.getType() != Token.EOF; next = lexer.nextToken()) {
      CommonToken token = (CommonToken) next;
      if (token.getType() == NnLexer.DOC) {
        if (startsLine(token)) {
          doc.append(doc.isEmpty() ? "" : "\n").append(docText(token.getText()));
        }
      } else if (accept(token)) {
        if (!doc.isEmpty()) {
          docs.put(token.getStartIndex(), doc.toString());
          doc.setLength(0);
        }
        words.add(token);
      }
    }
  }

  /** The words that the grammar reads, malformed ones replaced. */
  List<CommonToken> words() {
    return words;
  }

  /** The text. */
  Source source() {
    return source;
  }

  /** The documentation before a token, or an empty text. */
  String doc(Token token) {
    return docs.getOrDefault(token.getStartIndex(), "");
  }

  /** Reports something that may keep the words around it from being read. */
  void damage(Diagnostic diagnostic) {
    damage.add(diagnostic.span());
    diagnostics.report(diagnostic);
  }

  /** Whether something was reported from the line of one token to another. */
  boolean damaged(Token first, Token last) {
    Span span = span(first, last);
    int line = span.start() - (span.column() - 1);
    return damage.stream().anyMatch(d -> d.start() >= line && d.start() <= span.end());
  }

  /** Where a token stands. */
  Span span(Token token) {
    return span(token, token);
  }

  /** From one token to another. */
  Span span(Token first, Token last) {
    int from = offset(first.getStartIndex());
    return new Span(source, from, Math.max(from, offset(last.getStopIndex() + 1)));
  }

  /** What a rule has read. */
  Span span(ParserRuleContext context) {
    Token last = context.getStop();
    return span(context.getStart(), last == null ? context.getStart() : last);
  }

  /** The empty stretch right behind a token. */
  Span behind(Token token) {
    int end = offset(token.getStopIndex() + 1);
    return new Span(source, end, end);
  }

  private void damage(Code code, Span span, String message, String fix) {
    damage(new Diagnostic(Diagnostic.Severity.ERROR, code, message, span, List.of(), fix));
  }

  /** Whether only blanks stand before a token in its line. */
  boolean startsLine(Token token) {
    return indent(token) == span(token).column();
  }

  /** The column at which the line of a token starts, from 1. */
  int indent(Token token) {
    String line = source.lineText(span(token).line());
    int blanks = 0;
    while (blanks < line.length() && Character.isWhitespace(line.charAt(blanks))) {
      blanks++;
    }
    return blanks + 1;
  }

  private int offset(int character) {
    return start + (offsets == null ? character : offsets[character]);
  }

  /** Whether a token is one for the grammar; what is malformed is reported and made well-formed. */
  private boolean accept(CommonToken token) {
    Span span = span(token);
    String text = token.getText();
    switch (token.getType()) {
      case NnLexer.UNCLOSED_COMMENT -> {
        damage(
            Code.UNCLOSED,
            new Span(source, span.start(), span.start() + 2),
            "this comment is never closed",
            "close it with `*/`");
        return false;
      }
      case NnLexer.UNCLOSED_TEXT -> {
        damage(
            Code.UNCLOSED,
            span,
            "this text is not closed before the end of the line",
            "close it with `\"`, and write `\\n` for a line break");
        token.setType(NnLexer.TEXT);
        token.setText((text.endsWith("\\") ? text.substring(0, text.length() - 1) : text) + "\"");
        return true;
      }
      case NnLexer.MALFORMED_NUMBER -> {
        damage(
            Code.BAD_NUMBER, span, "`" + text + "` is not a number", StrangeSigns.numberFix(text));
        token.setType(NnLexer.NUMBER);
        token.setText("1");
        return true;
      }
      case NnLexer.STRANGE -> {
        Diagnostic strange = StrangeSigns.complaint(span);
        if (strange != null) {
          damage(strange);
        }
        return false;
      }
      default -> {
        return true;
      }
    }
  }

  /** The text of a documentation line without its slashes and one blank. */
  private static String docText(String line) {
    String text = line.substring(3);
    return (text.startsWith(" ") ? text.substring(1) : text).stripTrailing();
  }

  /** The text with halves of characters, which are none, replaced unit by unit. */
  private static String wellFormed(String text) {
    StringBuilder result = null;
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        i++;
      } else {
        result = result == null ? new StringBuilder(text) : result;
        result.setCharAt(i, '\uFFFD');
      }
    }
    return result == null ? text : result.toString();
  }

  private static int[] offsets(String text) {
    int characters = text.codePointCount(0, text.length());
    if (characters == text.length()) {
      return null;
    }
    int[] result =
        IntStream.concat(IntStream.of(0), text.codePoints().map(Character::charCount)).toArray();
    for (int i = 1; i < result.length; i++) {
      result[i] += result[i - 1];
    }
    return result;
  }
}
