package dev.nnc.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the columns of a model's inputs in a CSV file. */
final class CsvColumns {
  /**
   * How the columns of a vector may be called where they are not listed: what stands between its
   * name and the number, and what behind the number.
   */
  private static final String[][] STYLES = {
    {"", ""}, {"_", ""}, {"[", "]"}, {" ", ""}, {".", ""}, {"-", ""}
  };

  /** In place of a number where several columns are called so. */
  private static final int SEVERAL = -2;

  private final String file;
  private final List<String> header;
  private final int width;

  /** The places of the columns by their names: files may have thousands. */
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * Looks at a file.
   *
   * @param file its name, for messages
   * @param header the names of its columns, or null where it has none
   * @param width how many columns it has
   */
  CsvColumns(String file, List<String> header, int width) {
    this.file = file;
    this.header = header;
    this.width = width;
    for (int i = 0; header != null && i < header.size(); i++) {
      places.merge(header.get(i), i, (one, other) -> SEVERAL);
    }
  }

  /** Whether all columns of the inputs are given by their places, so that no header is needed. */
  static boolean allPlaces(List<ModelInfo.Field> inputs) {
    return inputs.stream()
        .allMatch(
            input ->
                !input.columns().isEmpty()
                    && input.columns().stream().allMatch(CsvColumns::isPlace));
  }

  /** The place of each number of an input, in row-major order. */
  int[] of(ModelInfo.Field input) throws CsvException {
    List<String> listed = input.columns();
    int size = input.size();
    if (listed.size() == size) {
      int[] found = new int[size];
      for (int i = 0; i < size; i++) {
        found[i] = column(listed.get(i));
      }
      return found;
    }
    if (listed.size() > 1) {
      throw new CsvException(
          file, input.name() + " has " + size + " numbers but " + listed.size() + " columns");
    }
    String name = listed.isEmpty() ? input.name() : listed.get(0);
    return input.shape().isEmpty() ? new int[] {column(name)} : spread(name, size);
  }

  /** Whether there is a single column for an input. */
  boolean hasOne(ModelInfo.Field input) throws CsvException {
    List<String> listed = input.columns();
    if (listed.size() > 1) {
      return false;
    }
    String name = listed.isEmpty() ? input.name() : listed.get(0);
    return isPlace(name) || find(name) >= 0;
  }

  /** The place of the single column of an input. */
  int one(ModelInfo.Field input) throws CsvException {
    return column(input.columns().isEmpty() ? input.name() : input.columns().get(0));
  }

  private static boolean isPlace(String name) {
    return name.startsWith("{") && name.matches("\\{\\d{1,9}}");
  }

  private int column(String name) throws CsvException {
    if (isPlace(name)) {
      int place = Integer.parseInt(name.substring(1, name.length() - 1));
      if (place >= width) {
        throw missing(name);
      }
      return place;
    }
    int found = find(name);
    if (found < 0) {
      throw missing(name);
    }
    return found;
  }

  private CsvException missing(String name) {
    return new CsvException(
        file + ", column \"" + name + '"',
        "the file has no such column; it has "
            + (header == null ? width + " columns without names" : header));
  }

  /** The columns x0, x1 … of a vector x, counted from 0 or from 1. */
  private int[] spread(String name, int size) throws CsvException {
    for (String[] style : STYLES) {
      for (int from = 0; from <= 1; from++) {
        int[] found = new int[size];
        int known = 0;
        while (known < size) {
          found[known] = find(name + style[0] + (from + known) + style[1]);
          if (found[known] < 0) {
            break;
          }
          known++;
        }
        if (known == size) {
          return found;
        }
      }
    }
    throw missing(name + "0 … " + name + (size - 1));
  }

  /** A column of that name, else the only one of that name in other letter case, else -1. */
  private int find(String name) throws CsvException {
    int found = places.getOrDefault(name, -1);
    for (int i = 0; found == -1 && header != null && i < header.size(); i++) {
      if (header.get(i).equalsIgnoreCase(name)) {
        found = onlyInOtherCase(name, i);
      }
    }
    if (found == SEVERAL) {
      throw new CsvException(file + ", column \"" + name + '"', "two columns are called so");
    }
    return found;
  }

  /** The first column that is called so in other letter case, if there is no second. */
  private int onlyInOtherCase(String name, int first) {
    for (int i = first + 1; i < header.size(); i++) {
      if (header.get(i).equalsIgnoreCase(name)) {
        return SEVERAL;
      }
    }
    return first;
  }
}
