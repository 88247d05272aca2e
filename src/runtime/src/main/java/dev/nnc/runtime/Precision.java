package dev.nnc.runtime;

/** The floating-point format in which a compiled program keeps and combines its numbers. */
public enum Precision {
  /** IEEE 754 binary32, the default. */
  FLOAT,
  /** IEEE 754 binary64, for gradient checks and reference runs. */
  DOUBLE;

  /** How many bytes a number has. */
  public int bytes() {
    return this == FLOAT ? Float.BYTES : Double.BYTES;
  }

  /**
   * The value as this format holds it.
   *
   * @param value any number
   * @return {@code value} rounded to this format, as a double
   */
  public double round(double value) {
    return this == FLOAT ? (float) value : value;
  }
}
