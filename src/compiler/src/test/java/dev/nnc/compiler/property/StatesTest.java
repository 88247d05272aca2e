package dev.nnc.compiler.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Checkpoint;
import dev.nnc.runtime.DivergedException;
import dev.nnc.runtime.Evaluation;
import dev.nnc.runtime.GeneratedModel;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Table;
import dev.nnc.runtime.Trainer;
import dev.nnc.runtime.TrainingResult;
import dev.nnc.runtime.Values;
import dev.nnc.runtime.Weights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States through a whole run: trained, kept with the best epoch, saved, resumed, read. */
class StatesTest {
  private static final String NORMED =
      """
      model M {
        input x[2]
        target y
        p = x |> dense(4) |> batch_norm |> dropout(0.2) |> dense(1) |> scalar
        output p
        loss mse(p, y)
      }
      train M { batch = 8  epochs = 5  optimizer = adam(lr: 0.05) }
      """;

  @TempDir Path folder;

  private static GeneratedModel model(String text) {
    return (GeneratedModel)
        Compiler.compile(
                new Source("states.nn", text), Options.standard(), (from, path) -> Optional.empty())
            .load();
  }

  private static Table table(int from, int rows) {
    Values x = Values.allocate(Precision.FLOAT, 2 * rows);
    float[] y = new float[rows];
    for (int i = 0; i < rows; i++) {
      double angle = 1.7 * (from + i);
      x.set(2 * i, 3 + Math.sin(angle));
      x.set(2 * i + 1, 5 * Math.cos(angle * angle));
      y[i] = (float) (x.get(2 * i) * 0.5 - x.get(2 * i + 1));
    }
    return Table.builder().column("x", 2, x).column("y", y).build();
  }

  private static double[] array(Values values) {
    double[] result = new double[values.length()];
    for (int i = 0; i < result.length; i++) {
      result[i] = values.get(i);
    }
    return result;
  }

  private static Trainer.Builder run(GeneratedModel model) {
    return Trainer.builder(model, table(0, 60)).validation(table(60, 20)).test(table(80, 20));
  }

  @Test
  void aModelKnowsItsStates() {
    ModelInfo info = model(NORMED).info();
    assertEquals(
        List.of(
            new ModelInfo.Parameter("batch_norm1.center", List.of(4), 0),
            new ModelInfo.Parameter("batch_norm1.variance", List.of(4), 4)),
        info.states());
    assertArrayEquals(new double[] {0, 0, 0, 0, 1, 1, 1, 1}, array(model(NORMED).states()));
  }

  @Test
  void theBestEpochKeepsItsStates() throws IOException {
    GeneratedModel model = model(NORMED);
    TrainingResult result = run(model).build().run();
    assertFalse(java.util.Arrays.equals(array(model.states()), array(result.states())));
    // The states are those with which the best epoch was validated.
    Evaluation again = new Evaluation(model, result.weights(), 8);
    assertEquals(result.best(), again.over(table(60, 20)).loss());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    result.weights().write(bytes);
    Weights read = Weights.read(new ByteArrayInputStream(bytes.toByteArray()));
    assertArrayEquals(array(result.states()), array(read.states()));
    model.load(read);
    assertEquals(
        result.test().loss(),
        new Evaluation(model, model.weights(), 7).over(table(80, 20)).loss(),
        1e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 24})
  void resumingChangesNoBit(int steps) {
    TrainingResult whole = run(model(NORMED)).build().run();
    Path file = folder.resolve("run.ckpt");
    int[] taken = new int[1];
    run(model(NORMED)).checkpoint(file, 0).stop(() -> ++taken[0] == steps).build().run();
    TrainingResult rest = run(model(NORMED)).resume(Checkpoint.read(file)).build().run();
    assertArrayEquals(array(whole.states()), array(rest.states()));
    assertArrayEquals(array(whole.parameters()), array(rest.parameters()));
    assertEquals(whole.best(), rest.best());
  }

  @Test
  void aRunRepeatsBitByBit() {
    TrainingResult one = run(model(NORMED)).build().run();
    TrainingResult other = run(model(NORMED)).build().run();
    assertArrayEquals(array(one.states()), array(other.states()));
    assertArrayEquals(array(one.parameters()), array(other.parameters()));
  }

  @Test
  void aStepThatDivergesLeavesTheStatesAlone() {
    String text =
        """
        model M {
          input x[2]
          target y
          state steps = 0
          steps' = steps + 1
          p = x |> dense(1) |> scalar
          output p
          loss if steps < 2 then mse(p, y) else 1 / (steps - 2)
        }
        train M { batch = 8  epochs = 5 }
        """;
    GeneratedModel model = model(text);
    DivergedException failure =
        assertThrows(
            DivergedException.class, () -> Trainer.builder(model, table(0, 60)).build().run());
    assertEquals(2, failure.frame().values("states").get(0));
    assertEquals(3, failure.frame().values("states'").get(0));
  }

  @Test
  void spectralNormFindsTheLargestSingularValue() {
    String text =
        """
        model M {
          input x[2]
          target y
          param w[3, 2] ~ normal(0, 0.1)
          s = spectral_norm()
          n = s(w)
          p = sum[i, j] n[i, j] * x[j]
          output n
          output p
          loss mse(p, y)
        }
        train M { batch = 60  epochs = 200  optimizer = sgd(lr: 0.001) }
        """;
    GeneratedModel model = model(text);
    TrainingResult result = Trainer.builder(model, table(0, 60)).build().run();
    model.load(result.weights());
    Predictor predictor = model.predictor();
    predictor.set(0, new double[] {1, 1});
    predictor.run();
    double[] n = predictor.getDoubles(0);
    double a = n[0] * n[0] + n[2] * n[2] + n[4] * n[4];
    double b = n[0] * n[1] + n[2] * n[3] + n[4] * n[5];
    double c = n[1] * n[1] + n[3] * n[3] + n[5] * n[5];
    double largest = (a + c) / 2 + Math.sqrt((a - c) * (a - c) / 4 + b * b);
    assertEquals(1, Math.sqrt(largest), 1e-3);
    assertTrue(Math.abs(array(result.states())[0]) > 0);
  }

  @Test
  void weightNormGivesColumnsTheirLength() {
    String text =
        """
        model M {
          input x[2], g[2]
          v = [[3, 1], [4, 1]]
          output w = weight_norm(v, g)
          output y = x |> weight_norm_dense(3)
          loss mean(y)
        }
        """;
    Predictor predictor = model(text).predictor();
    predictor.set(0, new double[] {1, 1});
    predictor.set(1, new double[] {5, 2});
    predictor.run();
    double root = Math.sqrt(2);
    assertArrayEquals(new double[] {3, root, 4, root}, predictor.getDoubles(0), 1e-6);
  }
}
