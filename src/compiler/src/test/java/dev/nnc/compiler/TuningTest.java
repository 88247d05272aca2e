package dev.nnc.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.plan.Choice;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Way;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file beside a model that says how contractions are computed. */
class TuningTest {
  private static final String HEAD = "nnc tune 1\nmachine some, 16 lanes, Java 17\n";
  private static final String KEY = "a:batch sum:784 b:128 | a[784 1 0] b[0 128 1]";
  private static final String WAY = "rows:b axis:2 tile:6x4 packed:ab columns:128 summands:784";

  @TempDir Path folder;

  private static Tuning read(String text) {
    return Tuning.read(new Source("model.tune", text));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Tuning tuning =
        new Tuning("AMD EPYC 9R14, 16 lanes, Java 17", Choices.NONE, Map.of())
            .with(KEY, Way.parse(WAY), "69.3 us before, 64.1 us after")
            .with(
                "ab:7 step:9 a:3 sum:batch b:40 | a{0 0 -1 3 0, 1 0 0 0 0} b{}",
                Way.parse("rows:a axis:1 tile:14x2 packed:none columns:64 summands:1"),
                "");
    Path file = Tuning.beside(folder.resolve("model.nn"));
    assertEquals(folder.resolve("model.tune"), file);
    tuning.write(file);
    String text = Files.readString(file, StandardCharsets.UTF_8);
    assertTrue(text.startsWith("nnc tune 1\nmachine AMD EPYC 9R14, 16 lanes, Java 17\n"), text);
    assertTrue(text.contains(KEY + " = " + WAY + "  # 69.3 us before, 64.1 us after\n"), text);
    Tuning again = read(text);
    assertEquals(tuning.choices(), again.choices());
    assertEquals(tuning.machine(), again.machine());
    assertEquals(text, again.text());
    assertArrayEquals(new String[] {"model.tune"}, folder.toFile().list());
  }

  @Test
  void blankLinesRemarksAndLineEndsDoNotMatter() {
    Tuning tuning = read("# mine\r\n\r\nnnc tune 1\r\n" + KEY + " = " + WAY + " # x\r\n");
    assertEquals(Map.of(KEY, Way.parse(WAY)), tuning.choices().ways());
    assertEquals("", tuning.machine());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "rows:b axis:2 tile:7x4 packed:ab columns:128 summands:784 ; 33 registers, more than 32",
        "rows:b axis:2 tile:1x4 packed:ab columns:128 summands:784 ; from 2 to 14, not 1",
        "rows:b axis:2 tile:6x4 packed:ab columns:999 summands:784 ; columns: a number from 1",
        "rows:b axis:2 tile:6x4 packed:ab columns:128 summands:0 ; summands: a number from 1",
        "rows:c axis:2 tile:6x4 packed:ab columns:128 summands:784 ; not a way",
        "rows:b tile:6x4 ; not a way",
        "'' ; not a way"
      })
  void wrongWaysAreErrorsWithLineAndFix(String way, String message) {
    Diagnostic error = error(HEAD + KEY + " = " + WAY + "\n" + KEY + " 1 = " + way);
    assertEquals(4, error.span().line());
    String other = KEY.replace("784", "785");
    error = error(HEAD + KEY + " = " + WAY + "\n  " + other + " = " + way + "\n");
    assertEquals(4, error.span().line());
    assertEquals(3, error.span().column());
    assertTrue(error.message().contains(message), error::message);
    assertTrue(error.fix().contains("nnc tune"), error::fix);
  }

  private static Diagnostic error(String text) {
    CompileException e = assertThrows(CompileException.class, () -> read(text));
    assertEquals(1, e.diagnostics().size());
    assertEquals(Code.BAD_TUNING, e.diagnostics().get(0).code());
    return e.diagnostics().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'' ; 1 ; begins with `nnc tune 1`",
        "nnc tune 2 ; 1 ; begins with `nnc tune 1`",
        "model M { } ; 1 ; begins with `nnc tune 1`",
        "'nnc tune 1\nmachine x\n\nrows' ; 4 ; contraction = way",
        "'nnc tune 1\nmachine x\na:3 = rows' ; 3 ; no contraction looks like that",
      })
  void otherTextsAreErrors(String text, int line, String message) {
    Diagnostic error = error(text.replace("\\n", "\n"));
    assertEquals(line, error.span().line());
    assertTrue(error.message().contains(message), error::message);
    assertTrue(error.fix().contains("nnc tune"), error::fix);
  }

  @Test
  void twoLinesOfOneContractionAreAnError() {
    Diagnostic error = error(HEAD + KEY + " = " + WAY + "\n" + KEY + " = " + WAY + "\n");
    assertEquals(4, error.span().line());
  }

  @Test
  void compilerTakesChoicesAsAnOption() {
    Source model =
        new Source(
            "m.nn",
            """
            model M {
              input  x[200]
              target t[64]
              y = x |> dense(64) |> relu |> dense(64)
              output y
              loss   sum[i] (y[i] - t[i])^2
            }
            """);
    Options options = Options.standard();
    CompiledModel plain = compile(model, options);
    List<Choice> known = Planner.choices(plain.passes().get("train").program(), Choices.NONE);
    Choice first = known.get(0);
    Way other =
        first.ways().stream().filter(way -> !way.equals(first.taken())).findFirst().orElseThrow();
    CompiledModel chosen = compile(model, options.with(Choices.NONE.with(first.key(), other)));
    assertNotEquals(plain.lanes().get("train"), chosen.lanes().get("train"));
    assertEquals(plain.plans(), chosen.plans());
    assertEquals(plain.info(), chosen.info());
    Choices none = Choices.NONE.with(KEY, Way.parse(WAY));
    assertEquals(plain.lanes(), compile(model, options.with(none)).lanes());
  }

  private static CompiledModel compile(Source model, Options options) {
    return Compiler.compile(model, options, (from, path) -> Optional.empty());
  }
}
