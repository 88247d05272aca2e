package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a hand-written network reads, as rows of numbers: the fields one after the other, columns
 * standardized where the model says so, categories as one number each.
 */
final class Columns {
  private final List<Column> columns = new ArrayList<>();
  private final float[][] rows;

  /**
   * A field.
   *
   * @param values as they are given
   * @param size how many numbers an example has
   * @param place where they go in a row
   * @param categories how many numbers stand for the category, or 0
   * @param mean of each number, or null where they are taken as they are
   * @param deviation of each number, or null
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Column(
      float[] values, int size, int place, int categories, float[] mean, float[] deviation) {

    boolean copied() {
      return categories == 0 && mean == null;
    }

    void fill(float[] row, int r) {
      if (categories > 0) {
        Arrays.fill(row, place, place + categories, 0);
        row[place + (int) values[r]] = 1;
      } else if (mean == null) {
        System.arraycopy(values, r * size, row, place, size);
      } else {
        for (int j = 0; j < size; j++) {
          row[place + j] = (values[r * size + j] - mean[j]) / deviation[j];
        }
      }
    }
  }

  /**
   * Makes the rows and fills them once.
   *
   * @param fields in order
   * @param batch the examples
   */
  Columns(List<ModelInfo.Field> fields, Batch batch) {
    int place = 0;
    for (ModelInfo.Field field : fields) {
      int at = field.fitted();
      int size = field.size();
      float[] fitted = batch.fitted();
      boolean standardized = at >= 0;
      Column column =
          new Column(
              batch.column(field),
              size,
              place,
              field.categories().size(),
              standardized ? Arrays.copyOfRange(fitted, at, at + size) : null,
              standardized ? Arrays.copyOfRange(fitted, at + size, at + 2 * size) : null);
      columns.add(column);
      place += Math.max(size, column.categories());
    }
    rows = new float[batch.count()][place];
    for (Column column : columns) {
      for (int r = 0; r < rows.length; r++) {
        column.fill(rows[r], r);
      }
    }
  }

  /** An example a row. */
  float[][] rows() {
    return rows;
  }

  /** Computes again what is more than a copy. */
  void refresh() {
    for (Column column : columns) {
      if (!column.copied()) {
        for (int r = 0; r < rows.length; r++) {
          column.fill(rows[r], r);
        }
      }
    }
  }
}
