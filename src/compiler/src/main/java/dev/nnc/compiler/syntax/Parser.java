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
   * What a file defines, without reading the definitions.
   *
   * @param source the text of a file with nothing but definitions of kinds that {@link
   *     Definition.Kind} lists
   * @return one for each definition, in written order
   * @throws IllegalStateException if the text is not cut into words without mistakes
   */
  public static List<Heading> headings(Source source) {
    Diagnostics diagnostics = new Diagnostics();
    Tokens tokens = new Tokens(source, diagnostics);
    List<Heading> headings = new ArrayList<>();
    for (List<CommonToken> part : parts(Brackets.match(tokens))) {
      Definition.Kind kind = Definition.Kind.of(part.get(0).getText());
      headings.add(new Heading(kind, part.get(1).getText(), () -> callable(part, tokens)));
    }
    stopOnErrors(diagnostics);
    return List.copyOf(headings);
  }

  private static Definition.Callable callable(List<CommonToken> part, Tokens tokens) {
    Diagnostics diagnostics = new Diagnostics();
    DefinitionBuilder builder = new DefinitionBuilder(tokens, diagnostics);
    List<Definition> found = definitions(part, tokens, builder, diagnostics);
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
