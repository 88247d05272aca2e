package dev.nnc.benchmarks.network;

/** What the predictions of a hand-written network make of its last layer. */
enum Head {
  /** Nothing. */
  PLAIN {
    @Override
    void apply(float[] y, float[] output, int at, float mean, float deviation) {
      System.arraycopy(y, 0, output, at, y.length);
    }
  },
  /** The number in the units of its target. */
  IN_UNITS {
    @Override
    void apply(float[] y, float[] output, int at, float mean, float deviation) {
      output[at] = y[0] * deviation + mean;
    }
  },
  /** A probability, 1/(1 + e⁻ˣ). */
  SIGMOID {
    @Override
    void apply(float[] y, float[] output, int at, float mean, float deviation) {
      output[at] = 1 / (1 + (float) Math.exp(-y[0]));
    }
  },
  /** Probabilities that add up to 1. */
  SOFTMAX {
    @Override
    void apply(float[] y, float[] output, int at, float mean, float deviation) {
      float greatest = Loss.greatest(y);
      float total = 0;
      for (int c = 0; c < y.length; c++) {
        output[at + c] = (float) Math.exp(y[c] - greatest);
        total += output[at + c];
      }
      for (int c = 0; c < y.length; c++) {
        output[at + c] /= total;
      }
    }
  };

  /**
   * Writes the output of one example.
   *
   * @param y the last layer
   * @param output where it goes
   * @param at from which place
   * @param mean of the target
   * @param deviation of the target
   */
  abstract void apply(float[] y, float[] output, int at, float mean, float deviation);
}
