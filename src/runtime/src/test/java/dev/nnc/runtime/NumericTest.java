package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Float functions against double ones over the whole range, and the error function's digits. */
class NumericTest {
  private interface FloatFunction {
    float at(float x);
  }

  private static final long STRIDE = Long.getLong("nnc.stride", 39_883);

  private static final float[] EDGES = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    1e-40f,
    -1e-40f,
    Float.MIN_NORMAL,
    1e-30f,
    1e-8f,
    -1e-8f,
    0.5f,
    -0.5f,
    1f,
    -1f,
    Math.nextDown(1f),
    Math.nextUp(1f),
    Math.nextUp(-1f),
    88.7f,
    88.72284f,
    88.72283f,
    88.8f,
    -87.3f,
    -87.4f,
    -103.9f,
    -104f,
    -104.1f,
    1e5f,
    999999.9f,
    1e6f,
    1e7f,
    3e38f,
    -3e38f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  @Test
  void exponential() {
    compare("exp", Numeric::exp, StrictMath::exp);
    compare("expm1", Numeric::expm1, StrictMath::expm1);
  }

  @Test
  void logarithm() {
    compare("log", Numeric::log, StrictMath::log);
    compare("log1p", Numeric::log1p, StrictMath::log1p);
  }

  @Test
  void trigonometric() {
    compare("sin", Numeric::sin, StrictMath::sin);
    compare("cos", Numeric::cos, StrictMath::cos);
    compare("tanh", Numeric::tanh, StrictMath::tanh);
    compare("atan", Numeric::atan, StrictMath::atan);
  }

  @Test
  void root() {
    compare("sqrt", Numeric::sqrt, StrictMath::sqrt);
    compare("floor", Numeric::floor, StrictMath::floor);
    compare("pow", x -> Numeric.pow(Math.abs(x), 1.5f), x -> StrictMath.pow(Math.abs(x), 1.5));
    for (int n : new int[] {-64, -3, -1, 0, 1, 2, 7, 64, 65}) {
      compare("pow " + n, x -> Numeric.pow(x, n), x -> StrictMath.pow(x, n));
    }
  }

  @Test
  void errorFunctionInFloat() {
    compare("erf", Numeric::erf, Numeric::erf);
  }

  @Test
  void errorFunctionAgainstItsSeries() {
    for (double x = 1e-3; x < 6; x += 1.234e-3) {
      double expected = erfBySeries(x);
      assertEquals(1, Numeric.erf(x) / expected, 1e-14, "erf " + x);
      assertEquals(-Numeric.erf(x), Numeric.erf(-x), 0.0);
    }
    assertEquals(1, Numeric.erf(Double.POSITIVE_INFINITY), 0.0);
    assertEquals(-1, Numeric.erf(Double.NEGATIVE_INFINITY), 0.0);
    assertTrue(Double.isNaN(Numeric.erf(Double.NaN)));
    assertEquals(2e-300 / Math.sqrt(Math.PI), Numeric.erf(1e-300), 1e-313);
  }

  /** erf x = 2/sqrt(pi) e^(-x²) (x + 2x³/3 + 4x⁵/15 + …): all terms have one sign. */
  private static double erfBySeries(double x) {
    double term = x;
    double sum = 0;
    for (int n = 1; term > sum * 1e-18; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }

  /** Floats over the whole range, 39,883 apart unless told otherwise, and the edges. */
  private static void compare(String name, FloatFunction single, DoubleUnaryOperator reference) {
    for (float x : EDGES) {
      compare(name, x, single.at(x), reference.applyAsDouble(x));
    }
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      compare(name, x, single.at(x), reference.applyAsDouble(x));
    }
  }

  private static void compare(String name, float x, float actual, double exact) {
    float expected = (float) exact;
    if (Float.isNaN(expected) || Float.isInfinite(expected) || expected == 0) {
      boolean same = Float.compare(expected, actual) == 0;
      // at the very threshold of overflow or underflow either neighbour is right
      boolean threshold =
          Float.isInfinite(expected) ? Math.abs(actual) > 3.4028e38f : actual == expected;
      assertTrue(same || (threshold && !Float.isNaN(expected)), message(name, x, actual, exact));
      return;
    }
    double error = Math.abs(actual - exact);
    double allowed = Math.max(2e-7 * Math.abs(exact), Float.MIN_VALUE);
    assertTrue(error <= allowed, message(name, x, actual, exact));
  }

  private static String message(String name, float x, float actual, double exact) {
    return name + "(" + x + ") = " + actual + " instead of " + exact;
  }
}
