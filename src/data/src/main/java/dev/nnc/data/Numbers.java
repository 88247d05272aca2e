package dev.nnc.data;

import dev.nnc.runtime.Precision;
import java.math.BigDecimal;

/** Prints numbers. */
final class Numbers {
  private Numbers() {}

  /**
   * The shortest decimal text that reads back as the same number of a precision; whole numbers have
   * no point.
   *
   * @param value a number of that precision
   * @param precision the format
   * @return digits with a point and an exponent where needed, or {@code NaN}, {@code Infinity}
   */
  static String shortest(double value, Precision precision) {
    return precision == Precision.FLOAT ? shortest((float) value) : shortest(value);
  }

  /** As {@link #shortest(double, Precision)} for binary64. */
  static String shortest(double value) {
    String text = Double.toString(value);
    return tidy(shorter(text, t -> Double.parseDouble(t) == value));
  }

  /** As {@link #shortest(double, Precision)} for binary32. */
  static String shortest(float value) {
    String text = Float.toString(value);
    return tidy(shorter(text, t -> Float.parseFloat(t) == value));
  }

  /**
   * Before JDK 19 {@code toString} gave more digits than needed for some numbers, such as 8.41E21
   * as 8.409999999999999E21; try whether fewer do.
   */
  private static String shorter(String text, java.util.function.Predicate<String> same) {
    if (text.equals("NaN") || text.endsWith("Infinity")) {
      return text;
    }
    BigDecimal best = new BigDecimal(text);
    for (int digits = best.precision() - 1; digits >= 1; digits--) {
      BigDecimal next = best.round(new java.math.MathContext(digits));
      if (!same.test(next.toString())) {
        break;
      }
      best = next;
    }
    double value = Double.parseDouble(text);
    if (value == 0) {
      return text.startsWith("-") ? "-0" : "0";
    }
    double size = Math.abs(value);
    return size >= 1e-6 && size < 1e16
        ? best.stripTrailingZeros().toPlainString()
        : best.stripTrailingZeros().toString();
  }

  private static String tidy(String text) {
    return text.replace("E+", "E");
  }
}
