package dev.nnc.runtime;

/**
 * Elementary functions in float alone, made of operations that IEEE 754 rounds correctly and of
 * operations on the bits, so that the lanes of a vector compute the same. The vector engine has no
 * formulas of its own: it transcribes the bytecode of these methods, which are therefore straight
 * lines with choices {@code a < b ? c : d} between values, and calls of one another.
 *
 * <p>Arguments are made small by the functional equations (Muller, "Elementary Functions", 3rd
 * edition, chapters 3 and 11). What is left is a polynomial whose coefficients were found by the
 * exchange algorithm of Remez in 40 digits, for the relative error of the function, and rounded to
 * float; the error of each before rounding is stated beside it. The relative error of every
 * function is below 2e-7 for every float, results below {@link Float#MIN_NORMAL} being the nearest
 * float or its neighbour; a test holds them against {@link StrictMath}.
 */
final class SingleFunctions {
  private static final float LOG2_E = 0x1.715476p0f;

  /** The logarithm of 2 in two parts; the first is too great. */
  private static final float LN2_HIGH = 0x1.62e43p-1f;

  private static final float LN2_LOW = -0x1.05c61p-29f;

  /** A quarter turn in two parts, the first rounded to nearest. */
  private static final float HALF_PI_HIGH = 0x1.921fb6p0f;

  private static final float HALF_PI_LOW = -0x1.777a5cp-25f;

  private static final float TWO_OVER_PI = 0x1.45f306p-1f;

  /** Added to a number below 2^22 it leaves the nearest whole number in the low bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = 0x4b400000;

  /** Adds twice the exponent's bias as well, one for each half of an exponent. */
  private static final float BIASED_ROUNDER = ROUNDER + 254;

  private static final int ONE = 0x3f800000;
  private static final int ROOT_OF_HALF = 0x3f3504f3;
  private static final int SIGN = 0x80000000;
  private static final int EXPONENT = 0xff800000;

  /** 2/π in binary, from 32 places before the point. */
  private static final int[] TWO_OVER_PI_BITS = {
    0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab
  };

  private SingleFunctions() {}

  /**
   * {@code e^x = 2^n e^r} with {@code n = round(x / log 2)}, so that |r| ≤ log(2)/2. The power of 2
   * is a product of two that are floats, also where the result overflows or loses bits.
   */
  static float exp(float x) {
    float shifted = Math.fma(x, LOG2_E, BIASED_ROUNDER);
    float r = rest(x, shifted - BIASED_ROUNDER);
    float value = Math.fma(r, Math.fma(r, series(r), 1), 1);
    int exponent = Float.floatToRawIntBits(shifted);
    int half = exponent >> 1;
    float result = value * power(half) * power(exponent - half);
    return x > 89 ? Float.POSITIVE_INFINITY : x < -104 ? 0 : result;
  }

  /** {@code e^x - 1 = b (a (e^r - 1) + (a - 1/b))} where {@code a b = 2^n}. */
  static float expm1(float x) {
    float shifted = Math.fma(x, LOG2_E, BIASED_ROUNDER);
    float r = rest(x, shifted - BIASED_ROUNDER);
    float value = Math.fma(r * r, series(r), r);
    int exponent = Float.floatToRawIntBits(shifted);
    int half = exponent >> 1;
    float a = power(half);
    float b = power(exponent - half);
    float reciprocal = Float.intBitsToFloat(2 * ONE - Float.floatToRawIntBits(b));
    float result = signed(b * Math.fma(value, a, a - reciprocal), x);
    return x > 89 ? Float.POSITIVE_INFINITY : x < -18 ? -1 : result;
  }

  /** {@code x - n log 2}. */
  private static float rest(float x, float n) {
    return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
  }

  /** {@code (e^r - 1 - r)/r²}; 1.4e-8 of e^r - 1. */
  private static float series(float r) {
    float p = Math.fma(0.001388249f, r, 0.008366692f);
    p = Math.fma(p, r, 0.041667204f);
    p = Math.fma(p, r, 0.16666542f);
    return Math.fma(p, r, 0.49999997f);
  }

  /** The float whose biased exponent stands in the low bits. */
  private static float power(int exponent) {
    return Float.intBitsToFloat(exponent << 23);
  }

  /** A number, not yet negative where it is 0, with the sign of an odd function's argument. */
  private static float signed(float value, float argument) {
    int sign = Float.floatToRawIntBits(argument) & SIGN;
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) | sign);
  }

  /** {@code log(2^n m) = n log 2 + log m}, m between the roots of 1/2 and of 2. */
  static float log(float x) {
    float normal = x < Float.MIN_NORMAL ? x * 0x1p23f : x;
    int bits = Float.floatToRawIntBits(normal);
    int exponent = bits - ROOT_OF_HALF;
    float m = Float.intBitsToFloat(bits - (exponent & EXPONENT));
    float n = Float.intBitsToFloat((exponent >> 23) + ROUNDER_BITS);
    float result = log(m - 1, n - (x < Float.MIN_NORMAL ? ROUNDER + 23 : ROUNDER));
    return x > 0
        ? (x < Float.POSITIVE_INFINITY ? result : x)
        : x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  /**
   * {@code log(1 + x) = n log 2 + log(1 + f)} with n as for u = 1 + x, rounded; what that has lost
   * goes into f.
   */
  static float log1p(float x) {
    float u = 1 + x;
    int bits = Float.floatToRawIntBits(u);
    int exponent = bits - ROOT_OF_HALF;
    float m = Float.intBitsToFloat(bits - (exponent & EXPONENT));
    float scale = Float.intBitsToFloat(Math.max(ONE - (exponent & EXPONENT), 0));
    float n = Float.intBitsToFloat((exponent >> 23) + ROUNDER_BITS) - ROUNDER;
    float result = signed(log(Math.fma(scale, x - (u - 1), m - 1), n), x);
    return x > -1
        ? (x < Float.POSITIVE_INFINITY ? result : x)
        : x == -1 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  /**
   * {@code n log 2 + log(1 + f)}, where {@code log(1 + f) = f - (f²/2 - s (f²/2 + R))}, {@code s =
   * f/(2 + f)} and {@code R = (2 artanh s)/s - 2}; 8.2e-10.
   */
  private static float log(float f, float n) {
    float s = f / (2 + f);
    float z = s * s;
    float p = Math.fma(0.2987442f, z, 0.3997745f);
    float half = 0.5f * f * f;
    float rest = Math.fma(Math.fma(p, z, 0.66666776f), z, half);
    float less = Math.fma(n, -LN2_LOW, Math.fma(-s, rest, half));
    return Math.fma(n, LN2_HIGH, f - less);
  }

  /** The sine, {@link Numeric#FAR} away by whole numbers. */
  static float sin(float x) {
    return Math.abs(x) > Numeric.FAR ? far(x, 0) : sinNear(x);
  }

  /** The cosine, {@link Numeric#FAR} away by whole numbers. */
  static float cos(float x) {
    return Math.abs(x) > Numeric.FAR ? far(x, 1) : cosNear(x);
  }

  /** The sine of arguments up to {@link Numeric#FAR}. */
  static float sinNear(float x) {
    return turned(x, 0);
  }

  /** The cosine of arguments up to {@link Numeric#FAR}, a quarter turn ahead of the sine. */
  static float cosNear(float x) {
    return turned(x, 1);
  }

  /**
   * With {@code x = n π/2 + r} one of ±sin r, ±cos r. π/2 is the sum of three floats, rounded down
   * so that a zero keeps its sign; 3.7e-9 and 1.2e-10.
   */
  private static float turned(float x, int quarters) {
    float shifted = Math.fma(x, TWO_OVER_PI, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -0x1.921fb4p0f, x);
    r = Math.fma(n, -0x1.4442dp-24f, r);
    r = Math.fma(n, -0x1.84698ap-48f, r);
    return wave(r, Float.floatToRawIntBits(shifted) + quarters);
  }

  /**
   * The same beyond {@link Numeric#FAR}: {@code |x| = m 2^e} with a whole number m of 24 bits; only
   * 96 bits of 2/π matter to the quadrant and to 62 bits of what is left, of which no float has
   * more than 31 leading zeros. After Payne and Hanek.
   */
  private static float far(float x, int quarters) {
    int bits = Float.floatToRawIntBits(x);
    int exponent = (bits >>> 23) & 0xff;
    if (exponent == 0xff) {
      return x - x;
    }
    long m = (bits & 0x7fffff) | 0x800000;
    int first = exponent - 120;
    long turns =
        (m * bitsOfTwoOverPi(first) << 32)
            + m * bitsOfTwoOverPi(first + 32)
            + (m * bitsOfTwoOverPi(first + 64) >>> 32);
    long rest = turns << 2 >> 2;
    int n = (int) ((turns - rest) >>> 62);
    float r = (float) (rest * (0x1p-62 * (Math.PI / 2)));
    return x < 0 ? wave(-r, quarters - n) : wave(r, quarters + n);
  }

  /** 32 bits out of {@link #TWO_OVER_PI_BITS} from a place on. */
  private static long bitsOfTwoOverPi(int from) {
    long high = (long) TWO_OVER_PI_BITS[from >> 5] << 32;
    long both = high | (TWO_OVER_PI_BITS[(from >> 5) + 1] & 0xffffffffL);
    return (both << (from & 31)) >>> 32;
  }

  /** In quadrants 0 to 3 sin r, cos r, -sin r, -cos r, for {@code |r| <= π/4}. */
  private static float wave(float r, int quadrant) {
    float z = r * r;
    float s = Math.fma(-0.00019516806f, z, 0.008332174f);
    float c = Math.fma(2.4432587e-5f, z, -0.0013887312f);
    s = r * Math.fma(Math.fma(s, z, -0.16666655f), z, 1);
    c = Math.fma(Math.fma(c, z, 0.041666646f), z * z, Math.fma(z, -0.5f, 1));
    int odd = (quadrant << 31) >> 31;
    int sine = Float.floatToRawIntBits(s);
    int cosine = Float.floatToRawIntBits(c);
    int value = sine ^ ((sine ^ cosine) & odd);
    return Float.intBitsToFloat(value ^ ((quadrant & 2) << 30));
  }

  /**
   * {@code tanh |x| = (e^r - t)/(e^r + t)} with {@code 2|x| = n log 2 + r} and {@code t = 2^-n};
   * from 9.02 on it is nearer to 1 than to the float before.
   */
  static float tanh(float x) {
    float y = 2 * Math.abs(x);
    float shifted = Math.fma(y, LOG2_E, ROUNDER);
    float r = rest(y, shifted - ROUNDER);
    float t = Float.intBitsToFloat(ONE - (Float.floatToRawIntBits(shifted) << 23));
    float above = Math.fma(r * r, series(r), r + (1 - t));
    float result = above / (above + 2 * t);
    return signed(y > 18.04f ? 1 : result, x);
  }

  /** {@code atan y = π/2 - atan(1/y)} above 1; a polynomial below, 2.6e-9. */
  static float atan(float x) {
    float y = Math.abs(x);
    float t = (y > 1 ? 1 : y) / (y > 1 ? y : 1);
    float z = t * t;
    float p = Math.fma(-0.0017936303f, z, 0.010914648f);
    p = Math.fma(p, z, -0.031177932f);
    p = Math.fma(p, z, 0.057957686f);
    p = Math.fma(p, z, -0.08403456f);
    p = Math.fma(p, z, 0.10952188f);
    p = Math.fma(p, z, -0.14264242f);
    p = Math.fma(p, z, 0.19998549f);
    p = Math.fma(p, z, -0.333333f);
    float angle = Math.fma(p, t * z, t);
    return signed(y > 1 ? HALF_PI_HIGH - (angle - HALF_PI_LOW) : angle, x);
  }

  /** {@code erf y = y + y P(y²)} below 1.25, {@code 1 - Q(y)^8} above; 2.4e-8 and 2.6e-9. */
  static float erf(float x) {
    float y = Math.abs(x);
    float z = x * x;
    float p = Math.fma(6.2023966e-5f, z, -0.000742607f);
    p = Math.fma(p, z, 0.005109991f);
    p = Math.fma(p, z, -0.026804913f);
    p = Math.fma(p, z, 0.11282194f);
    p = Math.fma(p, z, -0.3761248f);
    p = Math.fma(p, z, 0.12837914f);
    float bounded = y > 4 ? 4 : y;
    float q = Math.fma(0.00017204024f, bounded, -0.0027149497f);
    q = Math.fma(q, bounded, 0.014033029f);
    q = Math.fma(q, bounded, -0.013989788f);
    q = Math.fma(q, bounded, -0.05801112f);
    q = Math.fma(q, bounded, -0.14739788f);
    q = Math.fma(q, bounded, 1.0014905f);
    q *= q;
    q *= q;
    return y > 1.25f ? signed(Math.fma(-q, q, 1), x) : Math.fma(p, x, x);
  }

  /** The largest whole number that is not greater; beyond 2^23 all numbers are whole. */
  static float floor(float x) {
    float y = Math.abs(x);
    float nearest = signed((y + 0x1p23f) - 0x1p23f, x);
    float below = nearest > x ? nearest - 1 : nearest;
    return y < 0x1p23f ? below : x;
  }

  /** -1, 0 or 1, a zero and what is no number being themselves. */
  static float signum(float x) {
    return Math.abs(x) > 0 ? signed(1, x) : x;
  }
}
