package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes the numbers of all fields from the current row of a CSV file. */
final class CsvExample {
  private final CsvRows rows;
  private final boolean drops;
  private final List<Field> fields = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>();
  private final List<int[]> columns = new ArrayList<>();

  private CsvExample(CsvRows rows, boolean drops) {
    this.rows = rows;
    this.drops = drops;
  }

  static CsvExample of(
      Path file,
      CsvRows rows,
      CsvOptions options,
      List<Field> inputs,
      List<Field> targets,
      Precision precision) {
    CsvLayout layout = new CsvLayout(file, rows.header(), rows.width());
    CsvExample example = new CsvExample(rows, options.missing().rule() == Missing.Rule.DROP);
    for (Field field : inputs) {
      example.add(new Cell(field, precision, options.missing(), false, rows::place), layout);
    }
    for (Field field : targets) {
      example.add(new Cell(field, precision, options.missing(), true, rows::place), layout);
    }
    return example;
  }

  private void add(Cell cell, CsvLayout layout) {
    fields.add(cell.field());
    cells.add(cell);
    columns.add(layout.columns(cell.field()));
  }

  /** The fields, inputs first. */
  List<Field> fields() {
    return fields;
  }

  /**
   * Reads the current row.
   *
   * @param arrays where to put the numbers, one array a field
   * @return whether the row counts; if it does not, nothing was put anywhere
   */
  boolean read(List<Growing> arrays) {
    for (int f = 0; f < arrays.size(); f++) {
      Growing array = arrays.get(f);
      for (int column : columns.get(f)) {
        double value = cells.get(f).read(rows.cell(column), column);
        if (drops && Double.isNaN(value)) {
          array.add(value);
          forget(arrays, f);
          return false;
        }
        array.add(value);
      }
    }
    return true;
  }

  /** Takes back what the current row put into the arrays up to one that it filled in part. */
  private void forget(List<Growing> arrays, int last) {
    for (int f = 0; f <= last; f++) {
      Growing array = arrays.get(f);
      int size = columns.get(f).length;
      array.truncate((array.length() - 1) / size * size);
    }
  }
}
