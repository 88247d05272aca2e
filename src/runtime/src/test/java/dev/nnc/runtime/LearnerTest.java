package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final int ROWS = 30;
  private static final int BATCH = 4;
  private static final int STEPS = 8;

  private static final Linear MODEL =
      new Linear(Precision.FLOAT, Data.settings(BATCH, 1, Settings.Order.SEQUENTIAL));

  @Test
  void stepsAreThoseOfATrainer() {
    double[] losses = new double[STEPS];
    TrainingResult result =
        Trainer.builder(MODEL, Data.table(ROWS))
            .listener(
                new Listener() {
                  @Override
                  public void stepDone(int epoch, long step, double loss) {
                    losses[(int) step] = loss;
                  }
                })
            .build()
            .run();
    Weights weights = start(result.weights());
    Learner learner = new Learner(MODEL, weights, BATCH, STEPS, 7);
    for (int i = 0; i < STEPS; i++) {
      assertEquals(i, learner.steps());
      assertEquals(losses[i], learner.step(fill(learner, i * BATCH)), "loss of step " + i);
    }
    assertArrayEquals(numbers(result.weights()), numbers(weights));
    assertTrue(learner.rate() < 1);
  }

  @Test
  void predictorsSeeEachStep() {
    Weights weights = start(Weights.initial(MODEL, 7));
    Learner learner = new Learner(MODEL, weights, BATCH, 0, 0);
    Predictor predictor = new Predictor(MODEL, weights, 1);
    predictor.set(0, new float[] {1, 2});
    predictor.run();
    double before = predictor.get(0);
    learner.step(fill(learner, 0));
    predictor.run();
    assertTrue(predictor.get(0) != before);
  }

  @Test
  void stepsAllocateNothing() {
    Learner learner = new Learner(MODEL, start(Weights.initial(MODEL, 7)), BATCH, 0, 0);
    float[] x = {1, 2};
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < 5_000; i++) {
      long before = AllocationTest.allocated();
      learner.set(0, 0, x);
      learner.set(0, 1, 3);
      learner.step(1);
      allocated = Math.min(allocated, AllocationTest.allocated() - before);
    }
    assertEquals(0, allocated);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Learner learner = new Learner(MODEL, start(Weights.initial(MODEL, 7)), BATCH, 0, 0);
    refuses("no input or target z, but [x, y]", () -> learner.field("z"));
    refuses("x needs 2 numbers, not 3", () -> learner.set(0, 0, new float[3]));
    refuses("x needs 2 numbers, not 1", () -> learner.set(0, 0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> learner.set(BATCH, 1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> learner.step(0));
    assertThrows(IndexOutOfBoundsException.class, () -> learner.step(BATCH + 1));
    learner.set(0, 1, Double.NaN);
    assertThrows(DivergedException.class, () -> learner.step(1));
  }

  private static void refuses(String message, Runnable what) {
    Exception e = assertThrows(IllegalArgumentException.class, what::run);
    assertEquals(message, e.getMessage());
  }

  /** First weights, with the statistics of others. */
  private static Weights start(Weights others) {
    Weights weights = Weights.initial(MODEL, 7);
    others.fitted().copyTo(0, weights.fitted(), 0, 2 * Linear.WIDTH);
    return weights;
  }

  /** Fills in examples from a number on; returns how many there are. */
  private static int fill(Learner learner, int first) {
    double[] x = Data.inputs(ROWS);
    double[] y = Data.targets(x);
    int count = Math.min(BATCH, ROWS - first);
    for (int r = 0; r < count; r++) {
      int at = Linear.WIDTH * (first + r);
      learner.set(r, learner.field("x"), new float[] {(float) x[at], (float) x[at + 1]});
      learner.set(r, learner.field("y"), y[first + r]);
    }
    return count;
  }

  private static float[] numbers(Weights weights) {
    return ((FloatValues) weights.parameters()).array();
  }
}
