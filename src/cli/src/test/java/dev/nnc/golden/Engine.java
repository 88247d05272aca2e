package dev.nnc.golden;

import dev.nnc.runtime.DoubleValues;
import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Values;
import java.util.function.Function;

/**
 * One way to run a model.
 *
 * @param name what reports call it
 * @param precision the format of its numbers
 * @param info the description of the model
 * @param routines its routines by name
 * @param threads how many threads share the work
 */
record Engine(
    String name,
    Precision precision,
    ModelInfo info,
    Function<String, Routine> routines,
    int threads) {

  /** Runs a routine of this engine. */
  void run(Frame frame) {
    frame.run(threads);
  }

  Routine routine(String routine) {
    return routines.apply(routine);
  }

  /** Zeros in the model's precision. */
  Values zeros(int length) {
    return precision == Precision.FLOAT
        ? new FloatValues(new float[length])
        : new DoubleValues(new double[length]);
  }

  /** How far a value may be from the reference: relative to it where it is larger than 1. */
  double tolerance(double reference) {
    double share = precision == Precision.FLOAT ? 1e-4 : 1e-9;
    return share * Math.max(1, Math.abs(reference));
  }
}
