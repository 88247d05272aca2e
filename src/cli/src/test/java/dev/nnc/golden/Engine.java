package dev.nnc.golden;

import dev.nnc.runtime.DoubleValues;
import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;

/**
 * One way to run a model.
 *
 * @param name what reports call it
 * @param model the model
 */
record Engine(String name, Model model) {
  Precision precision() {
    return model.info().precision();
  }

  /** Zeros in the model's precision. */
  Values zeros(int length) {
    return precision() == Precision.FLOAT
        ? new FloatValues(new float[length])
        : new DoubleValues(new double[length]);
  }

  /** How far a value may be from the reference: relative to it where it is larger than 1. */
  double tolerance(double reference) {
    double share = precision() == Precision.FLOAT ? 1e-4 : 1e-9;
    return share * Math.max(1, Math.abs(reference));
  }
}
