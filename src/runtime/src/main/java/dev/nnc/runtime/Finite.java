package dev.nnc.runtime;

import java.util.Arrays;

/**
 * Tells whether all numbers of an array are finite, by adding up zero times each of them, which is
 * no number where one is infinite or none. A loop that sums waits for each addition before the
 * next; so a long array is added up by pieces, place by place, which the compiler does over lanes,
 * and short ones by several sums side by side.
 */
final class Finite {
  /** Places of a piece: few enough for the first cache. */
  private static final int PIECE = 1024;

  /** Shorter arrays are not worth pieces. */
  private static final int LONG = 4 * PIECE;

  private final float[] floats;
  private final float[] piece;
  private final double[] doubles;
  private final double[] doublePiece;

  /**
   * Allocates what checks need.
   *
   * @param precision of the numbers
   * @param most how many numbers there are at most
   */
  Finite(Precision precision, int most) {
    int size = most < LONG ? 0 : PIECE;
    boolean single = precision == Precision.FLOAT;
    floats = new float[single ? size : 0];
    piece = new float[single ? size : 0];
    doubles = new double[single ? 0 : size];
    doublePiece = new double[single ? 0 : size];
  }

  /**
   * Whether numbers are finite.
   *
   * @param values of the precision of this
   * @param from the place of the first
   */
  boolean check(Values values, int from) {
    return values instanceof FloatValues f
        ? check(f.array(), from)
        : check(((DoubleValues) values).array(), from);
  }

  private boolean check(float[] array, int from) {
    int next = from;
    if (array.length - from < LONG || piece.length == 0) {
      return zero(array, next);
    }
    Arrays.fill(floats, 0);
    for (; next + PIECE <= array.length; next += PIECE) {
      System.arraycopy(array, next, piece, 0, PIECE);
      add(piece, floats);
    }
    return zero(array, next) && zero(floats, 0);
  }

  private static void add(float[] some, float[] sums) {
    for (int i = 0; i < PIECE; i++) {
      sums[i] = sums[i] + 0f * some[i];
    }
  }

  private static boolean zero(float[] array, int from) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = from;
    for (; i < array.length - 7; i += 8) {
      a += 0f * array[i];
      b += 0f * array[i + 1];
      c += 0f * array[i + 2];
      d += 0f * array[i + 3];
      e += 0f * array[i + 4];
      f += 0f * array[i + 5];
      g += 0f * array[i + 6];
      h += 0f * array[i + 7];
    }
    for (; i < array.length; i++) {
      a += 0f * array[i];
    }
    return a + b + c + d + e + f + g + h == 0;
  }

  private boolean check(double[] array, int from) {
    int next = from;
    if (array.length - from < LONG || doublePiece.length == 0) {
      return zero(array, next);
    }
    Arrays.fill(doubles, 0);
    for (; next + PIECE <= array.length; next += PIECE) {
      System.arraycopy(array, next, doublePiece, 0, PIECE);
      add(doublePiece, doubles);
    }
    return zero(array, next) && zero(doubles, 0);
  }

  private static void add(double[] some, double[] sums) {
    for (int i = 0; i < PIECE; i++) {
      sums[i] = sums[i] + 0 * some[i];
    }
  }

  private static boolean zero(double[] array, int from) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i < array.length - 3; i += 4) {
      a += 0 * array[i];
      b += 0 * array[i + 1];
      c += 0 * array[i + 2];
      d += 0 * array[i + 3];
    }
    for (; i < array.length; i++) {
      a += 0 * array[i];
    }
    return a + b + c + d == 0;
  }
}
