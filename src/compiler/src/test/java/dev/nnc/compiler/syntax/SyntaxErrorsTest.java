package dev.nnc.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Renderer;
import dev.nnc.compiler.source.Source;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file that cannot be read says in its first lines what is to be told and where: {@code //
 * expect NN001 at 3:7}.
 */
class SyntaxErrorsTest {
  private static final Pattern EXPECTED = Pattern.compile("(?m)^// expect (NN\\d+ at \\d+:\\d+)$");
  private static final List<String> JARGON =
      List.of("token", "mismatched", "viable", "extraneous", "expecting", "<EOF>", "rule", "null");

  static Stream<Source> files() {
    return Samples.under("/errors/syntax").stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void tellsWhatIsWrong(Source source) {
    List<String> expected =
        EXPECTED.matcher(source.text()).results().map(m -> m.group(1)).sorted().toList();
    Diagnostics diagnostics = new Diagnostics();
    Parser.parse(source, diagnostics);
    List<Diagnostic> all = diagnostics.all();
    String rendered =
        all.stream().map(new Renderer(false)::render).collect(Collectors.joining("\n"));
    List<String> told =
        all.stream()
            .map(d -> d.code().id() + " at " + d.span().line() + ":" + d.span().column())
            .sorted()
            .toList();
    assertFalse(expected.isEmpty(), "the file does not say what it expects");
    assertEquals(expected, told, rendered);
    for (Diagnostic diagnostic : all) {
      String words = diagnostic.message() + " " + diagnostic.fix();
      for (String jargon : JARGON) {
        assertFalse(words.contains(jargon), () -> "\"" + jargon + "\" in: " + words);
      }
      assertTrue(rendered.contains(diagnostic.message()));
    }
  }
}
