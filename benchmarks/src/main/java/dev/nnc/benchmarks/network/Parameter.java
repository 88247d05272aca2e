package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.Arrays;
import java.util.function.IntFunction;

/** A parameter of a network written by hand: rows of numbers, each with its gradient. */
final class Parameter {
  /** The numbers. */
  final float[][] value;

  /** Their gradients in the last step. */
  final float[][] gradient;

  private final int offset;
  private final Descent[] descents;

  /**
   * A parameter.
   *
   * @param where its shape and place
   * @param initial all parameters of the network, to copy
   * @param descent makes what changes so many numbers
   */
  Parameter(ModelInfo.Parameter where, float[] initial, IntFunction<Descent> descent) {
    offset = where.offset();
    int rows = where.shape().get(0);
    int columns = where.size() / rows;
    value = new float[rows][columns];
    gradient = new float[rows][columns];
    descents = new Descent[rows];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(initial, offset + i * columns, value[i], 0, columns);
      descents[i] = descent.apply(columns);
    }
  }

  /** Sets the gradients to 0. */
  void clear() {
    for (float[] row : gradient) {
      Arrays.fill(row, 0);
    }
  }

  /** Takes a step against the gradients. */
  void update(float factor) {
    for (int i = 0; i < value.length; i++) {
      descents[i].step(value[i], gradient[i], factor);
    }
  }

  /** Copies numbers or gradients to where the compiler has them. */
  void copy(boolean gradients, float[] target) {
    int place = offset;
    for (float[] row : gradients ? gradient : value) {
      System.arraycopy(row, 0, target, place, row.length);
      place += row.length;
    }
  }
}
