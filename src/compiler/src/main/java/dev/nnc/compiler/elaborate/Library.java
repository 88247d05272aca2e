package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Heading;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The standard library: .nn files inside the compiler's jar, each definition read once. */
public final class Library {
  private static final List<String> NAMES =
      List.of(
          "math",
          "shape",
          "activation",
          "distribution",
          "layer",
          "conv",
          "pool",
          "norm",
          "attention",
          "recurrent",
          "render",
          "sequence",
          "loss",
          "metric",
          "initializer",
          "optimizer",
          "schedule",
          "average");

  private Library() {}

  /**
   * A file of which each definition is read when a model first uses it.
   *
   * @param source its text
   * @param headings its definitions, in written order
   */
  record Part(Source source, List<Heading> headings) {
    /** Copies the list. */
    Part {
      headings = List.copyOf(headings);
    }
  }

  private static final class Holder {
    static final List<Part> PARTS = NAMES.stream().map(Library::read).toList();
  }

  /** All files, in the order in which a reader would go through them. */
  static List<Part> parts() {
    return Holder.PARTS;
  }

  /** All files with all that they define, in the same order. */
  public static List<SourceFile> files() {
    List<SourceFile> files = new ArrayList<>();
    for (Part part : parts()) {
      List<Definition> definitions = new ArrayList<>();
      part.headings().forEach(heading -> definitions.add(heading.definition()));
      files.add(new SourceFile(part.source(), definitions));
    }
    return files;
  }

  private static Part read(String name) {
    String path = "/dev/nnc/library/" + name + ".nn";
    try (InputStream in = Library.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the library lacks " + path);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Source source = new Source("library/" + name + ".nn", text);
      return new Part(source, Parser.headings(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
