package dev.nnc.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.cli.bench.MachinePeak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the comparison with other libraries does without any. */
class PeersTest {
  @TempDir private Path folder;

  @Test
  void workIsThreeProductsForEachOfAStepButThatOfTheData() {
    double digits = 784 * 128 + 128 * 64 + 64 * 10;
    assertEquals(2 * 256 * digits, Work.flops(Line.DIGITS_PREDICT_BATCH));
    assertEquals(2 * 64 * (3 * digits - 784 * 128), Work.flops(Line.DIGITS));
    assertEquals(2 * (3 * (48 + 256 + 16) - 48), Work.flops(Line.TINY));
    double first = 28 * 28 * 25 * 16;
    double second = 14 * 14 * 25 * 16 * 32;
    double rest = 1568 * 128 + 1280;
    assertEquals(2 * 64 * (2 * first + 3 * (second + rest)), Work.flops(Line.CNN));
    double stage1 = 1024 * 9 * (2 * 3 * 16 + 3 * 4 * 256);
    double stage2 = 256 * (16 * 32 + 9 * (16 * 32 + 3 * 32 * 32));
    double stage3 = 64 * (32 * 64 + 9 * (32 * 64 + 3 * 64 * 64));
    assertEquals(2 * 32 * (stage1 + 3 * (stage2 + stage3 + 640)), Work.flops(Line.RESNET), 1e3);
  }

  @ParameterizedTest
  @EnumSource
  void everyNetworkIsCompiledAndHasWork(Line line) {
    assertTrue(Work.flops(line) > 0);
    if (line.batch() <= 64) {
      Task task = Task.of(line);
      assertEquals(task.info().parameterCount(), task.initial().length);
      assertEquals(2, task.batch().columns().size(), line.title());
    }
  }

  @Test
  void generatedCodeAnswersAndThenRepeatsTheSameStep() {
    Task task = Task.of(Line.TINY_BATCH);
    Generated generated = new Generated(task);
    Answer answer = generated.answer();
    float rate = Task.RATE;
    for (int i = 0; i < task.initial().length; i++) {
      float expected = task.initial()[i] - rate * answer.gradients()[i];
      assertEquals(expected, answer.parameters()[i], 1e-6f);
    }
    for (int i = 0; i < 3; i++) {
      generated.run();
    }
    answer.agree("itself", new Generated(task).answer(), 0);
  }

  @Test
  void answersSurviveAFileAndDifferencesAreFound() throws IOException {
    Answer answer = Answer.step(1.5f, new float[] {1, -2}, new float[] {3, 4e-9f});
    Path file = folder.resolve("answer");
    answer.write(file);
    answer.agree("the file", Answer.read(file), 0);
    Answer other = Answer.step(1.5f, new float[] {1, -2.01f}, new float[] {3, 4e-9f});
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> answer.agree("other", other, 1e-4));
    assertEquals("other: gradient 1: -2.0 and -2.01", failure.getMessage());
    answer.agree("a coarse look", other, 1e-2);
  }

  @Test
  void linesAreFoundByLetterAndHaveTheGoalsOfTheirJudge() {
    assertEquals(List.of(Line.WIDE, Line.CNN), Line.of(List.of("d", "c")));
    assertEquals(1.7, Line.DIGITS.goal("libtorch", 1));
    assertEquals(2.2, Line.DIGITS.goal("libtorch", 2));
    assertTrue(Double.isNaN(Line.DIGITS.goal("deeplearning4j", 1)));
    assertEquals(40, Line.TINY_PREDICT.goal("onnxruntime", 1));
    assertTrue(Double.isNaN(Line.TINY_PREDICT.goal("libtorch", 1)));
  }

  @Test
  void theTableHasARowForEachPairWithTheMedianOfTheirRatios() {
    Map<Setup, double[]> results = new LinkedHashMap<>();
    double peak = MachinePeak.operations(1) / 100.0; // nanoseconds at 100 GFLOP/s
    results.put(Setup.peak(1), new double[] {peak, peak, peak});
    results.put(Setup.generated("scalar", 1), new double[] {2e5, 1e5, 1e5});
    results.put(Setup.library("libtorch", Line.DIGITS, 1).get(0), new double[] {2e5, 2e5, 3e5});
    String row = Report.rows(Line.DIGITS, 1, results);
    assertEquals(
        "| b digits, step, batch 64 | 1 | scalar | 100 µs | 291 | 291 % | libtorch | 200 µs | 2.00"
            + " | 1.00 to 3.00 | 1.70 reached |\n",
        row);
    assertEquals(100, Report.peakOf(1, results), 1e-9);
    assertEquals(
        columns(Report.head(List.of()).split("\n")[2]), columns(row), "as many cells as names");
  }

  private static long columns(String row) {
    return row.chars().filter(c -> c == '|').count();
  }

  @Test
  void processesAreToldEngineAndThreads() {
    List<String> command = Setup.generated("vector", 2).process(Line.CNN).command();
    assertTrue(command.containsAll(List.of("-Dnnc.engine=vector", "-Dnnc.threads=2", "CNN")));
    List<String> usual = Setup.generated(Setup.DEFAULT, 1).process(Line.CNN).command();
    assertFalse(usual.stream().anyMatch(word -> word.startsWith("-Dnnc.engine")));
    ProcessBuilder libtorch = Setup.library("libtorch", Line.UNET, 1).get(0).process(Line.UNET);
    assertEquals("1", libtorch.environment().get("OPENBLAS_NUM_THREADS"));
    assertEquals("AVX2", libtorch.environment().get("ONEDNN_MAX_CPU_ISA"));
    assertEquals(3, Setup.library("libtorch", Line.CNN, 2).size());
  }

  @Test
  void aPaceIsTheMedianTimeOfARun() {
    AtomicInteger runs = new AtomicInteger();
    Pace pace = new Pace(runs::incrementAndGet);
    double nanos = pace.measure(2_000_000);
    assertTrue(runs.get() >= 3);
    assertTrue(nanos >= 0 && nanos < 1e6, () -> "" + nanos);
  }

  @Test
  void thePeakOfTwoThreadsIsTwiceTheWork() {
    new Peak(2).run();
    long one = MachinePeak.operations(1);
    assertTrue(one > 5e7 && one < 2e8, () -> "" + one);
    assertEquals(2, MachinePeak.operations(2) / (double) one, 0.01);
  }

  @Test
  void protocolBuffersAreWrittenAsTheirDefinitionSays() {
    // The examples of the encoding's description: 150, and the text "testing".
    assertEquals("[8, -106, 1]", Arrays.toString(new ProtocolBuffer().number(1, 150).bytes()));
    assertEquals(
        "[18, 7, 116, 101, 115, 116, 105, 110, 103]",
        Arrays.toString(new ProtocolBuffer().text(2, "testing").bytes()));
    ProtocolBuffer inner = new ProtocolBuffer().number(1, 150);
    assertEquals(
        "[26, 3, 8, -106, 1]", Arrays.toString(new ProtocolBuffer().message(3, inner).bytes()));
  }

  @Test
  void anOnnxFileHoldsOperatorsAndConstants() {
    byte[] bytes =
        new OnnxModel()
            .input("x", 1, 2)
            .output("y", 1, 1)
            .constant("W", new float[] {1, 2}, 2, 1)
            .operator("MatMul", "y", "x", "W")
            .bytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertTrue(text.startsWith("\b\b\u0012\u000ennc-benchmarks:"));
    // Dimensions 2 and 1, kind float, name, eight bytes of 1.0f and 2.0f.
    assertTrue(text.contains("\b\u0002\b\u0001\u0010\u0001B\u0001WJ\b\0\0\u0080?\0\0\0@"));
    assertTrue(text.contains("\n\u0001x\n\u0001W\u0012\u0001y\u001a\u0001y\"\u0006MatMul"));
    assertTrue(text.endsWith("B\u0004\n\0\u0010\r"));
  }
}
