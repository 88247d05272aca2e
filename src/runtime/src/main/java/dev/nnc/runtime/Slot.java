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
  /** The character that stands for the first size in {@link #scratch}. */
  public static final char FIRST_KIND = '!';

  /** With this begin the names of arrays of which each thread has one of its own. */
  public static final String PANEL = "panel";

  /** Checks the sizes. */
  public Slot {
    Objects.requireNonNull(name, "name");
    if (perExample < 0 || fixed < 0) {
      throw new IllegalArgumentException("negative size in slot " + name);
    }
  }

  /** Whether each thread that runs the routine has such an array of its own. */
  boolean own() {
    return scratch && name.startsWith(PANEL);
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

  /**
   * Whether arrays of two slots have the same length, whatever the batch.
   *
   * @param other another slot
   */
  public boolean sameSize(Slot other) {
    return perExample == other.perExample && fixed == other.fixed;
  }

  /**
   * Makes scratch slots that differ in their numbers and sizes. For generated classes.
   *
   * @param slots where they go
   * @param from the place of the first
   * @param prefix their name, before the number
   * @param number the number of the first, the others count on
   * @param kinds a character for each slot: which of the sizes it has, from {@link #FIRST_KIND}
   * @param sizes {@code perExample,fixed} for each kind, with blanks between
   */
  public static void scratch(
      Slot[] slots, int from, String prefix, int number, String kinds, String sizes) {
    String[] known = sizes.split(" ");
    for (int i = 0; i < kinds.length(); i++) {
      String size = known[kinds.charAt(i) - FIRST_KIND];
      int comma = size.indexOf(',');
      slots[from + i] =
          new Slot(
              prefix + (number + i),
              true,
              Integer.parseInt(size.substring(0, comma)),
              Integer.parseInt(size.substring(comma + 1)));
    }
  }
}
