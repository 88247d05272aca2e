package dev.nnc.data;

import dev.nnc.runtime.Values;
import java.util.List;

/**
 * An array of a file.
 *
 * @param shape the sizes of its axes, none for a single number
 * @param values its numbers in row-major order
 */
public record StoredArray(List<Integer> shape, Values values) {
  /** Copies the list and checks the count. */
  public StoredArray {
    shape = List.copyOf(shape);
    if (count(shape) != values.length()) {
      throw new IllegalArgumentException(values.length() + " numbers do not have shape " + shape);
    }
  }

  /**
   * How many numbers an array of a shape has.
   *
   * @param shape sizes, none negative
   * @return their product, or {@link Long#MAX_VALUE} where that is beyond all bounds
   */
  static long count(List<Integer> shape) {
    long product = 1;
    for (int size : shape) {
      product = size == 0 || product <= Long.MAX_VALUE / size ? product * size : Long.MAX_VALUE;
    }
    return shape.contains(0) ? 0 : product;
  }
}
