package dev.nnc.benchmarks.network;

import java.util.Arrays;

/** The greatest of each two by two numbers of square channels. */
final class MaxPool {
  private final int size;
  private final int[][] winner;

  /**
   * Pooling.
   *
   * @param examples in a batch
   * @param channels of an example
   * @param size height and width of an example, an even number
   */
  MaxPool(int examples, int channels, int size) {
    this.size = size;
    winner = new int[examples][channels * size * size / 4];
  }

  /** Room for what it gives. */
  float[][] rows() {
    return new float[winner.length][winner[0].length];
  }

  /** Computes y from x, an example a row, channel by channel. */
  void forward(float[][] x, float[][] y) {
    int half = size / 2;
    for (int r = 0; r < x.length; r++) {
      for (int p = 0; p < y[r].length; p++) {
        // A row of windows lies two rows of the example behind the one before, channels too.
        int first = p / half * 2 * size + p % half * 2;
        int best = greater(x[r], first, first + 1);
        best = greater(x[r], best, first + size);
        best = greater(x[r], best, first + size + 1);
        winner[r][p] = best;
        y[r][p] = x[r][best];
      }
    }
  }

  private static int greater(float[] x, int a, int b) {
    return x[b] > x[a] ? b : a;
  }

  /** Computes the gradient of x from that of y. */
  void backward(float[][] dy, float[][] dx) {
    for (int r = 0; r < dy.length; r++) {
      Arrays.fill(dx[r], 0);
      for (int p = 0; p < dy[r].length; p++) {
        dx[r][winner[r][p]] += dy[r][p];
      }
    }
  }
}
