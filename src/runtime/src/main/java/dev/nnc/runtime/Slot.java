package dev.nnc.runtime;

import java.util.Objects;

/**
 * One array that a {@link Routine} reads or writes. For a batch of {@code n} examples it holds
 * {@code perExample * n + fixed} numbers; an example's numbers lie together, in row-major order.
 *
 * @param name what binds the array to the outside, such as {@code parameters}, {@code gradients},
 *     {@code input:x}; scratch arrays are named by their number
 * @param scratch whether the array belongs to the routine alone and carries nothing between runs
 * @param perExample how many numbers each example of the batch takes
 * @param fixed how many numbers are there whatever the size of the batch
 */
public record Slot(String name, boolean scratch, int perExample, int fixed) {
  /** Checks the sizes. */
  public Slot {
    Objects.requireNonNull(name, "name");
    if (perExample < 0 || fixed < 0) {
      throw new IllegalArgumentException("negative size in slot " + name);
    }
  }

  /**
   * The length of the array for a batch.
   *
   * @param examples the number of examples in the batch
   * @return the length in numbers
   * @throws ArithmeticException if it does not fit an array
   */
  public int length(int examples) {
    return Math.toIntExact((long) perExample * examples + fixed);
  }
}
