package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What one run of a launch does, whatever the machine: all threads together, and without what fills
 * up vectors. Plain loops compute the rows of a contraction in fours; where the last four are not
 * full, the rows too many count.
 *
 * @param operations how many operations on numbers: a multiply-add is two, any other operator one,
 *     and so is a function such as {@code exp}
 * @param read how many numbers of arrays are read, each counted once
 * @param written how many numbers of arrays are written, each counted once
 */
public record Effort(long operations, long read, long written) {
  /** Nothing. */
  public static final Effort NONE = new Effort(0, 0, 0);

  /** This and another. */
  public Effort plus(Effort other) {
    return new Effort(operations + other.operations, read + other.read, written + other.written);
  }

  /** This so many times. */
  public Effort times(long count) {
    return new Effort(operations * count, read * count, written * count);
  }

  /**
   * What each launch of a plan does in a single run; that of a loop at a step in the middle.
   *
   * @param plan what has been decided
   * @param batch how many examples there are
   * @return the efforts in the order of the launches
   */
  public static List<Effort> of(Plan plan, int batch) {
    List<Effort> efforts = new ArrayList<>();
    for (int i = 0; i < plan.launches().size(); i++) {
      efforts.add(new Census(plan, i, batch).effort());
    }
    return efforts;
  }
}
