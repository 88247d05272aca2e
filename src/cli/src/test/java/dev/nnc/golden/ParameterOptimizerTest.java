package dev.nnc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Values;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Optimisers that see each parameter on its own, against their equations written out here for a
 * matrix of three rows and two columns, a wide one and a vector, in all engines.
 */
class ParameterOptimizerTest {
  private static final int STEPS = 4;

  /** A parameter and what its optimiser remembers, as plain arrays. */
  private static final class Plain {
    final int rows;
    final int columns;
    final double[] p;
    final double[] m;
    final double[] v;
    final double[] r;
    final double[] c;

    Plain(int rows, int columns, IntToDoubleFunction start) {
      this.rows = rows;
      this.columns = columns;
      p = new double[rows * columns];
      m = new double[rows * columns];
      v = new double[rows * columns];
      r = new double[rows];
      c = new double[columns];
      for (int i = 0; i < p.length; i++) {
        p[i] = start.applyAsDouble(i);
      }
    }
  }

  private interface Step {
    void take(Plain plain, double[] g, int step);
  }

  private static void check(String optimizer, String clip, Step step) {
    String text =
        """
        fn half(g[n]) = g / 2
        layer odd(x[3]) -> [2] {
          param W[3, 2] ~ ones
          param U[2, 4] ~ ones
          param b[2] ~ zeros
          y[j] = b[j] + (sum[i] x[i] * W[i, j]) + sum[k] U[j, k]
          return y
        }
        model M {
          input x[3]
          y = x |> odd
          output y
          loss sum(y)
        }
        train M {
          optimizer = %s
          %s
        }
        """
            .formatted(optimizer, clip);
    for (Engine engine : Engines.of(text)) {
      ModelInfo info = engine.info();
      Values parameters = engine.zeros(info.parameterCount());
      Values gradients = engine.zeros(info.parameterCount());
      Plain[] plains = {
        new Plain(3, 2, i -> Math.cos(i)),
        new Plain(2, 4, i -> 0.3 * i - 1),
        new Plain(2, 1, i -> i)
      };
      for (int k = 0; k < 3; k++) {
        int offset = info.parameters().get(k).offset();
        for (int i = 0; i < plains[k].p.length; i++) {
          parameters.set(offset + i, plains[k].p[i]);
        }
      }
      Frame update = new Frame(engine.routine("update"), 1);
      update.bind("parameters", parameters);
      update.bind("gradients", gradients);
      for (int t = 1; t <= STEPS; t++) {
        double[] g = new double[info.parameterCount()];
        for (int i = 0; i < g.length; i++) {
          g[i] = Math.sin(1.3 * i + 0.7 * t) * (clip.isEmpty() ? 1 : 0.5);
          gradients.set(i, clip.isEmpty() ? g[i] : 2 * g[i]);
        }
        update.values("rate").set(0, 0.5);
        update.values("step").set(0, t);
        update.run();
        for (int k = 0; k < 3; k++) {
          int offset = info.parameters().get(k).offset();
          double[] own = Arrays.copyOfRange(g, offset, offset + plains[k].p.length);
          step.take(plains[k], own, t);
          for (int i = 0; i < own.length; i++) {
            double tolerance = engine.name().contains("DOUBLE") ? 1e-9 : 2e-4;
            assertEquals(
                plains[k].p[i],
                parameters.get(offset + i),
                tolerance,
                engine.name() + ": number " + i + " of parameter " + k + " after step " + t);
          }
        }
      }
    }
  }

  private static double norm(double[] x) {
    double sum = 0;
    for (double e : x) {
      sum += e * e;
    }
    return Math.sqrt(sum);
  }

  @Test
  void lambTakesAShareOfTheParameter() {
    Step step =
        (x, g, t) -> {
          double[] r = new double[g.length];
          for (int i = 0; i < g.length; i++) {
            x.m[i] = 0.8 * x.m[i] + 0.2 * g[i];
            x.v[i] = 0.999 * x.v[i] + 0.001 * g[i] * g[i];
            double first = x.m[i] / (1 - Math.pow(0.8, t));
            double second = x.v[i] / (1 - Math.pow(0.999, t));
            r[i] = first / (Math.sqrt(second) + 1e-6) + 0.1 * x.p[i];
          }
          double ratio = norm(x.p) > 0 && norm(r) > 0 ? norm(x.p) / norm(r) : 1;
          add(x.p, r, -0.01 * ratio);
        };
    check("lamb(lr: 0.02, beta1: 0.8, weight_decay: 0.1)", "", step);
    check("lamb(lr: 0.02, beta1: 0.8, weight_decay: 0.1)", "clip = half", step);
  }

  @Test
  void adafactorKnowsRowsAndColumnsOnly() {
    check(
        "adafactor(lr: 0.2, weight_decay: 0.1)",
        "",
        (x, g, t) -> {
          double b = Math.pow(t, -0.8);
          double[] v = x.rows == 1 || x.columns == 1 ? whole(x, g, b) : factored(x, g, b);
          double[] u = new double[g.length];
          for (int i = 0; i < g.length; i++) {
            u[i] = g[i] / Math.sqrt(Math.max(v[i], 1e-14));
          }
          double lr = 0.1;
          double pace = Math.max(1e-3, rms(x.p)) * Math.min(lr, 1 / Math.sqrt(t));
          double[] old = x.p.clone();
          add(x.p, old, -lr * 0.1);
          add(x.p, u, -pace / Math.max(1, rms(u)));
        });
  }

  private static double[] whole(Plain x, double[] g, double b) {
    for (int i = 0; i < g.length; i++) {
      x.v[i] = (1 - b) * x.v[i] + b * g[i] * g[i];
    }
    return x.v.clone();
  }

  private static double[] factored(Plain x, double[] g, double b) {
    double[] row = new double[x.rows];
    double[] column = new double[x.columns];
    for (int i = 0; i < g.length; i++) {
      row[i / x.columns] += g[i] * g[i] / x.columns;
      column[i % x.columns] += g[i] * g[i] / x.rows;
    }
    double level = 0;
    for (int i = 0; i < x.rows; i++) {
      x.r[i] = (1 - b) * x.r[i] + b * row[i];
      level += x.r[i] / x.rows;
    }
    for (int j = 0; j < x.columns; j++) {
      x.c[j] = (1 - b) * x.c[j] + b * column[j];
    }
    double[] v = new double[g.length];
    for (int i = 0; i < g.length; i++) {
      v[i] = x.r[i / x.columns] * x.c[i % x.columns] / level;
    }
    return v;
  }

  @Test
  void muonStepsAlongAnOrthogonalMatrix() {
    check(
        "muon(lr: 0.04, weight_decay: 0.1)",
        "",
        (x, g, t) -> {
          double lr = 0.02;
          double[] old = x.p.clone();
          add(x.p, old, -lr * 0.1);
          if (x.columns == 1) {
            for (int i = 0; i < g.length; i++) {
              x.m[i] = 0.9 * x.m[i] + 0.1 * g[i];
              x.v[i] = 0.95 * x.v[i] + 0.05 * g[i] * g[i];
              double first = x.m[i] / (1 - Math.pow(0.9, t));
              double second = x.v[i] / (1 - Math.pow(0.95, t));
              x.p[i] -= 0.015 * lr * first / (Math.sqrt(second) + 1e-10);
            }
            return;
          }
          double[] o = new double[g.length];
          for (int i = 0; i < g.length; i++) {
            x.m[i] = 0.95 * x.m[i] + g[i];
            o[i] = g[i] + 0.95 * x.m[i];
          }
          double norm = norm(o) + 1e-7;
          for (int i = 0; i < g.length; i++) {
            o[i] /= norm;
          }
          for (int k = 0; k < 5; k++) {
            o = newtonSchulz(o, x.rows, x.columns);
          }
          add(x.p, o, -lr * Math.sqrt(Math.max(1, x.columns / (double) x.rows)));
        });
  }

  /** 3.4445·x - 4.775·(x xᵀ)x + 2.0315·(x xᵀ)²x, which is the same for the transposed matrix. */
  private static double[] newtonSchulz(double[] x, int rows, int columns) {
    double[] square = new double[rows * rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        for (int k = 0; k < columns; k++) {
          square[i * rows + j] += x[i * columns + k] * x[j * columns + k];
        }
      }
    }
    double[] cubed = times(square, x, rows, columns);
    double[] fifth = times(square, cubed, rows, columns);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = 3.4445 * x[i] - 4.775 * cubed[i] + 2.0315 * fifth[i];
    }
    return y;
  }

  private static double[] times(double[] square, double[] x, int rows, int columns) {
    double[] y = new double[x.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < rows; k++) {
          y[i * columns + j] += square[i * rows + k] * x[k * columns + j];
        }
      }
    }
    return y;
  }

  private static void add(double[] x, double[] y, double factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] += factor * y[i];
    }
  }

  private static double rms(double[] x) {
    return norm(x) / Math.sqrt(x.length);
  }
}
