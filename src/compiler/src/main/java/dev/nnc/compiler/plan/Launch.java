package dev.nnc.compiler.plan;

import java.util.List;
import java.util.Map;

/**
 * A kernel with its arguments: a step of the routine.
 *
 * @param label what it computes, for listings
 * @param kernel the code
 * @param arrays where its arrays are
 * @param ints the values of its whole numbers; in a loop one may be {@link #STEP}
 */
public record Launch(String label, Kernel kernel, List<Source> arrays, List<Integer> ints) {
  /** Among the whole numbers: the place of the step of the loop around the launch. */
  public static final int STEP = Integer.MIN_VALUE;

  /** Where an array comes from. */
  public sealed interface Source {}

  /**
   * An array of the frame.
   *
   * @param index its number in the routine's slots
   */
  public record FrameArray(int index) implements Source {}

  /**
   * A table of constants.
   *
   * @param index its number among the plan's tables
   */
  public record Table(int index) implements Source {}

  /** Copies the lists. */
  public Launch {
    arrays = List.copyOf(arrays);
    ints = List.copyOf(ints);
  }

  /** The same, of the first of all equal kernels. */
  Launch sharing(Map<Kernel, Kernel> kernels) {
    Kernel first = kernels.putIfAbsent(kernel, kernel);
    return first == null ? this : new Launch(label, first, arrays, ints);
  }
}
