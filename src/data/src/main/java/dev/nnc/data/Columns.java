package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.List;

/**
 * Examples in memory, one array a field: example i of a field of n numbers lies at {@code i * n}.
 * Missing numbers are NaN until {@link Imputation} fills them in; no other number is.
 *
 * @param file where they were read
 * @param fields what was read
 * @param values the numbers of each field, in the order of the fields
 * @param origin for each example, the number of its row in the file, from 0; rows may have been
 *     dropped in between
 * @param missing what is to happen to missing numbers
 */
@SuppressWarnings("ArrayRecordComponent")
public record Columns(
    Path file, List<Field> fields, List<Values> values, long[] origin, Missing missing) {
  /** Copies the lists. */
  public Columns {
    fields = List.copyOf(fields);
    values = List.copyOf(values);
  }

  /** How many examples there are. */
  public int count() {
    return origin.length;
  }

  /**
   * The numbers of a field.
   *
   * @param name the field's name
   * @return its array, or null where there is no such field
   */
  public Values values(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return values.get(i);
      }
    }
    return null;
  }
}
