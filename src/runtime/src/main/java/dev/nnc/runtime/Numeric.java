package dev.nnc.runtime;

/**
 * Elementary functions with the same bits on every machine. In double they are {@link
 * StrictMath}'s, which are specified bit by bit; in float, the project's own formulas, made of
 * float operations that IEEE 754 rounds correctly, within 2e-7 of the true value. The power is that
 * in double, rounded; for small whole exponents it is a product, since {@link StrictMath#pow}
 * allocates.
 */
public final class Numeric {
  /** Sine and cosine of floats beyond are computed in double. */
  public static final float FAR = 100_000;

  /** Whole exponents up to this make a product, whose error in double is nothing in float. */
  private static final int LARGEST_PRODUCT = 64;

  private Numeric() {}

  /**
   * A number as a place on an axis, rounded towards zero.
   *
   * @param x the number
   * @param size the size of the axis
   * @return a place from 0 to {@code size - 1}, or -1 where {@code x} lies outside or is no number
   */
  public static int place(double x, int size) {
    return x >= 0 && x < size ? (int) x : -1;
  }

  /** A number as a place on an axis, or -1 outside. */
  public static int place(float x, int size) {
    return place((double) x, size);
  }

  /** e^x. */
  public static double exp(double x) {
    return StrictMath.exp(x);
  }

  /** e^x. */
  public static float exp(float x) {
    return SingleFunctions.exp(x);
  }

  /** e^x - 1. */
  public static double expm1(double x) {
    return StrictMath.expm1(x);
  }

  /** e^x - 1. */
  public static float expm1(float x) {
    return SingleFunctions.expm1(x);
  }

  /** The natural logarithm. */
  public static double log(double x) {
    return StrictMath.log(x);
  }

  /** The natural logarithm. */
  public static float log(float x) {
    return SingleFunctions.log(x);
  }

  /** log(1 + x). */
  public static double log1p(double x) {
    return StrictMath.log1p(x);
  }

  /** log(1 + x). */
  public static float log1p(float x) {
    return SingleFunctions.log1p(x);
  }

  /** The square root, correctly rounded. */
  public static double sqrt(double x) {
    return Math.sqrt(x);
  }

  /** The square root, correctly rounded. */
  public static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  /** The largest whole number that is not greater. */
  public static double floor(double x) {
    return Math.floor(x);
  }

  /** The largest whole number that is not greater. */
  public static float floor(float x) {
    return (float) Math.floor(x);
  }

  /** The sine. */
  public static double sin(double x) {
    return StrictMath.sin(x);
  }

  /** The sine. */
  public static float sin(float x) {
    return SingleFunctions.sin(x);
  }

  /** The cosine. */
  public static double cos(double x) {
    return StrictMath.cos(x);
  }

  /** The cosine. */
  public static float cos(float x) {
    return SingleFunctions.cos(x);
  }

  /** The hyperbolic tangent. */
  public static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  /** The hyperbolic tangent. */
  public static float tanh(float x) {
    return SingleFunctions.tanh(x);
  }

  /** The arc tangent. */
  public static double atan(double x) {
    return StrictMath.atan(x);
  }

  /** The arc tangent. */
  public static float atan(float x) {
    return SingleFunctions.atan(x);
  }

  /** a to the power b. */
  public static double pow(double a, double b) {
    return StrictMath.pow(a, b);
  }

  /** a to the power b. */
  public static float pow(float a, float b) {
    int whole = (int) b;
    return whole == b && Math.abs(whole) <= LARGEST_PRODUCT
        ? (float) product(a, whole)
        : (float) StrictMath.pow(a, b);
  }

  /** The product of n factors, by squaring; its relative error is below n times that of one. */
  private static double product(double a, int n) {
    double power = a;
    double product = 1;
    for (int left = Math.abs(n); left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        product *= power;
      }
      power *= power;
    }
    return n < 0 ? 1 / product : product;
  }

  /** The error function. */
  public static double erf(double x) {
    return ErrorFunction.erf(x);
  }

  /** The error function. */
  public static float erf(float x) {
    return SingleFunctions.erf(x);
  }
}
