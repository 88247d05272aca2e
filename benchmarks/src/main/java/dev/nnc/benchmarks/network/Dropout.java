package dev.nnc.benchmarks.network;

import dev.nnc.runtime.Random;

/**
 * In training, numbers become 0 with a probability, and the others grow in return. The random
 * numbers are those that generated code draws, so that both compute the same.
 */
final class Dropout {
  private final int site;
  private final float rate;
  private final int steps;
  private final float[][] factor;

  /**
   * A layer.
   *
   * @param site which place of the model draws random numbers, from 0
   * @param rate the probability
   * @param rows all steps of all examples
   * @param steps of an example
   * @param width of a row
   */
  Dropout(int site, float rate, int rows, int steps, int width) {
    this.site = site;
    this.rate = rate;
    this.steps = steps;
    factor = new float[rows][width];
  }

  /** Drops some numbers of each row. */
  void forward(float[][] x) {
    for (int r = 0; r < x.length; r++) {
      long key = Random.row(0, 0, r / steps, site);
      int place = r % steps * x[r].length;
      for (int j = 0; j < x[r].length; j++) {
        factor[r][j] = Random.uniformFloat(key, place + j) < rate ? 0 : 1 / (1 - rate);
        x[r][j] *= factor[r][j];
      }
    }
  }

  /** Turns the gradients of what forward gave into those of what it took. */
  void backward(float[][] dy, float[][] dx) {
    for (int r = 0; r < dy.length; r++) {
      for (int j = 0; j < dy[r].length; j++) {
        dx[r][j] = dy[r][j] * factor[r][j];
      }
    }
  }
}
