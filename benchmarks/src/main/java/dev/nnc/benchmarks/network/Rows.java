package dev.nnc.benchmarks.network;

import java.util.Arrays;

/** Sums over rows of numbers, in loops that C2 turns into vector code. */
final class Rows {
  private Rows() {}

  /** Adds a multiple of a row to another. */
  static void addScaled(float factor, float[] from, float[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * from[j];
    }
  }

  /** Adds a multiple of a part of a row to a part of another. */
  static void addScaled(float factor, float[] from, int start, float[] to, int place, int length) {
    for (int j = 0; j < length; j++) {
      to[place + j] += factor * from[start + j];
    }
  }

  /** Adds rows to others. */
  static void add(float[][] from, float[][] to) {
    for (int r = 0; r < to.length; r++) {
      addScaled(1, from[r], to[r]);
    }
  }

  /** Writes the product x W of matrices. */
  static void product(float[][] x, float[][] weight, float[][] y) {
    for (int r = 0; r < x.length; r++) {
      Arrays.fill(y[r], 0);
      addProduct(x[r], weight, y[r]);
    }
  }

  /** Adds the product of a row and a matrix. */
  static void addProduct(float[] x, float[][] weight, float[] y) {
    for (int i = 0; i < weight.length; i++) {
      addScaled(x[i], weight[i], y);
    }
  }

  /** Writes multiples of rows. */
  static void scale(float[][] from, float factor, float[][] to) {
    for (int r = 0; r < to.length; r++) {
      for (int j = 0; j < to[r].length; j++) {
        to[r][j] = factor * from[r][j];
      }
    }
  }

  /** Writes a matrix with its axes exchanged. */
  static void transpose(float[][] from, float[][] to) {
    for (int i = 0; i < from.length; i++) {
      for (int j = 0; j < to.length; j++) {
        to[j][i] = from[i][j];
      }
    }
  }
}
