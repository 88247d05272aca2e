package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Joins arrays whose first axis counts examples to one set of examples. */
final class ArrayExamples {
  private final Path file;
  private final List<Field> fields = new ArrayList<>();
  private final List<Values> values = new ArrayList<>();
  private int rows = -1;

  /**
   * Starts without any field.
   *
   * @param file for messages about the set as a whole
   */
  ArrayExamples(Path file) {
    this.file = file;
  }

  /**
   * Adds a field.
   *
   * @param field the field
   * @param array its numbers, example after example
   * @param place where they come from
   * @return this
   * @throws DataException if the array does not fit the field or the fields before
   */
  ArrayExamples add(Field field, StoredArray array, Place place) {
    List<Integer> shape = array.shape();
    List<Integer> one = shape.isEmpty() ? List.of() : shape.subList(1, shape.size());
    if (shape.isEmpty() || !significant(one).equals(significant(field.shape()))) {
      throw new DataException(
          DataCode.SHAPE_MISMATCH,
          place,
          (shape.isEmpty() ? "a single number" : "examples of shape " + one)
              + " do not fit "
              + field.name()
              + field.shape()
              + (field.shape().isEmpty() ? ", a single number" : ""),
          shape.isEmpty()
              ? "Store one number for each example"
              : "Declare it as " + field.name() + (one.isEmpty() ? "" : one.toString()));
    }
    int count = shape.get(0);
    if (rows >= 0 && count != rows) {
      throw new DataException(
          DataCode.COUNT_MISMATCH,
          place,
          field.name() + " has " + count + " examples, " + fields.get(0).name() + " has " + rows,
          "Use files that belong together");
    }
    rows = count;
    check(field, array.values(), place);
    fields.add(field);
    values.add(array.values());
    return this;
  }

  /** The sizes that matter to the order of numbers. */
  private static List<Integer> significant(List<Integer> shape) {
    return shape.stream().filter(size -> size != 1).toList();
  }

  private static void check(Field field, Values values, Place place) {
    boolean real = Cell.isReal(field);
    for (int i = 0; i < values.length(); i++) {
      double value = values.get(i);
      int number = i;
      if (!Double.isFinite(value)) {
        throw new DataException(
            DataCode.NOT_FINITE,
            at(place, field, i),
            "found " + value + ", expected a finite number",
            "Leave such examples out");
      }
      if (!real) {
        Cell.checkClass(field, value, Numbers.shortest(value), () -> at(place, field, number));
      }
    }
  }

  /** The row of a number and, of more than one, which of them: {@code tokens[2]}. */
  private static Place at(Place place, Field field, int number) {
    int size = field.size();
    Place row = place.row(number / size + 1L);
    if (size == 1) {
      return row;
    }
    StringBuilder text = new StringBuilder();
    int rest = number % size;
    for (int axis = field.shape().size() - 1; axis >= 0; axis--) {
      int dim = field.shape().get(axis);
      text.insert(0, (axis == 0 ? "" : ", ") + rest % dim);
      rest /= dim;
    }
    return row.column(field.name() + "[" + text + "]");
  }

  /** All examples. */
  Columns toColumns() {
    if (rows < 1) {
      throw new DataException(
          DataCode.NO_ROWS, Place.of(file), "there are no examples", "Check which file it is");
    }
    return new Columns(file, fields, values, LongStream.range(0, rows).toArray(), Missing.ERROR);
  }
}
