package dev.nnc.runtime;

/**
 * Elementary functions with about nine correct digits, computed in double for arguments that are
 * floats; rounded to float they are off by little more than half a unit in the last place. Series
 * are those of Taylor on intervals made small by the functional equations (Muller, "Elementary
 * Functions", 3rd edition, chapters 3 and 9); all but the largest arguments of sine and cosine are
 * computed without a branch.
 */
final class SingleFunctions {
  private static final double LN2 = 0x1.62e42fefa39efp-1;
  private static final double LOG2_E = 0x1.71547652b82fep0;
  private static final double HALF_PI = 0x1.921fb54442d18p0;
  private static final double HALF_PI_REST = 0x1.1a62633145c07p-54;
  private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
  private static final double TAN_EIGHTH = 0.41421356237309503;

  /** Added to a number below 2^51 it leaves the nearest whole number in the low bits. */
  private static final double ROUNDER = 0x1.8p52;

  private SingleFunctions() {}

  /** {@code e^x = 2^n e^r} with {@code n = round(x / log 2)}, so that |r| ≤ log(2)/2. */
  static double exp(double x) {
    double shifted = Math.fma(clamp(x), LOG2_E, ROUNDER);
    double r = Math.fma(shifted - ROUNDER, -LN2, clamp(x));
    return Math.fma(r, series(r), 1) * power(shifted);
  }

  /** {@code e^x - 1 = 2^n (e^r - 1) + (2^n - 1)}; nothing cancels where n = 0. */
  static double expm1(double x) {
    double shifted = Math.fma(clamp(x), LOG2_E, ROUNDER);
    double r = Math.fma(shifted - ROUNDER, -LN2, clamp(x));
    double scale = power(shifted);
    double result = Math.fma(r * series(r), scale, scale - 1);
    return x == 0 ? x : result;
  }

  /** Beyond these bounds the result is no float but 0 or infinity. */
  private static double clamp(double x) {
    return x > 100 ? 100 : x < -120 ? -120 : x;
  }

  /** {@code (e^r - 1)/r = 1 + r/2! + r²/3! + …}. */
  private static double series(double r) {
    double p = 1.0 / 362880;
    p = Math.fma(p, r, 1.0 / 40320);
    p = Math.fma(p, r, 1.0 / 5040);
    p = Math.fma(p, r, 1.0 / 720);
    p = Math.fma(p, r, 1.0 / 120);
    p = Math.fma(p, r, 1.0 / 24);
    p = Math.fma(p, r, 1.0 / 6);
    p = Math.fma(p, r, 0.5);
    return Math.fma(p, r, 1);
  }

  /** 2^n, n being the whole number in the low bits. */
  private static double power(double shifted) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
  }

  /** The logarithm; see {@link #logOfPositive} for numbers that have one. */
  static double log(double x) {
    return x > 0 && x < Double.POSITIVE_INFINITY ? logOfPositive(x) : logAtEdge(x);
  }

  /** {@code log(1 + x) = log(u) + (x - (u - 1))/u} with u = 1 + x rounded. */
  static double log1p(double x) {
    double u = 1 + x;
    if (!(u > 0 && u < Double.POSITIVE_INFINITY)) {
      return logAtEdge(u);
    }
    return x == 0 ? x : logOfPositive(u) + (x - (u - 1)) / u;
  }

  private static double logAtEdge(double x) {
    return x == 0 ? Double.NEGATIVE_INFINITY : x > 0 ? x : Double.NaN;
  }

  /**
   * {@code log(2^n m) = n log 2 + 2 (s + s³/3 + s⁵/5 + …)}, {@code s = (m - 1)/(m + 1)}, with m
   * between the roots of 1/2 and of 2.
   */
  private static double logOfPositive(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long n = (bits - 0x3fe6a09e667f3bcdL) >> 52;
    double m = Double.longBitsToDouble(bits - (n << 52));
    double s = (m - 1) / (m + 1);
    double z = s * s;
    double p = 1.0 / 13;
    p = Math.fma(p, z, 1.0 / 11);
    p = Math.fma(p, z, 1.0 / 9);
    p = Math.fma(p, z, 1.0 / 7);
    p = Math.fma(p, z, 1.0 / 5);
    p = Math.fma(p, z, 1.0 / 3);
    p = Math.fma(p, z, 1);
    return Math.fma((double) n, LN2, 2 * s * p);
  }

  /** The sine: with {@code x = n π/2 + r} one of ±sin r, ±cos r. */
  static double sin(double x) {
    return Math.abs(x) < 1e6 ? turned(x, 0) : StrictMath.sin(x);
  }

  /** The cosine, a quarter turn ahead of the sine. */
  static double cos(double x) {
    return Math.abs(x) < 1e6 ? turned(x, 1) : StrictMath.cos(x);
  }

  private static double turned(double x, int quarters) {
    double shifted = Math.fma(x, TWO_OVER_PI, ROUNDER);
    double n = shifted - ROUNDER;
    double r = Math.fma(n, -HALF_PI_REST, Math.fma(n, -HALF_PI, x));
    long quadrant = Double.doubleToRawLongBits(shifted) + quarters;
    double z = r * r;
    double value = (quadrant & 1) == 0 ? r * sineSeries(z) : cosineSeries(z);
    double turned = (quadrant & 2) == 0 ? value : -value;
    return x == 0 && quarters == 0 ? x : turned;
  }

  /** {@code sin(r)/r = 1 - z/3! + z²/5! - …}, z = r². */
  private static double sineSeries(double z) {
    double p = -1.0 / 39916800;
    p = Math.fma(p, z, 1.0 / 362880);
    p = Math.fma(p, z, -1.0 / 5040);
    p = Math.fma(p, z, 1.0 / 120);
    p = Math.fma(p, z, -1.0 / 6);
    return Math.fma(p, z, 1);
  }

  /** {@code cos(r) = 1 - z/2! + z²/4! - …}, z = r². */
  private static double cosineSeries(double z) {
    double p = 1.0 / 479001600;
    p = Math.fma(p, z, -1.0 / 3628800);
    p = Math.fma(p, z, 1.0 / 40320);
    p = Math.fma(p, z, -1.0 / 720);
    p = Math.fma(p, z, 1.0 / 24);
    p = Math.fma(p, z, -0.5);
    return Math.fma(p, z, 1);
  }

  /** {@code tanh(x) = q/(q + 2)}, {@code q = e^(2x) - 1}. */
  static double tanh(double x) {
    double q = expm1(2 * Math.abs(x));
    return Math.copySign(q / (q + 2), x);
  }

  /**
   * {@code atan y = π/2 - atan(1/y)} above 1, {@code atan y = π/4 + atan((y - 1)/(y + 1))} above
   * tan(π/8), {@code t - t³/3 + t⁵/5 - …} below.
   */
  static double atan(double x) {
    double y = Math.abs(x);
    double inverted = y > 1 ? 1 / y : y;
    boolean turned = inverted > TAN_EIGHTH;
    double t = turned ? (inverted - 1) / (inverted + 1) : inverted;
    double z = t * t;
    double p = 1.0 / 21;
    for (int k = 19; k >= 1; k -= 2) {
      p = Math.fma(-p, z, 1.0 / k);
    }
    double angle = turned ? HALF_PI / 2 + t * p : t * p;
    return Math.copySign(y > 1 ? HALF_PI - angle : angle, x);
  }
}
