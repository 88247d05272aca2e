package dev.nnc.benchmarks.network;

/** The loss of a hand-written network, with its gradient. */
enum Loss {
  /** (y - t)². */
  SQUARED_ERROR {
    @Override
    float of(float[] y, float target, float[] dy, float weight) {
      float error = y[0] - target;
      dy[0] = 2 * error * weight;
      return error * error;
    }
  },
  /** The cross entropy of a class of two: log(1 + eˣ) - t·x. */
  BINARY {
    @Override
    float of(float[] y, float target, float[] dy, float weight) {
      float small = (float) Math.exp(-Math.abs(y[0]));
      float probability = (y[0] > 0 ? 1 : small) / (1 + small);
      dy[0] = (probability - target) * weight;
      return Math.max(y[0], 0) + (float) Math.log1p(small) - target * y[0];
    }
  },
  /** The cross entropy of a class of several: log Σeˣ - x[t]. */
  CROSS_ENTROPY {
    @Override
    float of(float[] y, float target, float[] dy, float weight) {
      float greatest = greatest(y);
      float total = 0;
      for (int c = 0; c < y.length; c++) {
        dy[c] = (float) Math.exp(y[c] - greatest);
        total += dy[c];
      }
      float scale = weight / total;
      for (int c = 0; c < y.length; c++) {
        dy[c] *= scale;
      }
      int label = (int) target;
      dy[label] -= weight;
      return (float) Math.log(total) + greatest - y[label];
    }
  };

  /**
   * The loss of one example.
   *
   * @param y what the network gives
   * @param target what it should give
   * @param dy gets the derivative of the weighted loss by each of {@code y}
   * @param weight of the example in the mean
   */
  abstract float of(float[] y, float target, float[] dy, float weight);

  /** The mean over all examples. */
  float of(float[][] y, float[][] targets, float[][] dy) {
    float sum = 0;
    for (int r = 0; r < y.length; r++) {
      sum += of(y[r], targets[r][0], dy[r], 1f / y.length);
    }
    return sum / y.length;
  }

  /** The greatest number. */
  static float greatest(float[] y) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : y) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }
}
