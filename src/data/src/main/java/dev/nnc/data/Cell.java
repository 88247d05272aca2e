package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Turns texts into the numbers of a field.
 *
 * @param field whose numbers they are
 * @param precision the format to which they are rounded, each once
 * @param missing what to do with empty texts
 * @param target whether the field is what the model is trained to answer
 * @param places where the text of a column stands, asked for only when something is wrong
 */
record Cell(
    Field field, Precision precision, Missing missing, boolean target, IntFunction<Place> places) {
  private static final Set<String> SPECIAL =
      Set.of("nan", "inf", "infinity", "-inf", "-infinity", "+inf", "+infinity", "-nan");

  /** Whether a field holds plain numbers, not classes or categories. */
  static boolean isReal(Field field) {
    return field.classes() == 0 && field.categories().isEmpty();
  }

  /** Whether a text is a decimal number: digits, a point, an exponent. */
  static boolean isNumber(String text) {
    return !Double.isNaN(number(text, Precision.DOUBLE));
  }

  /** The number that a text stands for, rounded once, perhaps to infinity; NaN if it is none. */
  private static double number(String text, Precision precision) {
    boolean digits = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digits |= c >= '0' && c <= '9';
      if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        return Double.NaN;
      }
    }
    if (!digits) {
      return Double.NaN;
    }
    try {
      return precision == Precision.FLOAT ? Float.parseFloat(text) : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * The number that a cell stands for.
   *
   * @param text the cell, without blanks around it
   * @param column its place in the row, from 0
   * @return the number; NaN where it is missing and a statistic, a number or dropping the row is to
   *     mend that
   */
  double read(String text, int column) {
    if (!field.categories().isEmpty()) {
      return category(text, column);
    }
    if (text.isEmpty()) {
      return absent(column);
    }
    double value = number(text, precision);
    if (Double.isNaN(value)) {
      return notNumber(text, column);
    }
    if (Double.isInfinite(value)) {
      throw new DataException(
          DataCode.NOT_FINITE,
          places.apply(column),
          "found " + Spelling.quote(text) + ", which is too large for the precision " + name(),
          "Give the column in larger units, or use --precision double");
    }
    if (field.classes() > 0) {
      checkClass(field, value, text, () -> places.apply(column));
    }
    return value;
  }

  private String name() {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  private double category(String text, int column) {
    int number = field.categories().indexOf(text);
    if (number >= 0) {
      return number;
    }
    if (text.isEmpty()) {
      return absent(column);
    }
    throw new DataException(
        DataCode.UNKNOWN_CATEGORY,
        places.apply(column),
        "found " + Spelling.quote(text) + ", expected a category of " + field.name(),
        Spelling.advice(text, field.categories(), "correct the cell or add it to one_of(…)"));
  }

  private double absent(int column) {
    boolean fills = missing.isStatistic() || missing.rule() == Missing.Rule.NUMBER;
    if (missing.rule() == Missing.Rule.DROP || (fills && isReal(field) && !target)) {
      return Double.NaN;
    }
    String expected = isReal(field) ? "a number" : "a class of " + field.name();
    String why =
        fills
            ? (target ? ", and answers to learn from are not made up" : ", and a class has no mean")
            : "";
    throw new DataException(
        DataCode.MISSING_VALUE,
        places.apply(column),
        "found nothing, expected " + expected + why,
        fills || !isReal(field) || target
            ? "Fill in the cell, or leave out such rows with missing: \"drop\""
            : "Fill in the cell, or say missing: \"median\", \"mean\", \"drop\" or a number");
  }

  private double notNumber(String text, int column) {
    if (field.classes() == 2) {
      if (text.equalsIgnoreCase("true")) {
        return 1;
      }
      if (text.equalsIgnoreCase("false")) {
        return 0;
      }
    }
    if (SPECIAL.contains(text.toLowerCase(Locale.ROOT))) {
      throw new DataException(
          DataCode.NOT_FINITE,
          places.apply(column),
          "found " + Spelling.quote(text) + ", expected a finite number",
          "Correct the cell, or leave it empty and use missing: \"median\"");
    }
    String fix =
        text.matches("[-+]?\\d+,\\d+")
            ? "Write it with a point: " + text.replace(',', '.')
            : isReal(field)
                ? "Correct the cell; for a column of texts declare " + field.name() + ": one_of(…)"
                : "Write the number of the class, or declare " + field.name() + ": one_of(…)";
    throw new DataException(
        DataCode.NOT_A_NUMBER,
        places.apply(column),
        "found " + Spelling.quote(text) + ", expected a number",
        fix);
  }

  /**
   * Checks that a number is in the range of its field's classes, if it has classes.
   *
   * @param field whose number it is
   * @param value the number
   * @param shown the number as it was written
   * @param place where it stands
   */
  static void checkClass(
      Field field, double value, String shown, java.util.function.Supplier<Place> place) {
    int classes = field.classes() > 0 ? field.classes() : field.categories().size();
    if (classes > 0 && (value < 0 || value >= classes || value != Math.rint(value))) {
      throw new DataException(
          DataCode.OUT_OF_CLASSES,
          place.get(),
          "found " + shown + ", expected a whole number from 0 to " + (classes - 1),
          "Number the classes from 0, or declare " + field.name() + " with more classes");
    }
  }
}
