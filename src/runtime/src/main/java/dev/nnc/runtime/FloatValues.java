package dev.nnc.runtime;

import java.util.Arrays;

/**
 * Numbers in a {@code float[]}.
 *
 * @param array the storage itself, not a copy
 */
@SuppressWarnings("ArrayRecordComponent")
public record FloatValues(float[] array) implements Values {
  @Override
  public Precision precision() {
    return Precision.FLOAT;
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
    array[index] = (float) value;
  }

  @Override
  public void copyTo(int from, Values target, int to, int count) {
    if (target instanceof FloatValues floats) {
      System.arraycopy(array, from, floats.array, to, count);
    } else if (target instanceof DoubleValues doubles) {
      for (int i = 0; i < count; i++) {
        doubles.array()[to + i] = array[from + i];
      }
    }
  }

  @Override
  public void fill(double value) {
    Arrays.fill(array, (float) value);
  }
}
