package dev.nnc.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Renderer;
import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file that reads well but means nothing says in its first lines what is to be told and where:
 * {@code // expect NN020 at 3:7}.
 */
class ElaborationErrorsTest {
  private static final Path FOLDER = Path.of("src/test/resources/errors");
  private static final Pattern EXPECTED = Pattern.compile("(?m)^// expect (NN\\d+ at \\d+:\\d+)$");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER.resolve("elaborate"))) {
      return all.sorted().toList().stream();
    }
  }

  private static Source read(Path path) {
    try {
      return new Source(path.getFileName().toString(), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Source> beside(Source from, String path) {
    Path file = FOLDER.resolve("elaborate").resolve(path);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void tellsWhatIsWrong(Path path) {
    Source source = read(path);
    List<String> expected =
        EXPECTED.matcher(source.text()).results().map(m -> m.group(1)).sorted().toList();
    List<Diagnostic> all =
        Compiler.check(source, Options.standard(), ElaborationErrorsTest::beside);
    List<String> told =
        all.stream()
            .map(d -> d.code().id() + " at " + d.span().line() + ":" + d.span().column())
            .sorted()
            .toList();
    String rendered =
        all.stream().map(new Renderer(false)::render).collect(Collectors.joining("\n"));
    assertFalse(expected.isEmpty(), "the file does not say what it expects");
    assertEquals(expected, told, rendered);
  }

  @Test
  void everyCodeIsProducedBySomeFile() throws IOException {
    Set<Code> missing = EnumSet.allOf(Code.class);
    try (Stream<Path> all = Files.walk(FOLDER)) {
      for (Path path : all.filter(p -> p.toString().endsWith(".nn")).toList()) {
        String text = Files.readString(path);
        missing.removeIf(code -> text.contains("// expect " + code.id() + " at "));
      }
    }
    // Of these the first needs a long file, the others more than a file: limits, and a tuning file.
    missing.removeAll(EnumSet.of(Code.TOO_DEEP, Code.TOO_LITTLE_MEMORY, Code.BAD_TUNING));
    assertTrue(missing.isEmpty(), () -> "no file produces " + missing);
  }
}
