package dev.nnc.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Checkpoint;
import dev.nnc.runtime.DivergedException;
import dev.nnc.runtime.DoubleValues;
import dev.nnc.runtime.EpochReport;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Table;
import dev.nnc.runtime.Trainer;
import dev.nnc.runtime.TrainingResult;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of compiled models do not tell whether gradients and update are one routine or two. */
class FusedTrainingTest {
  private static final String TEXT =
      """
      model Blobs {
        input  x[6] standardized
        target y
        estimate = x |> dense(24) |> batch_norm |> tanh |> dropout(0.1) |> dense(1) |> scalar
        output estimate
        loss   mse(estimate, y)
        metric off: abs(estimate - y)
      }
      train Blobs {
        optimizer = adamw(lr: 0.02)
        schedule = cosine
        average = ema(0.9)
        batch = 8
        epochs = 6
        patience = 2
        monitor = min(off)
      }
      """;

  @TempDir private Path folder;

  /** A model without the routine that is both. */
  private static final class Apart extends Model {
    private final Model model;

    Apart(Model model) {
      this.model = model;
    }

    @Override
    public ModelInfo info() {
      return model.info();
    }

    @Override
    public Routine routine(String name) {
      if (name.equals(Simplified.STEP)) {
        throw new IllegalArgumentException("hidden");
      }
      return model.routine(name);
    }
  }

  private static Model compiled(String... set) {
    Map<String, String> values = set.length == 0 ? Map.of() : Map.of(set[0], set[1]);
    Options options = Options.standard().with(Precision.FLOAT).with(values);
    Source source = new Source("blobs.nn", TEXT);
    return Compiler.compile(source, options, (from, path) -> Optional.empty()).load();
  }

  private static Table table(int rows, double scale) {
    SplittableRandom random = new SplittableRandom(rows);
    double[] x = new double[6 * rows];
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 6; j++) {
        x[6 * i + j] = random.nextDouble() - 0.5;
        y[i] += scale * x[6 * i + j] * j * x[6 * i];
      }
    }
    return Table.builder().column("x", 6, new DoubleValues(x)).column("y", y).build();
  }

  private static Trainer.Builder run(Model model) {
    return Trainer.builder(model, table(50, 1)).validation(table(21, 1));
  }

  private static double[] array(Values values) {
    double[] array = new double[values.length()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static void same(TrainingResult expected, TrainingResult actual) {
    assertArrayEquals(array(expected.parameters()), array(actual.parameters()));
    assertArrayEquals(array(expected.states()), array(actual.states()));
    assertEquals(expected.bestEpoch(), actual.bestEpoch());
    assertEquals(expected.steps(), actual.steps());
    for (int i = 0; i < expected.reports().size(); i++) {
      EpochReport report = actual.reports().get(i);
      assertEquals(expected.reports().get(i).loss(), report.loss());
      assertEquals(expected.reports().get(i).validation(), report.validation());
      assertEquals(expected.reports().get(i).rate(), report.rate());
    }
  }

  private TrainingResult stopped(Model model, Path file, int steps) {
    int[] taken = new int[1];
    return run(model).checkpoint(file, 1).stop(() -> ++taken[0] == steps).build().run();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"adamw(lr: 0.02)", "sgd(lr: 0.05, momentum: 0.9)", "sgd(lr: 0.1)", "adam(lr: 1)"})
  void runsAreTheSame(String optimizer) throws IOException {
    Model model = compiled("train.optimizer", optimizer);
    assertTrue(model.has(Simplified.STEP));
    Model apart = new Apart(model);
    assertFalse(apart.has(Simplified.STEP));
    same(run(apart).build().run(), run(model).build().run());
    for (int steps : new int[] {3, 7, 8, 14}) {
      Path one = folder.resolve("one" + steps);
      Path two = folder.resolve("two" + steps);
      same(stopped(apart, two, steps), stopped(model, one, steps));
      assertArrayEquals(Files.readAllBytes(two), Files.readAllBytes(one), "checkpoint");
      TrainingResult expected = run(apart).resume(Checkpoint.read(one)).build().run();
      same(expected, run(model).resume(Checkpoint.read(two)).build().run());
    }
  }

  @Test
  void divergenceHandsOutThePlaceOfBefore() {
    Model model = compiled("train.optimizer", "sgd(lr: 1e12)");
    assertTrue(model.has(Simplified.STEP));
    DivergedException[] failures = new DivergedException[2];
    for (int i = 0; i < 2; i++) {
      Trainer trainer = Trainer.builder(i == 0 ? model : new Apart(model), table(50, 1e6)).build();
      failures[i] = assertThrows(DivergedException.class, trainer::run);
    }
    assertEquals(failures[1].getMessage(), failures[0].getMessage());
    assertEquals("train", failures[0].routine());
    for (String slot : new String[] {"parameters", "states", "fitted", "input:x", "target:y"}) {
      double[] expected = array(failures[1].frame().values(slot));
      assertArrayEquals(expected, array(failures[0].frame().values(slot)), slot);
    }
    assertEquals(failures[1].frame().batch, failures[0].frame().batch);
    assertEquals(failures[1].frame().seed, failures[0].frame().seed);
    assertEquals(failures[1].frame().step, failures[0].frame().step);
    assertArrayEquals(failures[1].frame().examples, failures[0].frame().examples);
  }
}
