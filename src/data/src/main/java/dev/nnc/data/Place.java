package dev.nnc.data;

import java.nio.file.Path;

/**
 * Where in the data something is.
 *
 * @param file its name as the user wrote it, or an empty text
 * @param row the example, from 1, or 0
 * @param line the line of the file, from 1, or 0
 * @param column the column of a table, or an empty text
 * @param array the name of an array, or an empty text
 */
public record Place(String file, long row, long line, String column, String array) {
  /** A file as a whole. */
  public static Place of(Path file) {
    return new Place(file.toString(), 0, 0, "", "");
  }

  /** A cell of a text file. */
  static Place cell(Path file, long row, long line, String column) {
    return new Place(file.toString(), row, line, column, "");
  }

  /** The same place, down to a column. */
  public Place column(String name) {
    return new Place(file, row, line, name, array);
  }

  /** The same place, down to an array. */
  public Place array(String name) {
    return new Place(file, row, line, column, name);
  }

  /** The same place, down to a row. */
  public Place row(long number) {
    return new Place(file, number, line, column, array);
  }

  /** As messages show it: {@code houses.csv, row 3 (line 4), column "price"}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (!array.isEmpty()) {
      text.append(", array \"").append(array).append('"');
    }
    if (row > 0) {
      text.append(", row ").append(row);
      if (line > 0) {
        text.append(" (line ").append(line).append(')');
      }
    }
    if (row == 0 && line > 0) {
      text.append(", line ").append(line);
    }
    if (!column.isEmpty()) {
      text.append(", column \"").append(column).append('"');
    }
    return text.toString();
  }
}
