package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import dev.nnc.compiler.syntax.grammar.NnParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Reads the text of a file.
 *
 * <p>The words are cut ({@link Tokens}), their brackets made to match ({@link Brackets}), and the
 * file divided where definitions start, so that an error in one does not touch the next. Each part
 * is parsed by the generated parser, first in its fast mode; where that fails, once more in the
 * exact mode with {@link Recovery}, which tells what is wrong and goes on with the next statement.
 */
public final class Parser {
  /** Nesting that any stack is good for. */
  private static final int SHALLOW = 32;

  private static final long DEEP_STACK = 16L << 20;

  private Parser() {}

  /**
   * Reads a file and reports all that cannot be read.
   *
   * @param source the text
   * @param diagnostics where to report
   * @return what could be read: whole definitions, without their unreadable statements
   */
  public static SourceFile parse(Source source, Diagnostics diagnostics) {
    int binary = source.text().indexOf('\0');
    if (binary >= 0) {
      diagnostics.error(
          Code.SYNTAX,
          new Span(source, binary, binary + 1),
          "this is not a text file: it contains a zero character",
          "give the path of a .nn file");
      return new SourceFile(source, List.of());
    }
    Diagnostics found = new Diagnostics();
    List<Definition> definitions = definitions(source, found);
    found.all().stream()
        .sorted(Comparator.comparingInt(d -> d.span().start()))
        .forEach(diagnostics::report);
    return new SourceFile(source, definitions);
  }

  private static List<Definition> definitions(Source source, Diagnostics diagnostics) {
    Tokens tokens = new Tokens(source, diagnostics);
    List<CommonToken> words = Brackets.match(tokens);
    DefinitionBuilder builder = new DefinitionBuilder(tokens, diagnostics);
    List<Definition> definitions = new ArrayList<>();
    for (List<CommonToken> part : parts(words)) {
      definitions.addAll(definitions(part, tokens, builder, diagnostics));
    }
    return List.copyOf(definitions);
  }

  private static List<Definition> definitions(
      List<CommonToken> part, Tokens tokens, DefinitionBuilder builder, Diagnostics diagnostics) {
    int nesting = Depth.nesting(part, tokens, diagnostics);
    Supplier<List<Definition>> read = () -> builder.file(tree(part, tokens, diagnostics));
    if (nesting <= SHALLOW) {
      return read.get();
    }
    return nesting <= Depth.NESTING ? onDeepStack(read) : List.of();
  }

  /**
   * What a file defines, without reading the definitions: the text is looked at line by line, since
   * to cut a whole library into words takes longer than to compile a small model.
   *
   * @param source the text of a file with nothing but definitions of kinds that {@link
   *     Definition.Kind} lists, each of which starts a line with the word of its kind, as no other
   *     line does
   * @return one for each definition, in written order
   */
  public static List<Heading> headings(Source source) {
    List<String> lines = source.text().lines().toList();
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (kind(lines.get(i)) != null) {
        first.add(i);
      }
    }
    List<Heading> headings = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      String line = lines.get(first.get(i));
      Definition.Kind kind = kind(line);
      int start = source.lineStart(above(lines, first.get(i)) + 1);
      int end =
          i + 1 < first.size()
              ? source.lineStart(above(lines, first.get(i + 1)) + 1)
              : source.text().length();
      headings.add(new Heading(kind, name(line, kind), () -> callable(source, start, end)));
    }
    return List.copyOf(headings);
  }

  /** What a line starts to define, or null. */
  private static Definition.Kind kind(String line) {
    for (Definition.Kind kind : Definition.Kind.values()) {
      if (line.startsWith(kind.keyword() + " ")) {
        return kind;
      }
    }
    return null;
  }

  private static String name(String line, Definition.Kind kind) {
    int start = kind.keyword().length() + 1;
    int end = start;
    while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) {
      end++;
    }
    return line.substring(start, end);
  }

  /** The first of the lines of documentation above a line, or the line itself; from 0. */
  private static int above(List<String> lines, int line) {
    int first = line;
    while (first > 0 && lines.get(first - 1).startsWith("///")) {
      first--;
    }
    return first;
  }

  private static Definition.Callable callable(Source source, int start, int end) {
    Diagnostics diagnostics = new Diagnostics();
    Tokens tokens = new Tokens(source, start, end, diagnostics);
    DefinitionBuilder builder = new DefinitionBuilder(tokens, diagnostics);
    List<CommonToken> words = Brackets.match(tokens);
    List<Definition> found = definitions(words, tokens, builder, diagnostics);
    stopOnErrors(diagnostics);
    return (Definition.Callable) found.get(0);
  }

  private static void stopOnErrors(Diagnostics diagnostics) {
    if (diagnostics.hasErrors()) {
      throw new IllegalStateException(diagnostics.all().toString());
    }
  }

  /** Reads on a stack that surely suffices, whatever is left of the caller's. */
  private static <T> T onDeepStack(Supplier<T> read) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            result.complete(read.get());
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        };
    new Thread(null, task, "nnc-parser", DEEP_STACK).start();
    return result.join();
  }

  /** The words of each definition; the first part may be none. */
  private static List<List<CommonToken>> parts(List<CommonToken> words) {
    List<List<CommonToken>> parts = new ArrayList<>();
    int start = 0;
    int open = 0;
    for (int i = 0; i < words.size(); i++) {
      int type = words.get(i).getType();
      if (Words.closerOf(type) != Token.INVALID_TYPE) {
        open++;
      } else if (Words.isCloser(type)) {
        open--;
      } else if (open == 0 && i > start && Words.startsDefinition(words, i)) {
        parts.add(words.subList(start, i));
        start = i;
      }
    }
    if (start < words.size()) {
      parts.add(words.subList(start, words.size()));
    }
    return parts;
  }

  private static NnParser.FileContext tree(
      List<CommonToken> words, Tokens tokens, Diagnostics diagnostics) {
    CommonTokenStream stream = stream(words);
    NnParser parser = new NnParser(stream);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      return parser.file();
    } catch (ParseCancellationException unreadable) {
      stream.seek(0);
      parser.reset();
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      parser.setErrorHandler(new Recovery(words, tokens, diagnostics));
      return parser.file();
    }
  }

  /** A stream of words with an end behind the last. */
  static CommonTokenStream stream(List<CommonToken> words) {
    List<Token> all = new ArrayList<>(words);
    CommonToken last = words.get(words.size() - 1);
    CommonToken end = new CommonToken(last);
    end.setType(Token.EOF);
    end.setText("");
    end.setStartIndex(last.getStopIndex() + 1);
    end.setStopIndex(last.getStopIndex());
    all.add(end);
    return new CommonTokenStream(new ListTokenSource(all, NnLexer.class.getSimpleName()));
  }
}
