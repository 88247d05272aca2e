package dev.nnc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of the standard library no reference case reaches: initialisers, noise, some layers. */
class LibraryTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 30;

  @Test
  void initialisersHaveTheirMeansAndDeviations() {
    moments("zeros", 0, 0);
    moments("ones", 1, 0);
    moments("constant(2.5)", 2.5, 0);
    moments("uniform(-1, 3)", 1, 4 / Math.sqrt(12));
    moments("normal(1, deviation: 0.5)", 1, 0.5);
    moments("truncated_normal(deviation: 2)", 0, 2 * 0.879626);
    moments("glorot_uniform", 0, Math.sqrt(2.0 / (ROWS + COLUMNS)));
    moments("glorot_normal", 0, Math.sqrt(2.0 / (ROWS + COLUMNS)));
    moments("he_uniform", 0, Math.sqrt(2.0 / ROWS));
    moments("he_normal(fan_in: 400)", 0, Math.sqrt(2.0 / 400));
    moments("lecun_uniform", 0, Math.sqrt(1.0 / ROWS));
    moments("lecun_normal", 0, Math.sqrt(1.0 / ROWS));
  }

  private static void moments(String initializer, double mean, double deviation) {
    Values values = initial(initializer, "[" + ROWS + ", " + COLUMNS + "]");
    int count = ROWS * COLUMNS;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      sum += values.get(i);
      squares += values.get(i) * values.get(i);
    }
    double variance = Math.max(0, squares / count - sum / count * (sum / count));
    double margin = 5 * deviation / Math.sqrt(count) + 1e-12;
    assertEquals(mean, sum / count, margin, initializer);
    assertEquals(deviation, Math.sqrt(variance), margin, initializer);
  }

  @Test
  void truncatedNormalStaysWithinTwoDeviations() {
    Values values = initial("truncated_normal(deviation: 2)", "[40, 30]");
    for (int i = 0; i < ROWS * COLUMNS; i++) {
      assertTrue(Math.abs(values.get(i)) <= 4 + 1e-9, "element " + i + ": " + values.get(i));
    }
  }

  @Test
  void orthogonalMatricesHaveOrthonormalRowsOrColumns() {
    orthonormal("orthogonal", "[6, 4]", 6, 4, 1);
    orthonormal("orthogonal(gain: 2)", "[4, 6]", 4, 6, 4);
    orthonormal("orthogonal", "[4, 2, 3]", 4, 6, 1);
    orthonormal("orthogonal", "[32, 32]", 32, 32, 1);
    orthonormal("orthogonal", "[5]", 5, 1, 1);
  }

  private static void orthonormal(
      String initializer, String shape, int rows, int columns, double square) {
    Values w = initial(initializer, shape);
    boolean wide = rows <= columns;
    for (int i = 0; i < Math.min(rows, columns); i++) {
      for (int j = 0; j < Math.min(rows, columns); j++) {
        double dot = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          double a = wide ? w.get(i * columns + k) : w.get(k * columns + i);
          double b = wide ? w.get(j * columns + k) : w.get(k * columns + j);
          dot += a * b;
        }
        assertEquals(i == j ? square : 0, dot, 1e-9, initializer + shape + " " + i + ", " + j);
      }
    }
  }

  /** The initial values in double of a parameter. */
  private static Values initial(String initializer, String shape) {
    String source =
        """
        layer held()(x) {
          param w%s ~ %s
          return x * sum(w)
        }
        model M {
          input x
          y = held()(x)
          output y
          loss y
        }
        """
            .formatted(shape, initializer);
    Frame frame = new Frame(Formulas.compiled(source).routine("initialize"), 1);
    frame.seed = 3;
    frame.run();
    return frame.values("parameters");
  }

  @Test
  void dropoutKeepsTheMeanInTrainingAndDoesNothingElse() {
    Engine engine =
        Formulas.compiled(
            """
            model M {
              input x[1000]
              y = mean(x |> dropout(0.25))
              zeros = mean(if (x |> dropout(0.25)) == 0 then 1 else 0)
              output y
              loss y + 10 * zeros
            }
            """);
    Frame train = filled(engine, "train", 1);
    train.run();
    double loss = train.values("loss").get(0);
    assertEquals(1 + 10 * 0.25, loss, 0.7);
    assertTrue(loss != 1, "nothing was dropped");
    Frame evaluate = filled(engine, "evaluate", 1);
    evaluate.run();
    assertEquals(1, evaluate.values("loss").get(0));
  }

  private static Frame filled(Engine engine, String routine, double value) {
    Frame frame = new Frame(engine.routine(routine), 1);
    Values x = frame.values("input:x");
    for (int i = 0; i < x.length(); i++) {
      x.set(i, value);
    }
    return frame;
  }

  @Test
  void normsScaleTheLastAxis() {
    assertEquals(0, predicted("mean(x |> layer_norm)"), 1e-12);
    assertEquals(1, predicted("var(x |> layer_norm(0))"), 1e-12);
    assertEquals(1, predicted("mean((x |> rms_norm(0))^2)"), 1e-12);
  }

  @Test
  void activationsWithParametersStartAsLeakyRelu() {
    double expected = predicted("sum(leaky_relu(x, 0.25))");
    assertEquals(expected, predicted("sum(x |> prelu)"), 1e-12);
    assertEquals(expected, predicted("sum(x |> channel_prelu)"), 1e-12);
  }

  @Test
  void functionsAndTheirInversesMeet() {
    assertEquals(0.9999, predicted("erf(erf_inverse(0.9999 + 0 * x[0]))"), 1e-12);
    assertEquals(-0.3, predicted("erf(erf_inverse(-0.3 + 0 * x[0]))"), 1e-12);
    assertEquals(0.7, predicted("sin(asin(0.7 + 0 * x[0]))"), 1e-12);
    assertEquals(0.7, predicted("cos(acos(0.7 + 0 * x[0]))"), 1e-12);
    assertEquals(-5, predicted("sinh(asinh(0 * x[0] - 5))"), 1e-12);
    assertEquals(0.7, predicted("tanh(atanh(0.7 + 0 * x[0]))"), 1e-12);
    assertEquals(3, predicted("log2(8 + 0 * x[0])"), 1e-12);
    assertEquals(3, predicted("log10(1000 + 0 * x[0])"), 1e-12);
  }

  @Test
  void classesBecomeVectorsAndBack() {
    assertEquals(2, predicted("argmax(one_hot(argmax(x)))"));
    assertEquals(1, predicted("accuracy(x, argmax(x))"));
    assertEquals(0, predicted("top_k(x, argmin(x), n: 3)"));
    assertEquals(1, predicted("top_k(x, argmin(x), n: 4)"));
  }

  /** A formula at x = (1, -2, 3, 0.5), in double. */
  private static double predicted(String formula) {
    return Formulas.value("", formula, 1, -2, 3, 0.5);
  }

  @Test
  void everyOptimizerGoesDownhill() {
    for (String optimizer :
        new String[] {
          "sgd(lr: 0.1)",
          "sgd(lr: 0.1, momentum: 0.5, dampening: 0.2)",
          "momentum(lr: 0.05)",
          "nesterov(lr: 0.05)",
          "adagrad(lr: 0.5)",
          "adadelta(lr: 10)",
          "rmsprop(lr: 0.05)",
          "rmsprop(lr: 0.02, momentum: 0.5, centered: true)",
          "adam(lr: 0.1)",
          "adam(lr: 0.1, amsgrad: true)",
          "adamw(lr: 0.1, amsgrad: true)",
          "adamax(lr: 0.1)",
          "nadam(lr: 0.1)",
          "radam(lr: 0.1)",
          "lion(lr: 0.05)",
          "lamb(lr: 0.1)",
          "adafactor(lr: 0.5)",
          "muon(lr: 0.1, vector_lr: 1)"
        }) {
      double left = distanceAfter(optimizer);
      assertTrue(left < 0.3, optimizer + " ends at a distance of " + left);
    }
  }

  /** How far from the minimum of (w - 1)²/2 an optimiser is after 100 steps from 0. */
  private static double distanceAfter(String optimizer) {
    Engine engine =
        Formulas.compiled(
            """
            layer held()(x) {
              param w ~ zeros
              return x * w
            }
            model M {
              input x
              y = held()(x)
              output y
              loss y
            }
            train M { optimizer = %s }
            """
                .formatted(optimizer));
    ModelInfo info = engine.info();
    Frame update = new Frame(engine.routine("update"), 1);
    if (update.has("state")) {
      List<Double> first = info.losses().get(0).optimizerState();
      for (int k = 0; k < first.size(); k++) {
        update.values("state").set(k, first.get(k));
      }
    }
    update.values("rate").set(0, 1);
    for (int step = 1; step <= 100; step++) {
      if (update.has("step")) {
        update.values("step").set(0, step);
      }
      update.values("gradients").set(0, update.values("parameters").get(0) - 1);
      update.run();
    }
    return Math.abs(update.values("parameters").get(0) - 1);
  }
}
