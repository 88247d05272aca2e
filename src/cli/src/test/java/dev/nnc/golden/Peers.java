package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Values that other programs computed: {@code -Dnnc.peers=DIR} reads another folder of the same
 * files.
 */
final class Peers {
  private Peers() {}

  /** A file of the folder; the test is skipped where it is absent. */
  static Path file(String name) {
    Path root = Path.of(System.getProperty("nnc.root", "../.."));
    String evidence = System.getProperty("nnc.evidence", "../shared/evidence");
    String folder = System.getProperty("nnc.peers", evidence + "/peers");
    Path file = root.resolve(folder).resolve(name).normalize();
    Assumptions.assumeTrue(Files.exists(file), "no reference values at " + file);
    return file;
  }

  static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(file(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a model. */
  static String model(String name) {
    try (InputStream in = Peers.class.getResourceAsStream("/peers/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test where this compiler answers that it has no loops yet. */
  static void assumeLoops() {
    String loop =
        """
        layer total()(x[T]) -> [T] {
          scan t in 0..T with s = 0 {
            s' = s + x[t]
            yield s'
          }
        }
        model M {
          input x[3]
          output y = x |> total
        }
        """;
    try {
      Compiler.elaborate(
          new Source("loop.nn", loop), Options.standard(), (from, path) -> Optional.empty());
    } catch (CompileException e) {
      List<String> codes = e.diagnostics().stream().map(d -> d.code().id()).toList();
      Assumptions.assumeFalse(codes.contains("NN035"), "scan is not supported yet");
      throw e;
    }
  }
}
