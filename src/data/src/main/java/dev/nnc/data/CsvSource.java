package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads CSV files into memory. */
public final class CsvSource {
  private CsvSource() {}

  /**
   * Reads all rows.
   *
   * @param file the file; it may be packed by gzip
   * @param options how it is written
   * @param inputs the fields to read
   * @param targets further fields to read, in which no missing number is ever filled in
   * @param precision the format of the arrays
   * @return the numbers; missing ones are NaN if the options say that they will be filled in
   * @throws DataException if a field cannot be read from the file
   */
  public static Columns read(
      Path file, CsvOptions options, List<Field> inputs, List<Field> targets, Precision precision) {
    return read(file, options, inputs, targets, precision, List.of(), List.of());
  }

  /**
   * Reads all rows, and the cells of some columns as texts.
   *
   * @param texts a field for each column of texts
   * @param cells takes the texts, a list for each such field
   */
  static Columns read(
      Path file,
      CsvOptions options,
      List<Field> inputs,
      List<Field> targets,
      Precision precision,
      List<Field> texts,
      List<List<String>> cells) {
    try (CsvRows rows = CsvRows.open(file, options)) {
      CsvExample example = CsvExample.of(file, rows, options, inputs, targets, precision);
      CsvLayout layout = new CsvLayout(file, rows.header(), rows.width());
      int[] places = texts.stream().mapToInt(layout::text).toArray();
      List<Growing> arrays = new ArrayList<>();
      for (int f = 0; f < example.fields().size(); f++) {
        arrays.add(new Growing(file, precision, 1024));
      }
      long[] origin = new long[1024];
      int count = 0;
      while (rows.next()) {
        if (!example.read(arrays)) {
          continue;
        }
        for (int t = 0; t < places.length; t++) {
          cells.get(t).add(rows.cell(places[t]));
        }
        origin = count == origin.length ? Arrays.copyOf(origin, 2 * count) : origin;
        origin[count++] = rows.row();
      }
      checkRows(file, rows, count);
      List<Values> values = arrays.stream().map(Growing::toValues).toList();
      return new Columns(
          file, example.fields(), values, Arrays.copyOf(origin, count), options.missing());
    }
  }

  static void checkRows(Path file, CsvRows rows, long count) {
    if (count == 0) {
      boolean dropped = rows.row() >= 0;
      throw new DataException(
          DataCode.NO_ROWS,
          Place.of(file),
          dropped
              ? "each of the " + (rows.row() + 1) + " rows has an empty cell and is left out"
              : "the file has a header, but no rows",
          dropped
              ? "Fill in empty cells with missing: \"median\" instead"
              : "Add rows, or say header: false if the first line is one");
    }
  }
}
