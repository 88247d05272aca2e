package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  static double[] array(Values values) {
    double[] copy = new double[values.length()];
    values.copyTo(0, new DoubleValues(copy), 0, copy.length);
    return copy;
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void findsTheLineInTheData(Precision precision) {
    Linear model = new Linear(precision, Data.settings(16, 60, Settings.Order.SHUFFLED));
    TrainingResult result =
        Trainer.builder(model, Data.table(300).subset(range(0, 200)))
            .validation(Data.table(300).subset(range(200, 250)))
            .test(Data.table(300).subset(range(250, 300)))
            .build()
            .run();
    assertEquals(60, result.reports().size());
    assertEquals(60 * 13, result.steps());
    assertTrue(result.test().get("mae") < 1e-4, result.test().toString());
    assertEquals(result.test().loss(), result.test().get("mse"), 1e-9);
    assertEquals(50, result.test().examples());
    assertFalse(result.stopped());
  }

  /** The same arithmetic without frames: exact agreement, epoch by epoch and at the end. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 1000})
  void agreesWithPlainLoop(int batch) {
    int rows = 50;
    Settings settings = Data.settings(batch, 5, Settings.Order.JAVA_SHUFFLE);
    Linear model = new Linear(Precision.DOUBLE, settings);
    Table data = Data.table(rows);
    TrainingResult result = Trainer.builder(model, data).build().run();

    double[] x = Data.inputs(rows);
    double[] y = Data.targets(x);
    double[] stats = array(Fitting.of(model.info(), data));
    double[] p = array(Initialization.parameters(model, 7));
    double[] v = new double[3];
    List<Integer> order = new ArrayList<>();
    int step = 0;
    for (int epoch = 0; epoch < 5; epoch++) {
      order.clear();
      for (int i = 0; i < rows; i++) {
        order.add(i);
      }
      Collections.shuffle(order, new java.util.Random(7 + epoch));
      double losses = 0;
      int steps = 0;
      int size = batch == 0 ? rows : batch;
      for (int from = 0; from < rows; from += size) {
        List<Integer> part = order.subList(from, Math.min(rows, from + size));
        double[] g = new double[3];
        double loss = 0;
        for (int i : part) {
          double a = (x[2 * i] - stats[0]) / stats[2];
          double b = (x[2 * i + 1] - stats[1]) / stats[3];
          double d = a * p[0] + b * p[1] + p[2] - y[i];
          loss += d * d;
          g[0] += 2 * d * a / part.size();
          g[1] += 2 * d * b / part.size();
          g[2] += 2 * d / part.size();
        }
        double rate = 1 / (1 + 0.01 * epoch + 1e-4 * step++);
        for (int j = 0; j < 3; j++) {
          v[j] = 0.9 * v[j] + g[j];
          p[j] -= Linear.LR * rate * v[j];
        }
        losses += loss / part.size();
        steps++;
      }
      assertEquals(losses / steps, result.reports().get(epoch).loss(), "epoch " + epoch);
    }
    assertArrayEquals(p, array(result.parameters()));
    assertNull(result.test());
  }

  @Test
  void streamingGivesTheSameBits() {
    Linear model = new Linear(Precision.FLOAT, Data.settings(16, 4, Settings.Order.SEQUENTIAL));
    Table data = Data.table(70);
    long[] told = new long[1];
    TrainingResult streamed =
        Trainer.builder(model, Data.streaming(data))
            .validation(Data.streaming(data))
            .listener(
                new Listener() {
                  @Override
                  public void started(int epochs, long steps) {
                    told[0] = steps;
                  }
                })
            .build()
            .run();
    TrainingResult held = Trainer.builder(model, data).validation(data).build().run();
    assertArrayEquals(array(held.parameters()), array(streamed.parameters()));
    assertEquals(20, told[0], "steps in all, counted in a pass");
    assertEquals(70, streamed.reports().get(0).validation().examples());
  }

  @Test
  void streamingWithAllExamplesInOneBatch() {
    Linear model = new Linear(Precision.DOUBLE, Data.settings(0, 3, Settings.Order.SEQUENTIAL));
    TrainingResult result = Trainer.builder(model, Data.streaming(Data.table(70))).build().run();
    assertEquals(3, result.steps());
  }

  @Test
  void stopsEarlyAndKeepsTheBest() {
    // Validation wants the opposite of training, so it is best early and then worse.
    Table training = Data.table(100);
    double[] x = Data.inputs(100);
    double[] opposite = Arrays.stream(Data.targets(x)).map(y -> 0.8 - y / 10).toArray();
    Table validation =
        Table.builder().column("x", 2, new DoubleValues(x)).column("y", opposite).build();
    Settings settings = Data.settings(10, 50, Settings.Order.SHUFFLED, 3, "mae", false);
    Linear model = new Linear(Precision.DOUBLE, settings);
    TrainingResult result = Trainer.builder(model, training).validation(validation).build().run();
    List<Double> monitored = result.reports().stream().map(EpochReport::monitored).toList();
    double best = Collections.min(monitored);
    assertEquals(best, result.best());
    assertEquals(monitored.indexOf(best), result.bestEpoch());
    assertEquals(result.bestEpoch() + 4, monitored.size(), "three epochs without improvement");
    assertTrue(result.reports().get(result.bestEpoch()).improved());
    assertFalse(result.reports().get(result.bestEpoch() + 1).improved());
    Scores scores = new Evaluation(model, result.weights(), 10).over(validation);
    assertEquals(result.best(), scores.get("mae"));
  }

  @Test
  void maximizesWhenAsked() {
    Settings settings = Data.settings(10, 20, Settings.Order.SHUFFLED, 2, "mae", true);
    Linear model = new Linear(Precision.DOUBLE, settings);
    Table data = Data.table(100);
    TrainingResult result = Trainer.builder(model, data).validation(data).build().run();
    assertEquals(0, result.bestEpoch(), "the worst error counts as the best");
    assertEquals(3, result.reports().size());
    TrainingResult without = Trainer.builder(model, data).build().run();
    assertEquals(20, without.reports().size(), "less training loss is better all the same");
    EpochReport last = without.reports().get(19);
    assertEquals(-last.loss(), last.monitored());
  }

  @Test
  void divergenceNamesTheStep() {
    double[] x = Data.inputs(40);
    double[] y = Data.targets(x);
    y[25] = Double.NaN;
    Table data = Table.builder().column("x", 2, new DoubleValues(x)).column("y", y).build();
    Linear model = new Linear(Precision.FLOAT, Data.settings(10, 3, Settings.Order.SEQUENTIAL));
    Trainer trainer = Trainer.builder(model, data).build();
    DivergedException e = assertThrows(DivergedException.class, trainer::run);
    assertEquals(0, e.epoch());
    assertEquals(2, e.step());
    assertEquals(
        "training diverged: the loss is NaN in epoch 1, step 3 (counted from 1)", e.getMessage());
    assertEquals(25, e.frame().examples[5]);
    assertTrue(Double.isFinite(e.frame().values("parameters").get(0)));
  }

  @Test
  void gradientThatOverflowsIsFoundBeforeTheUpdate() {
    double[] x = Data.inputs(10);
    double[] y = Data.targets(x);
    x[0] = 1.7e158;
    // The loss stays finite: the parameters of x are zero, its gradient is not.
    Values fitted = new DoubleValues(new double[] {0, 0, 1e-150, 1});
    Linear model = new Linear(Precision.DOUBLE, Data.settings(10, 3, Settings.Order.SEQUENTIAL));
    Trainer trainer =
        Trainer.builder(
                model, Table.builder().column("x", 2, new DoubleValues(x)).column("y", y).build())
            .parameters(new DoubleValues(new double[3]))
            .fitted(fitted)
            .build();
    DivergedException e = assertThrows(DivergedException.class, trainer::run);
    assertTrue(e.getMessage().contains("a gradient of the loss is not finite"), e.getMessage());
    assertArrayEquals(new double[3], array(e.frame().values("parameters")));
  }

  @Test
  void refusesWhatMakesNoSense() {
    Table data = Data.table(10);
    Linear unknown =
        new Linear(Precision.FLOAT, Data.settings(4, 1, Settings.Order.SHUFFLED, 0, "auc", true));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Trainer.builder(unknown, data).build());
    assertEquals("no metric auc to monitor; there are loss and [mae, mse]", e.getMessage());
    Linear model = new Linear(Precision.FLOAT, Data.settings(4, 1, Settings.Order.SHUFFLED));
    assertThrows(
        IllegalArgumentException.class,
        () -> Trainer.builder(model, data).parameters(new FloatValues(new float[2])).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> Trainer.builder(model, data.subset(new int[0])).build().run());
  }

  static int[] range(int from, int to) {
    int[] rows = new int[to - from];
    Arrays.setAll(rows, i -> from + i);
    return rows;
  }
}
