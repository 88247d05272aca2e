package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** The chosen examples of a CSV file one after the other, each as one run of numbers. */
final class StreamRows implements Closeable {
  private final Path file;
  private final CsvRows rows;
  private final CsvExample example;
  private final Imputation imputation;
  private final LongPredicate chosen;
  private final List<Growing> scratch = new ArrayList<>();
  private long read;
  private long number = -1;

  StreamRows(
      Path file,
      CsvRows rows,
      CsvExample example,
      Imputation imputation,
      Precision precision,
      LongPredicate chosen) {
    this.file = file;
    this.rows = rows;
    this.example = example;
    this.imputation = imputation;
    this.chosen = chosen;
    for (Field field : example.fields()) {
      scratch.add(new Growing(file, precision, field.size()));
    }
  }

  /** The fields, in the order of their numbers. */
  List<Field> fields() {
    return example.fields();
  }

  /** The file that is read. */
  Path file() {
    return file;
  }

  /**
   * Reads the next example.
   *
   * @param target where to put its numbers
   * @param at the first place to put one
   * @return whether there was one
   */
  boolean next(Values target, int at) {
    while (rows.next()) {
      scratch.forEach(array -> array.truncate(0));
      if (!example.read(scratch)) {
        continue;
      }
      long current = read++;
      if (chosen.test(current)) {
        number = current;
        put(target, at);
        return true;
      }
    }
    CsvSource.checkRows(file, rows, read);
    return false;
  }

  private void put(Values target, int at) {
    int to = at;
    for (int f = 0; f < scratch.size(); f++) {
      Growing array = scratch.get(f);
      for (int i = 0; i < array.length(); i++) {
        double value = array.get(i);
        // Only where there is something to fill in does a cell come as NaN.
        target.set(
            to++,
            Double.isNaN(value) ? imputation.fills().get(fields().get(f).name()).get(i) : value);
      }
    }
  }

  /** The number of the example read last, from 0; those that are not chosen count too. */
  long number() {
    return number;
  }

  @Override
  public void close() {
    rows.close();
  }
}
