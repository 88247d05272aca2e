package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Finds the columns of fields.
 *
 * @param file the file, for messages
 * @param header the names of its columns, or null where it has none
 * @param width how many columns it has
 */
record CsvLayout(Path file, List<String> header, int width) {
  /** How the columns of a vector {@code x} may be called, besides those that are listed. */
  private static final List<String> STYLES =
      List.of("%s%d", "%s_%d", "%s[%d]", "%s %d", "%s.%d", "%s-%d");

  /**
   * The columns of a field, as places from 0.
   *
   * @param field an input or target
   * @return one column for each of its numbers, in row-major order
   */
  int[] columns(Field field) {
    int size = field.size();
    List<String> listed = field.columns();
    if (listed.isEmpty()) {
      return field.shape().isEmpty()
          ? new int[] {column(field, field.name())}
          : spread(field, field.name(), size);
    }
    if (listed.size() == 1 && size > 1 && !isPlace(listed.get(0))) {
      return spread(field, listed.get(0), size);
    }
    if (listed.size() != size) {
      throw new DataException(
          DataCode.COLUMN_COUNT,
          Place.of(file),
          field.name()
              + (size == 1 ? " is 1 number" : " has " + size + " numbers")
              + ", but is read from "
              + count(listed.size()),
          "List one column for each number after `from`");
    }
    return listed.stream().mapToInt(name -> column(field, name)).toArray();
  }

  /** The one column of a field that is a text. */
  int text(Field field) {
    List<String> listed = field.columns();
    return column(field, listed.size() == 1 ? listed.get(0) : field.name());
  }

  private static String count(int columns) {
    return columns == 1 ? "1 column" : columns + " columns";
  }

  private static boolean isPlace(String name) {
    return name.matches("\\{\\d+}");
  }

  private int column(Field field, String name) {
    if (isPlace(name)) {
      return place(field, name);
    }
    int found = find(name);
    if (found >= 0) {
      return found;
    }
    if (header == null) {
      throw new DataException(
          DataCode.UNKNOWN_COLUMN,
          Place.of(file).column(name),
          "the file has no header, so that no column has a name",
          width == 1
              ? "If a line has more than one cell, say what separates them: separator: \";\""
              : "Say which column it is, "
                  + field.name()
                  + " from 0, or header: true if there is one");
    }
    throw new DataException(
        DataCode.UNKNOWN_COLUMN,
        Place.of(file).column(name),
        "the file has no such column",
        Spelling.advice(name, header, "say which one with " + field.name() + " from \"…\""));
  }

  private int place(Field field, String name) {
    String digits = name.substring(1, name.length() - 1);
    int place = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    if (place >= width) {
      throw new DataException(
          DataCode.UNKNOWN_COLUMN,
          Place.of(file).column(name),
          field.name() + " is read from column " + digits + ", but the file has " + count(width),
          "Columns count from 0 to " + (width - 1));
    }
    return place;
  }

  /** The columns x0, x1 … of a vector x, in any of the usual styles, counted from 0 or from 1. */
  private int[] spread(Field field, String name, int size) {
    for (String style : STYLES) {
      for (int start = 0; start <= 1; start++) {
        int[] found =
            find(
                start, size, number -> String.format((java.util.Locale) null, style, name, number));
        if (found != null) {
          return found;
        }
      }
    }
    if (size == 1) {
      return new int[] {column(field, name)};
    }
    String wanted = name + "0 to " + name + (size - 1);
    String has = header == null ? "it has no header" : "There are " + Spelling.list(header);
    throw new DataException(
        DataCode.UNKNOWN_COLUMN,
        Place.of(file).column(name),
        "the file has no columns " + wanted + " for the " + size + " numbers of " + field.name(),
        header == null
            ? "As it has no header, say which columns they are: "
                + name
                + "["
                + size
                + "] from 0.."
                + size
            : has + "; say which ones with `from`");
  }

  private int[] find(int start, int size, IntFunction<String> name) {
    int[] found = new int[size];
    for (int i = 0; i < size; i++) {
      found[i] = find(name.apply(start + i));
      if (found[i] < 0) {
        return null;
      }
    }
    return found;
  }

  /** The column of exactly that name or, failing that, of that name in other letter case; or -1. */
  private int find(String name) {
    if (header == null) {
      return -1;
    }
    int[] same = matches(i -> header.get(i).equals(name));
    if (same.length == 0) {
      same = matches(i -> header.get(i).equalsIgnoreCase(name));
    }
    if (same.length > 1) {
      throw new DataException(
          DataCode.AMBIGUOUS_COLUMN,
          Place.of(file).column(name),
          "the columns " + Arrays.toString(same) + " (counted from 0) are all called so",
          "Rename all but one, or say which one it is by its number after `from`");
    }
    return same.length == 0 ? -1 : same[0];
  }

  private int[] matches(java.util.function.IntPredicate matching) {
    return IntStream.range(0, header.size()).filter(matching).toArray();
  }
}
