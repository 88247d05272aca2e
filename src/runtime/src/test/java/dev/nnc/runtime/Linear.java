package dev.nnc.runtime;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Linear regression written by hand, as a generated model would be: y = sum of w[i] * standardized
 * x[i], plus b; squared error; momentum 0.9; the rate falls with the epochs that the memory counts.
 */
final class Linear extends Model {
  static final int WIDTH = 2;
  static final double LR = 0.05;

  private final ModelInfo info;
  private final Map<String, Routine> routines;

  Linear(Precision precision, Settings settings) {
    this(precision, settings, 0);
  }

  /**
   * Makes the model.
   *
   * @param noise how much random noise, keyed by seed, step and example, is added to the target
   */
  Linear(Precision precision, Settings settings, double noise) {
    Slot x = new Slot("input:x", false, WIDTH, 0);
    Slot y = new Slot("target:y", false, 1, 0);
    Slot fitted = fixed("fitted", 2 * WIDTH);
    Slot parameters = fixed("parameters", WIDTH + 1);
    Slot gradients = fixed("gradients", WIDTH + 1);
    Slot loss = fixed("loss", 1);
    Slot clock = fixed("clock", 5);
    Slot memory = fixed("memory", 2);
    Slot rate = fixed("rate", 1);
    routines =
        Map.of(
            "predict",
            routine(
                precision,
                f -> {
                  for (int i = 0; i < f.batch; i++) {
                    set(f, 3, i, estimate(f, i, 0, 1, 2));
                  }
                },
                x,
                fitted,
                parameters,
                new Slot("output:estimate", false, 1, 0)),
            "train",
            routine(precision, f -> train(f, noise), x, fitted, parameters, y, gradients, loss),
            "evaluate",
            routine(
                precision,
                Linear::evaluate,
                x,
                fitted,
                parameters,
                y,
                loss,
                fixed("accumulators", 2)),
            "metrics",
            routine(
                precision,
                f -> {
                  set(f, 2, 0, get(f, 0, 0) / get(f, 1, 0));
                  set(f, 2, 1, get(f, 0, 1) / get(f, 1, 0));
                },
                fixed("accumulators", 2),
                fixed("count", 1),
                fixed("values", 2)),
            "initialize",
            routine(
                precision,
                f -> {
                  for (int i = 0; i < WIDTH; i++) {
                    set(f, 0, i, 0.1 * Random.uniform(f.seed, 0, -1, 0, i));
                  }
                },
                parameters),
            "update",
            routine(
                precision,
                Linear::update,
                gradients,
                rate,
                fixed("step", 1),
                parameters,
                fixed("state", WIDTH + 1)),
            "rate",
            routine(
                precision,
                f -> set(f, 2, 0, 1 / (1 + 0.01 * get(f, 1, 0) + 1e-4 * get(f, 0, 0))),
                clock,
                memory,
                rate),
            "remember",
            routine(
                precision,
                f -> {
                  set(f, 1, 0, get(f, 1, 0) + 1);
                  set(f, 1, 1, get(f, 0, 4));
                },
                clock,
                memory));
    info =
        new ModelInfo(
            "test.Linear",
            "",
            precision,
            List.of(new ModelInfo.Field("x", List.of(WIDTH), 0, List.of(), List.of(), 0, "")),
            List.of(new ModelInfo.Field("y", List.of(), 0, List.of(), List.of(), -1, "")),
            List.of(new ModelInfo.Output("estimate", List.of(), "", "")),
            List.of(
                new ModelInfo.Parameter("w", List.of(WIDTH), 0),
                new ModelInfo.Parameter("b", List.of(), WIDTH)),
            WIDTH + 1,
            2 * WIDTH,
            List.of("mae", "mse"),
            2,
            List.of(ModelInfo.Loss.only(WIDTH + 1, List.of(0.0))),
            List.of(0.0, 0.0),
            settings);
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public Routine routine(String name) {
    Routine routine = routines.get(name);
    if (routine == null) {
      throw new IllegalArgumentException("no routine " + name);
    }
    return routine;
  }

  private static Slot fixed(String name, int length) {
    return new Slot(name, false, 0, length);
  }

  private static Routine routine(Precision precision, Consumer<Frame> body, Slot... slots) {
    return new Routine(precision, slots) {
      @Override
      public void run(Frame frame) {
        body.accept(frame);
      }
    };
  }

  private static double get(Frame f, int slot, int index) {
    return f.floats != null ? f.floats[slot][index] : f.doubles[slot][index];
  }

  private static void set(Frame f, int slot, int index, double value) {
    if (f.floats != null) {
      f.floats[slot][index] = (float) value;
    } else {
      f.doubles[slot][index] = value;
    }
  }

  private static double estimate(Frame f, int row, int x, int fitted, int parameters) {
    double sum = 0;
    for (int j = 0; j < WIDTH; j++) {
      sum += standardized(f, row, j, x, fitted) * get(f, parameters, j);
    }
    return sum + get(f, parameters, WIDTH);
  }

  private static double standardized(Frame f, int row, int j, int x, int fitted) {
    return (get(f, x, row * WIDTH + j) - get(f, fitted, j)) / get(f, fitted, WIDTH + j);
  }

  private static void train(Frame f, double noise) {
    double loss = 0;
    for (int j = 0; j <= WIDTH; j++) {
      set(f, 4, j, 0);
    }
    for (int i = 0; i < f.batch; i++) {
      double jitter = noise * Random.uniform(f.seed, f.step, f.examples[i], 0, 0);
      double d = estimate(f, i, 0, 1, 2) - (get(f, 3, i) + jitter);
      loss += d * d;
      for (int j = 0; j < WIDTH; j++) {
        set(f, 4, j, get(f, 4, j) + 2 * d * standardized(f, i, j, 0, 1) / f.batch);
      }
      set(f, 4, WIDTH, get(f, 4, WIDTH) + 2 * d / f.batch);
    }
    set(f, 5, 0, loss / f.batch);
  }

  private static void evaluate(Frame f) {
    double absolute = 0;
    double squared = 0;
    for (int i = 0; i < f.batch; i++) {
      double d = estimate(f, i, 0, 1, 2) - get(f, 3, i);
      absolute += Math.abs(d);
      squared += d * d;
    }
    set(f, 4, 0, squared / f.batch);
    set(f, 5, 0, absolute);
    set(f, 5, 1, squared);
  }

  private static void update(Frame f) {
    for (int j = 0; j <= WIDTH; j++) {
      set(f, 4, j, 0.9 * get(f, 4, j) + get(f, 0, j));
      set(f, 3, j, get(f, 3, j) - LR * get(f, 1, 0) * get(f, 4, j));
    }
  }
}
