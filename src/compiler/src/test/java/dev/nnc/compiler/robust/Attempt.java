package dev.nnc.compiler.robust;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Renderer;
import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compiles texts of which anything may be expected but an internal failure. */
final class Attempt {
  /** What a text of a few lines may take on a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Models of fewer parameters are loaded, so that the virtual machine verifies their classes. */
  private static final int LOADED = 1_000_000;

  private static final Definitions.Importer ALONE = (from, path) -> Optional.empty();

  private Attempt() {}

  /** The codes of the errors of a text that imports nothing; none where it compiles. */
  static List<String> compile(String text) {
    return compile(text, ALONE);
  }

  /**
   * Compiles a text.
   *
   * @param text any text
   * @param importer finds what it imports
   * @return the codes of its errors, none where it compiles
   * @throws AssertionError if it fails in another way than by diagnostics, or takes too long
   */
  static List<String> compile(String text, Definitions.Importer importer) {
    long start = System.nanoTime();
    List<String> codes = new ArrayList<>();
    try {
      Source source = new Source("damaged.nn", text);
      CompiledModel compiled = Compiler.compile(source, Options.standard(), importer);
      if (compiled.info().parameterCount() < LOADED) {
        demand(compiled.load().info() != null, text, null);
      }
    } catch (CompileException e) {
      for (Diagnostic diagnostic : e.diagnostics()) {
        codes.add(diagnostic.code().id());
        demand(!new Renderer(false).render(diagnostic).isEmpty(), text, null);
      }
      demand(!codes.isEmpty(), text, e);
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      demand(false, text, e);
    }
    demand(System.nanoTime() - start < PATIENCE.toNanos(), "too slow:\n" + text, null);
    return codes;
  }

  private static void demand(boolean holds, String text, Throwable cause) {
    if (!holds) {
      String shown = text.length() > 4_000 ? text.substring(0, 4_000) + " ..." : text;
      throw new AssertionError(cause + "\n" + shown, cause);
    }
  }

  /** All .nn files of a folder, however deep. */
  static List<String> textsBelow(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(p -> p.toString().endsWith(".nn")).sorted().toList();
      List<String> texts = new ArrayList<>();
      for (Path file : files) {
        texts.add(Files.readString(file));
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The samples, examples and small programs that the project has. */
  static List<String> texts() {
    List<String> texts = new ArrayList<>();
    texts.addAll(textsBelow(Path.of("src/test/resources/samples")));
    texts.addAll(textsBelow(Path.of("src/test/resources/programs")));
    texts.addAll(textsBelow(Path.of(System.getProperty("nnc.root", "../..")).resolve("examples")));
    return texts;
  }
}
