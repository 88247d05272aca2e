package dev.nnc.runtime;

import static dev.nnc.runtime.TrainerTest.array;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training by a routine that is gradients and update in one differs from that by two in nothing.
 */
class FusedStepTest {
  @TempDir Path folder;

  private final Settings settings = Data.settings(8, 6, Settings.Order.SHUFFLED, 0, "mae", false);
  private final Linear two = new Linear(Precision.FLOAT, settings, 0.1);
  private final Model one = new FusedLinear(two);
  private final Table training = Data.table(60).subset(TrainerTest.range(0, 45));
  private final Table validation = Data.table(60).subset(TrainerTest.range(45, 60));

  private Trainer.Builder run(Model model) {
    return Trainer.builder(model, training).validation(validation);
  }

  private byte[] checkpoint(Model model, int steps) throws IOException {
    Path file = folder.resolve("run.ckpt");
    int[] taken = new int[1];
    run(model).checkpoint(file, 0).stop(() -> ++taken[0] == steps).build().run();
    return Files.readAllBytes(file);
  }

  private static void same(TrainingResult expected, TrainingResult actual) {
    assertArrayEquals(array(expected.parameters()), array(actual.parameters()));
    assertEquals(expected.reports().size(), actual.reports().size());
    for (int i = 0; i < expected.reports().size(); i++) {
      assertEquals(expected.reports().get(i).loss(), actual.reports().get(i).loss());
      assertEquals(expected.reports().get(i).validation(), actual.reports().get(i).validation());
    }
    assertEquals(expected.bestEpoch(), actual.bestEpoch());
  }

  @Test
  void runsAreTheSame() {
    same(run(two).build().run(), run(one).build().run());
    same(
        Trainer.builder(two, training).build().run(), Trainer.builder(one, training).build().run());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 7, 20})
  void checkpointsAreTheSame(int steps) throws IOException {
    byte[] expected = checkpoint(two, steps);
    assertArrayEquals(expected, checkpoint(one, steps));
    Checkpoint read = Checkpoint.read(folder.resolve("run.ckpt"));
    same(run(two).resume(read).build().run(), run(one).resume(read).build().run());
  }

  @Test
  void stepsAllocateNothing() {
    Model model =
        new FusedLinear(new Linear(Precision.FLOAT, Data.settings(4, 1, Settings.Order.SHUFFLED)));
    List<Long> marks = new ArrayList<>(100);
    Trainer.builder(model, Data.table(40_000))
        .listener(
            new Listener() {
              @Override
              public void stepDone(int epoch, long step, double loss) {
                if (step % 500 == 0) {
                  marks.add(AllocationTest.allocated());
                }
              }
            })
        .build()
        .run();
    long least = Long.MAX_VALUE;
    for (int i = 2; i < marks.size(); i++) {
      least = Math.min(least, marks.get(i) - marks.get(i - 1));
    }
    // The mark itself takes a few bytes.
    assertTrue(least < 64, least + " bytes in 500 steps");
  }

  @Test
  void learnersShowEachStepAndSeeWhatOthersChange() {
    Weights[] weights = {Weights.initial(two, 7), Weights.initial(two, 7)};
    List<double[]> seen = new ArrayList<>();
    for (int m = 0; m < 2; m++) {
      Model model = m == 0 ? two : one;
      Learner learner = new Learner(model, weights[m], 2, 0, 0);
      Predictor predictor = new Predictor(model, weights[m], 1);
      double[] predictions = new double[8];
      for (int i = 0; i < predictions.length; i++) {
        learner.set(0, 0, new float[] {i, 2});
        learner.set(0, 1, 3);
        learner.step(1);
        predictor.set(0, new float[] {1, 2});
        predictor.run();
        predictions[i] = predictor.get(0);
        if (i == 4) {
          weights[m].parameters().set(0, 0.25);
        }
      }
      seen.add(predictions);
    }
    assertArrayEquals(seen.get(0), seen.get(1));
    assertArrayEquals(array(weights[0].parameters()), array(weights[1].parameters()));
  }

  @Test
  void divergenceLeavesTheParametersOfBefore() {
    double[] x = Data.inputs(40);
    double[] y = Data.targets(x);
    y[25] = Double.NaN;
    Table data = Table.builder().column("x", 2, new DoubleValues(x)).column("y", y).build();
    Settings once = Data.settings(10, 3, Settings.Order.SEQUENTIAL);
    Linear model = new Linear(Precision.FLOAT, once);
    DivergedException expected =
        assertThrows(DivergedException.class, Trainer.builder(model, data).build()::run);
    Trainer trainer = Trainer.builder(new FusedLinear(model), data).build();
    DivergedException e = assertThrows(DivergedException.class, trainer::run);
    assertEquals(expected.getMessage(), e.getMessage());
    assertEquals("train", e.routine());
    for (String slot : new String[] {"parameters", "gradients", "input:x", "target:y"}) {
      double[] before = array(expected.frame().values(slot));
      assertArrayEquals(before, array(e.frame().values(slot)), slot);
    }
    assertEquals(25, e.frame().examples[5]);
    assertEquals(expected.frame().batch, e.frame().batch);
    assertEquals(expected.frame().step, e.frame().step);
  }

  /** A parameter may be infinite as long as the loss is not: the next loss tells. */
  @Test
  void parametersThatOverflowGoOn() {
    double[] x = Data.inputs(10);
    double[] y = Data.targets(x);
    Table data = Table.builder().column("x", 2, new DoubleValues(x)).column("y", y).build();
    Linear model = new Linear(Precision.FLOAT, Data.settings(10, 3, Settings.Order.SEQUENTIAL));
    Values parameters = new DoubleValues(new double[] {0, 0, Double.NEGATIVE_INFINITY});
    Values huge = new DoubleValues(new double[] {3e38, 0, -3e38});
    for (Values start : new Values[] {parameters, huge}) {
      String[] messages = new String[2];
      for (int m = 0; m < 2; m++) {
        Trainer trainer =
            Trainer.builder(m == 0 ? model : new FusedLinear(model), data)
                .parameters(start)
                .build();
        messages[m] = assertThrows(DivergedException.class, trainer::run).getMessage();
      }
      assertEquals(messages[0], messages[1]);
    }
  }
}
