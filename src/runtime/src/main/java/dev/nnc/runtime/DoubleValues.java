package dev.nnc.runtime;

import java.util.Arrays;

/**
 * Numbers in a {@code double[]}.
 *
 * @param array the storage itself, not a copy
 */
@SuppressWarnings("ArrayRecordComponent")
public record DoubleValues(double[] array) implements Values {
  @Override
  public Precision precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int length() {
    return array.length;
  }

  @Override
  public double get(int index) {
    return array[index];
  }

  @Override
  public void set(int index, double value) {
    array[index] = value;
  }

  @Override
  public void copyTo(int from, Values target, int to, int count) {
    if (target instanceof DoubleValues doubles) {
      System.arraycopy(array, from, doubles.array, to, count);
    } else if (target instanceof FloatValues floats) {
      for (int i = 0; i < count; i++) {
        floats.array()[to + i] = (float) array[from + i];
      }
    }
  }

  @Override
  public void fill(double value) {
    Arrays.fill(array, value);
  }
}
