package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The standard library: .nn files inside the compiler's jar, parsed once. */
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

  private static final class Holder {
    static final List<SourceFile> FILES = read();
  }

  /** All files, in the order in which a reader would go through them. */
  public static List<SourceFile> files() {
    return Holder.FILES;
  }

  private static List<SourceFile> read() {
    List<SourceFile> files = new ArrayList<>();
    for (String name : NAMES) {
      String path = "/dev/nnc/library/" + name + ".nn";
      try (InputStream in = Library.class.getResourceAsStream(path)) {
        if (in == null) {
          throw new IllegalStateException("the library lacks " + path);
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Diagnostics diagnostics = new Diagnostics();
        files.add(Parser.parse(new Source("library/" + name + ".nn", text), diagnostics));
        if (diagnostics.hasErrors()) {
          throw new IllegalStateException(diagnostics.all().toString());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(files);
  }
}
