package dev.nnc.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HotSpot compiles every method of every example and of every network of the benchmarks. */
class MethodSizeTest {
  /** Methods with more bytes of code than this stay interpreted for ever. */
  private static final int LARGEST = 8_000;

  private static final Path ROOT = Path.of(System.getProperty("nnc.root", "../.."));

  static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("examples", "benchmarks/src/main/resources")) {
      try (Stream<Path> found = Files.walk(ROOT.resolve(folder))) {
        found
            .filter(file -> file.toString().endsWith(".nn"))
            .map(ROOT::relativize)
            .filter(file -> !file.toString().contains("target"))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("files")
  void noMethodIsTooLarge(Path file) throws IOException {
    Source source = new Source(file.toString(), Files.readString(ROOT.resolve(file)));
    CompiledModel model =
        Compiler.compile(source, Options.standard(), (from, path) -> Optional.empty());
    List<String> tooLarge = new ArrayList<>();
    int methods = 0;
    for (byte[] classFile : model.classes().values()) {
      for (var method : MethodSizes.of(classFile).entrySet()) {
        methods++;
        if (method.getValue() > LARGEST) {
          tooLarge.add(method.toString());
        }
      }
    }
    assertEquals(List.of(), tooLarge);
    assertTrue(methods > model.passes().size());
    assertTrue(model.classes().keySet().stream().anyMatch(name -> name.contains("$Vector$")));
  }
}
