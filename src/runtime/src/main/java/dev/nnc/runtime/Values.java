package dev.nnc.runtime;

/** A fixed-length row of numbers in one of the two precisions. Not safe for concurrent writes. */
public sealed interface Values permits FloatValues, DoubleValues {
  /**
   * Allocates zeros.
   *
   * @param precision the format
   * @param length how many numbers
   * @return a fresh array
   */
  static Values allocate(Precision precision, int length) {
    return precision == Precision.FLOAT
        ? new FloatValues(new float[length])
        : new DoubleValues(new double[length]);
  }

  /** The format of the numbers. */
  Precision precision();

  /** How many numbers there are. */
  int length();

  /**
   * One number.
   *
   * @param index its place, from 0
   * @return its value, exactly
   */
  double get(int index);

  /**
   * Stores a number, rounded to the precision.
   *
   * @param index its place, from 0
   * @param value the number
   */
  void set(int index, double value);

  /**
   * Copies a run of numbers, converting between precisions where they differ.
   *
   * @param from the first place to read here
   * @param target where to write
   * @param to the first place to write there
   * @param count how many numbers
   */
  void copyTo(int from, Values target, int to, int count);

  /**
   * Stores the same number in every place.
   *
   * @param value the number
   */
  void fill(double value);

  /** A fresh array of the same precision with the same numbers. */
  default Values copy() {
    Values result = allocate(precision(), length());
    copyTo(0, result, 0, length());
    return result;
  }
}
