package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What takes the place of missing numbers: for each field that is neither a class nor a category,
 * one number for each of its places, fitted to the training rows alone. Fields of data without
 * missing values may be fitted too, so that later data can be filled in the same way.
 *
 * @param fills the numbers by the name of the field
 */
public record Imputation(Map<String, List<Double>> fills) {
  /** Copies the map, keeping its order. */
  public Imputation {
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    fills.forEach((name, numbers) -> copy.put(name, List.copyOf(numbers)));
    fills = Collections.unmodifiableMap(copy);
  }

  /** Fills in nothing. */
  public static final Imputation NONE = new Imputation(Map.of());

  /**
   * What training found, as a model carries it.
   *
   * @param fields the inputs of the model
   * @return the fills of those that have some
   */
  public static Imputation of(List<Field> fields) {
    Map<String, List<Double>> fills = new LinkedHashMap<>();
    for (Field field : fields) {
      if (!field.fills().isEmpty()) {
        fills.put(field.name(), field.fills());
      }
    }
    return new Imputation(fills);
  }

  /**
   * The same number for every place.
   *
   * @param fields the fields that may lack numbers; classes and categories get none
   * @param number the number
   */
  static Imputation constant(List<Field> fields, double number) {
    Map<String, List<Double>> fills = new LinkedHashMap<>();
    for (Field field : fields) {
      if (Cell.isReal(field)) {
        fills.put(field.name(), Collections.nCopies(field.size(), number));
      }
    }
    return new Imputation(fills);
  }

  /**
   * Finds the numbers to fill in.
   *
   * @param columns the examples
   * @param trainRows which of them are trained on, as places in {@code columns}
   * @return what {@link Columns#missing} asks for; {@link #NONE} where that asks for no filling
   * @throws DataException if a column has missing numbers and no other in the training rows
   */
  public static Imputation fit(Columns columns, int[] trainRows) {
    Missing missing = columns.missing();
    if (missing.rule() == Missing.Rule.NUMBER) {
      return constant(columns.fields(), missing.number());
    }
    if (!missing.isStatistic()) {
      return NONE;
    }
    Map<String, List<Double>> fills = new LinkedHashMap<>();
    for (int f = 0; f < columns.fields().size(); f++) {
      Field field = columns.fields().get(f);
      if (Cell.isReal(field)) {
        List<Double> numbers = new ArrayList<>();
        for (int place = 0; place < field.size(); place++) {
          numbers.add(fill(columns, f, place, trainRows));
        }
        fills.put(field.name(), numbers);
      }
    }
    return new Imputation(fills);
  }

  private static double fill(Columns columns, int f, int place, int[] trainRows) {
    Missing missing = columns.missing();
    Field field = columns.fields().get(f);
    int size = field.size();
    Values values = columns.values().get(f);
    double[] known = new double[trainRows.length];
    int count = 0;
    for (int row : trainRows) {
      double value = values.get(row * size + place);
      if (!Double.isNaN(value)) {
        known[count++] = value;
      }
    }
    if (count == 0) {
      throw new DataException(
          DataCode.NOTHING_TO_FIT,
          Place.of(columns.file())
              .column(size == 1 ? field.name() : field.name() + "[" + place + "]"),
          "all training rows are empty, so that there is no " + statistic(missing),
          "Leave the field out of the model, or fill in a number with missing: 0");
    }
    double[] found = Arrays.copyOf(known, count);
    return missing.rule() == Missing.Rule.MEAN ? mean(found) : median(found);
  }

  private static String statistic(Missing missing) {
    return missing.rule() == Missing.Rule.MEAN ? "mean" : "median";
  }

  private static double mean(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }

  /** The middle number; of an even count, the mean of the two in the middle. */
  private static double median(double[] numbers) {
    Arrays.sort(numbers);
    int half = numbers.length / 2;
    return numbers.length % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
  }

  /**
   * Fills in missing numbers.
   *
   * @param columns examples of the same fields; left as they are
   * @return the same without NaN; arrays without a missing number are shared
   * @throws DataException if a number is missing for which there is nothing to fill in
   */
  public Columns apply(Columns columns) {
    List<Values> filled = new ArrayList<>();
    for (int f = 0; f < columns.fields().size(); f++) {
      filled.add(apply(columns, columns.fields().get(f), columns.values().get(f)));
    }
    return new Columns(
        columns.file(), columns.fields(), filled, columns.origin(), columns.missing());
  }

  private Values apply(Columns columns, Field field, Values values) {
    List<Double> numbers = fills.get(field.name());
    int size = field.size();
    Values result = values;
    for (int i = 0; i < values.length(); i++) {
      if (Double.isNaN(values.get(i))) {
        if (numbers == null) {
          throw new DataException(
              DataCode.MISSING_VALUE,
              Place.of(columns.file()).row(columns.origin()[i / size] + 1).column(field.name()),
              "there is no value here, and training gave none to fill in",
              "Fill in the cell");
        }
        if (result == values) {
          result = values.copy();
        }
        result.set(i, numbers.get(i % size));
      }
    }
    return result;
  }
}
