package dev.nnc.data;

import dev.nnc.runtime.DoubleValues;
import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.Arrays;

/** An array of numbers of unknown length that doubles as it fills. */
final class Growing {
  static final int LIMIT = Integer.MAX_VALUE - 8;

  private final Path file;
  private Values values;
  private int length;

  Growing(Path file, Precision precision, int capacity) {
    this.file = file;
    this.values = Values.allocate(precision, Math.max(1, capacity));
  }

  void add(double value) {
    if (length == values.length()) {
      if (length == LIMIT) {
        throw tooLarge(file);
      }
      values = resized((int) Math.min(LIMIT, 2L * length));
    }
    values.set(length++, value);
  }

  int length() {
    return length;
  }

  double get(int index) {
    return values.get(index);
  }

  /** Forgets what was added after a length. */
  void truncate(int to) {
    length = to;
  }

  /** The numbers, in an array of their length. */
  Values toValues() {
    return length == values.length() ? values : resized(length);
  }

  private Values resized(int size) {
    if (values instanceof FloatValues f) {
      return new FloatValues(Arrays.copyOf(f.array(), size));
    }
    return new DoubleValues(Arrays.copyOf(((DoubleValues) values).array(), size));
  }

  static DataException tooLarge(Path file) {
    return new DataException(
        DataCode.TOO_LARGE,
        Place.of(file),
        "the file holds more numbers than fit an array in memory",
        "Read a CSV file with stream: true, or split the file");
  }
}
