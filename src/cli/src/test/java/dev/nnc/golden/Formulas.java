package dev.nnc.golden;

import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Values;

/** Values of formulas in generated code, in double. */
final class Formulas {
  private Formulas() {}

  /**
   * The single number that a formula gives.
   *
   * @param statements of a model, before the formula; its input is the vector {@code x}
   * @param formula the number
   * @param x the elements of the input
   */
  static double value(String statements, String formula, double... x) {
    String source =
        """
        model M {
          input x[%d]
          %s
          y = %s
          output y
          loss y + 0 * sum(x)
        }
        """
            .formatted(x.length, statements, formula);
    Engine engine = compiled(source);
    Frame frame = new Frame(engine.routine("predict"), 1);
    if (frame.has("parameters")) {
      Frame initialize = new Frame(engine.routine("initialize"), 1);
      initialize.run();
      frame.bind("parameters", initialize.values("parameters"));
    }
    if (frame.has("input:x")) {
      Values input = frame.values("input:x");
      for (int i = 0; i < x.length; i++) {
        input.set(i, x[i]);
      }
    }
    frame.run();
    return frame.values("output:y").get(0);
  }

  /** So many numbers between -1 and 1 without a pattern. */
  static double[] numbers(int count) {
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = Math.sin(1 + 1.7 * i + 0.3 * i * i);
    }
    return x;
  }

  /** The only model of a text, compiled in double. */
  static Engine compiled(String source) {
    return Engines.of(source).stream()
        .filter(engine -> engine.name().equals("compiled DOUBLE"))
        .findFirst()
        .orElseThrow();
  }
}
