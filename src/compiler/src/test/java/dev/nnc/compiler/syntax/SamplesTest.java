package dev.nnc.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole programs have one reading. */
class SamplesTest {
  static Stream<Source> samples() {
    return Samples.under("/samples").stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void hasOneReading(Source source) {
    assertEquals(List.of(), ExactParse.complaints(source));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void parses(Source source) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = Parser.parse(source, diagnostics);
    assertEquals(List.of(), diagnostics.all());
    assertFalse(file.definitions().isEmpty());
  }
}
