package dev.nnc.compiler.plan;

import dev.nnc.compiler.shape.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides along which axis rows of results are computed together, and how many of them: as many as
 * there are registers for, fewer where that leaves fewer to be done one by one, or where the
 * innermost loop over summands is so short that the virtual machine's compiler writes it out. It
 * then loads what all its rounds need before it multiplies, and if that does not fit, results leave
 * their registers, too.
 *
 * @param shape the sizes of the product's axes
 * @param left where the factor that gives the rows is read, or null where it is packed before
 * @param summed the axes of the sum
 * @param vectors how many vectors of columns are computed together
 */
record Heights(Shape shape, Affine left, List<Integer> summed, int vectors) {
  /** Vectors of results that stay in registers at most. */
  private static final int MOST_RESULTS = 24;

  /** Cycles before a sum can go on. */
  private static final int WAIT = 4;

  /** A loop of so many rounds at most is written out. */
  private static final int SHORT = 4;

  /** What a loop that is written out may use: two more than there are registers, measured. */
  private static final int MOST_USED = 34;

  /** How much slower a loop is that uses more, measured: 1.5 to 3 times. */
  private static final double CROWDED = 2;

  /** What another kernel for the rows that are left costs, in cycles for each summand. */
  private static final double SWITCH = 0.5;

  private static final int GUESSED_BATCH = 32;

  /** The best of some axes. */
  int axis(List<Integer> axes) {
    int best = axes.get(0);
    double least = Double.MAX_VALUE;
    for (int axis : axes) {
      double time = time(axis, together(axis)) / guessed(shape.dim(axis));
      if (time <= least) {
        least = time;
        best = axis;
      }
    }
    return best;
  }

  /** How many rows along an axis are best computed together. */
  int together(int axis) {
    int best = 2;
    double least = Double.MAX_VALUE;
    for (int count = Way.MOST_ROWS; count >= 3; count--) {
      double time = time(axis, count);
      if (count * vectors <= MOST_RESULTS && time < least) {
        least = time;
        best = count;
      }
    }
    return best;
  }

  /** How many examples a batch is taken for, or else the size. */
  static int guessed(int size) {
    return size == Shape.BATCH ? GUESSED_BATCH : size;
  }

  /** How long a summand takes for all rows: so many together, then pairs, then single ones. */
  private double time(int axis, int together) {
    int height = guessed(shape.dim(axis));
    int rest = height % together;
    int blocks = height / together;
    int pairs = rest / 2;
    double others = pairs * (step(axis, 2) + SWITCH) + rest % 2 * (step(axis, 1) + SWITCH);
    return blocks * step(axis, together) + others;
  }

  /**
   * The cycles of a summand: one for each multiplication, a half for each number or vector loaded,
   * not less than a sum waits for its last step, and what the loop itself costs.
   */
  private double step(int axis, int rows) {
    double loads = (rows + vectors) / 2.0;
    double cycles = Math.max(WAIT, Math.max(rows * vectors, loads)) + 1;
    return crowded(axis, rows) ? CROWDED * cycles : cycles;
  }

  private boolean crowded(int axis, int rows) {
    if (left == null) {
      return false;
    }
    int last = summed.size() - 1;
    while (last > 0 && shape.dim(summed.get(last)) == 1) {
      last--;
    }
    int rounds = last < 0 ? Integer.MAX_VALUE : guessed(shape.dim(summed.get(last)));
    if (rounds > SHORT) {
      return false;
    }
    Set<Integer> numbers = new HashSet<>();
    for (int round = 0; round < rounds; round++) {
      for (int row = 0; row < rows; row++) {
        numbers.add(round * left.stride(summed.get(last)) + row * left.stride(axis));
      }
    }
    return rows * vectors + rounds * vectors + numbers.size() > MOST_USED;
  }
}
