package dev.nnc.compiler.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Session;
import dev.nnc.runtime.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models that write step by step what they read at once in training: the entry {@code step} with
 * carried values against the entry {@code whole}, and generated code against the interpreter.
 */
class EntryTest {
  private static final Path FOLDER = Path.of("src/test/resources/entries");
  private static final int ROWS = 3;

  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.sorted().toList();
    }
  }

  private static Elaborated elaborate(Path path, Precision precision) throws IOException {
    Options options = Options.standard().with(precision);
    Source source = new Source(path.getFileName().toString(), Files.readString(path));
    return Compiler.elaborate(source, options, (from, name) -> Optional.empty());
  }

  private static CompiledModel compile(Path path, Precision precision) throws IOException {
    return Compiler.compile(elaborate(path, precision), Options.standard().with(precision));
  }

  /** A model whose programs are interpreted as they were written. */
  private static final class Interpreted extends Model {
    private final Elaborated elaborated;
    private final Map<String, Routine> routines = new HashMap<>();

    Interpreted(Elaborated elaborated) {
      this.elaborated = elaborated;
    }

    @Override
    public ModelInfo info() {
      return elaborated.info();
    }

    @Override
    public Routine routine(String name) {
      return routines.computeIfAbsent(
          name, n -> Workbench.interpreted(elaborated.program(n), elaborated.info().precision()));
    }
  }

  /** Sets the inputs besides the tokens: the numbers of a memory. */
  private static void memory(Predictor predictor, int row) {
    for (int i = 1; i < predictor.inputs().size(); i++) {
      ModelInfo.Field field = predictor.inputs().get(i);
      if (field.classes() == 0) {
        double[] numbers = new double[field.size()];
        for (int j = 0; j < numbers.length; j++) {
          numbers[j] = new SplittableRandom(100L * row + j).nextDouble() - 0.5;
        }
        predictor.set(i, numbers);
      }
    }
  }

  private static int[] tokens(int row, int count, int classes) {
    return new SplittableRandom(row).ints(count, 0, classes).toArray();
  }

  /** The logits of all steps of all rows, one step a run. */
  private static double[][][] steps(Model model, int length) {
    Session session = new Session(model, model.weights(), "step", ROWS);
    int classes = session.inputs().get(0).classes();
    boolean positions = session.inputs().size() > 1 && session.inputs().get(1).classes() > 0;
    double[][][] logits = new double[ROWS][length][];
    for (int t = 0; t < length; t++) {
      for (int row = 0; row < ROWS; row++) {
        session.row(row);
        session.set(0, tokens(row, length, classes)[t]);
        if (positions) {
          session.set(1, t);
        }
        memory(session, row);
      }
      session.run(ROWS);
      for (int row = 0; row < ROWS; row++) {
        session.row(row);
        logits[row][t] = session.getDoubles(0);
      }
    }
    return logits;
  }

  @ParameterizedTest
  @MethodSource("files")
  void stepsGiveWhatTheWholeGives(Path path) throws IOException {
    for (Precision precision : Precision.values()) {
      Model model = compile(path, precision).load();
      Predictor whole = new Predictor(model, model.weights(), "whole", 1);
      int length = whole.inputs().get(0).size();
      int classes = whole.inputs().get(0).classes();
      double[][][] steps = steps(model, length);
      for (int row = 0; row < ROWS; row++) {
        whole.set(0, tokens(row, length, classes));
        memory(whole, row);
        whole.run();
        for (int t = 0; t < length; t++) {
          for (int c = 0; c < classes; c++) {
            double expected = whole.get(0, t * classes + c);
            double tolerance = precision == Precision.FLOAT ? 1e-5 : 1e-13;
            assertEquals(expected, steps[row][t][c], tolerance);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void generatedCodeGivesTheBitsOfTheInterpreter(Path path) throws IOException {
    for (Precision precision : Precision.values()) {
      Elaborated elaborated = elaborate(path, precision);
      Model interpreted = new Interpreted(elaborated);
      Model generated =
          Compiler.compile(elaborated, new Options(precision, Map.of(), null, null, false)).load();
      double[][][] expected = steps(interpreted, 4);
      double[][][] actual = steps(generated, 4);
      for (int row = 0; row < ROWS; row++) {
        for (int t = 0; t < 4; t++) {
          assertArrayEquals(expected[row][t], actual[row][t]);
        }
      }
    }
  }

  @Test
  void rowsCanBeCopiedAndReset() throws IOException {
    Model model = compile(FOLDER.resolve("recurrent.nn"), Precision.FLOAT).load();
    Session session = new Session(model, model.weights(), "step", 2);
    double[] start = session.carried("h");
    assertNotEquals(0, start[0]);
    session.set(0, 3);
    session.run(1);
    double[] after = session.getDoubles(0);
    double[] carried = session.carried("h");
    session.copyRow(0, 1);
    session.row(1);
    assertArrayEquals(carried, session.carried("h"));
    session.reset(1);
    assertArrayEquals(start, session.carried("h"));
    session.set(0, 3);
    session.run(2);
    assertArrayEquals(after, session.getDoubles(0));
    session.carry("h", new double[start.length]);
    assertArrayEquals(new double[start.length], session.carried("h"));
    session.row(0);
    assertNotEquals(0, session.carried("h")[0]);
  }

  @Test
  void wholeNumbersThatAreCarriedStayInTheirRange() throws IOException {
    Model model = compile(FOLDER.resolve("whole-numbers.nn"), Precision.FLOAT).load();
    assertEquals(List.of(7, 7, 7, 0), classesCarried(model.info().entry("step")));
    Session session = new Session(model, model.weights(), "step", 1);
    session.carry("last", new double[] {6, 5, 4});
    for (double wrong : new double[] {7, -1, 0.5, Double.NaN}) {
      IllegalArgumentException told =
          assertThrows(
              IllegalArgumentException.class,
              () -> session.carry("last", new double[] {1, wrong, 2}));
      assertEquals("last[1] must be a whole number from 0 to 6, not " + wrong, told.getMessage());
    }
    assertArrayEquals(new double[] {6, 5, 4}, session.carried("last"));
    session.set(0, 3);
    session.run(1);
    assertArrayEquals(new double[] {3, 6, 5}, session.carried("last"));
    assertArrayEquals(new double[] {3}, session.carried("before"));
  }

  private static List<Integer> classesCarried(ModelInfo.Entry entry) {
    return entry.carried().stream().map(ModelInfo.Carried::classes).toList();
  }

  @Test
  void theCacheIsUpdatedInPlace() throws IOException {
    CompiledModel model = compile(FOLDER.resolve("transformer.nn"), Precision.FLOAT);
    Routine step = model.load().routine("entry:step");
    int cache = step.slots().get(step.slot("carried:m1")).perExample();
    assertEquals(8 * 2 * 8, cache);
    for (Slot slot : step.slots()) {
      assertTrue(!slot.scratch() || slot.perExample() < cache, slot::toString);
    }
  }

  @Test
  void theFingerprintCoversEntries() {
    String text =
        "model M { input x  target t  net = dense(1)  y = net(stack(x)) |> scalar  output y "
            + "loss mse(y, t)  entry e(z) with n = 0 { n' = n + 1  return z * n } }";
    String other = text.replace("z * n", "z + n");
    String start = text.replace("n = 0", "n = 1");
    String renamed = text.replace("(z)", "(w)").replace("z * n", "w * n");
    assertNotEquals(fingerprint(text), fingerprint(other));
    assertNotEquals(fingerprint(text), fingerprint(start));
    assertNotEquals(fingerprint(text), fingerprint(renamed));
    assertEquals(fingerprint(text), fingerprint(text.replace(" }", " /* the end */ }")));
  }

  private static String fingerprint(String text) {
    Source source = new Source("m.nn", text);
    return Compiler.elaborate(source, Options.standard(), (from, name) -> Optional.empty())
        .info()
        .fingerprint();
  }
}
