package dev.nnc.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Renderer;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.syntax.grammar.NnParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference of the language speaks of all of it, and its samples are in it. */
class LanguagePageTest {
  private static final Pattern SAMPLE = Pattern.compile("(?ms)^```nn(?:-next)?\\n(.*?)^```$");
  private static final Pattern COMPLETE = Pattern.compile("(?ms)^```nn\\n(.*?)^```$");
  private static final Pattern RULES = Pattern.compile("<!-- rules: ([^>]*) -->");

  private static String page() throws IOException {
    return Files.readString(Path.of(System.getProperty("nnc.root"), "docs", "language.md"));
  }

  @Test
  void namesEveryRuleOfTheGrammarOnce() throws IOException {
    List<String> named =
        RULES
            .matcher(page())
            .results()
            .flatMap(m -> Arrays.stream(m.group(1).split(" ")))
            .sorted()
            .toList();
    assertEquals(Arrays.stream(NnParser.ruleNames).sorted().toList(), named);
  }

  @Test
  void listsEveryCode() throws IOException {
    String page = page();
    Set<String> missing =
        Arrays.stream(Code.values())
            .map(Code::id)
            .filter(id -> !page.contains("| `" + id + "` |"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing);
  }

  static Stream<Source> samples() throws IOException {
    return samples(SAMPLE);
  }

  static Stream<Source> completeSamples() throws IOException {
    return samples(COMPLETE);
  }

  private static Stream<Source> samples(Pattern pattern) throws IOException {
    String page = page();
    return pattern
        .matcher(page)
        .results()
        .map(
            m -> {
              int line = new Source("page", page).line(m.start(1));
              return new Source("language.md, line " + line, m.group(1));
            });
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesAreRead(Source sample) {
    Diagnostics diagnostics = new Diagnostics();
    Parser.parse(sample, diagnostics);
    assertEquals("", new Renderer(false).render(diagnostics.all()));
    assertEquals(List.of(), ExactParse.complaints(sample));
  }

  /** Whole files with a model each: what is not is no sample, or one for later. */
  @ParameterizedTest
  @MethodSource("completeSamples")
  void completeSamplesCompile(Source sample) {
    List<Diagnostic> told =
        Compiler.check(sample, Options.standard(), (from, path) -> Optional.empty());
    assertEquals("", new Renderer(false).render(told));
  }

  @Test
  void theMessageShownIsTheMessageTold() throws IOException {
    Source source =
        new Source(
            "house.nn",
            """
            model House(hidden = 3) {
              input x[3]
              target price
              estimate = x |> dense(hidden
              output estimate
            }
            """);
    Diagnostics diagnostics = new Diagnostics();
    Parser.parse(source, diagnostics);
    String told = new Renderer(false).render(diagnostics.all().get(0));
    assertTrue(page().contains("```text\n" + told + "```"), told);
  }
}
