package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An accumulate turned around: {@code out[t] = sum of x[i] over all i with M i + c = t}. The
 * equations {@code M i + c = t} are solved for as many of the {@code i} as there are equations, by
 * elimination with pivots of 1 and -1; the others are summed over. So
 *
 * <ul>
 *   <li>a broadcast, {@code t = i}, j free, becomes a sum over j;
 *   <li>a slice, flip or transpose becomes the opposite view, zero outside;
 *   <li>a window, {@code t = i + j}, becomes the sum over j of a view at {@code i = t - j};
 *   <li>a strided window, {@code t = s i + j}, is cut into s phases, {@code t = s q + r}: the sum
 *       over e of a view at {@code i = q - e}, {@code j = s e + r}, all phases side by side;
 *   <li>an equation that nothing is left to solve for (a constant index, a diagonal) becomes an
 *       axis of size 1 that is read at the difference of both sides: outside unless that is 0.
 * </ul>
 */
final class Inversion {
  /** A result axis cut into phases: its index t is {@code stride * q + r - start}. */
  private record Phases(int axis, int stride, int rounds, int start) {}

  private final Build b;
  private final Node x;
  private final Shape target;
  private final AffineMap map;
  private final int indices;

  /** Variables: the axes of the space in which the sum is computed. */
  private final int[] sizes;

  private final boolean[] summed;
  private int variables;

  /** Equations: factors of the indices of x on the left, of variables and 1 on the right. */
  private final int[][] left;

  private final int[][] right;
  private final boolean[] solved;

  /** For each index of x, once it is known, its factors of variables and 1. */
  private final int[][] index;

  private final List<Phases> phases = new ArrayList<>();

  private Inversion(Build b, Node node, Accumulate op) {
    this.b = b;
    this.x = node.arg(0);
    this.target = op.shape();
    this.map = op.map();
    this.indices = map.resultRank();
    int equations = map.sourceRank();
    int most = 3 * equations + indices;
    this.sizes = new int[most];
    this.summed = new boolean[most];
    this.left = new int[equations][indices];
    this.right = new int[equations][most + 1];
    this.solved = new boolean[equations];
    this.index = new int[indices][];
  }

  /**
   * A node without accumulation.
   *
   * @param b makes nodes
   * @param node an accumulate
   * @return an equal node, or null where the equations have no such solution
   */
  static Node of(Build b, Node node) {
    Inversion inversion = new Inversion(b, node, (Accumulate) node.op());
    inversion.state();
    return inversion.solve() ? inversion.result() : null;
  }

  private void state() {
    for (int d = 0; d < left.length; d++) {
      for (int a = 0; a < indices; a++) {
        left[d][a] = x.shape().dim(a) == 1 ? 0 : map.coefficient(d, a);
      }
    }
    for (int d = 0; d < left.length; d++) {
      if (!cut(d)) {
        right[d][variable(target.dim(d), false)] = 1;
        right[d][sizes.length] = -map.offset(d);
      }
    }
  }

  private int variable(int size, boolean isSummed) {
    sizes[variables] = size;
    summed[variables] = isSummed;
    return variables++;
  }

  /** Cuts a result axis into phases where it alone uses a strided index, alone or in a window. */
  private boolean cut(int d) {
    int strided = -1;
    int unit = -1;
    for (int a = 0; a < indices; a++) {
      for (int e = 0; e < left.length; e++) {
        if (e != d && left[e][a] != 0 && left[d][a] != 0) {
          return false;
        }
      }
      int size = Math.abs(left[d][a]);
      if ((size > 1 && strided >= 0) || (size == 1 && unit >= 0)) {
        return false;
      }
      strided = size > 1 ? a : strided;
      unit = size == 1 ? a : unit;
    }
    if (strided < 0) {
      return false;
    }
    int stride = Math.abs(left[d][strided]);
    int terms = unit < 0 ? 1 : (x.shape().dim(unit) + stride - 1) / stride;
    if (unit >= 0 && terms >= x.shape().dim(strided)) {
      return false;
    }
    cut(d, strided, unit, terms);
    return true;
  }

  /** With {@code t - c = ±s i ± j} put {@code i* = q - e, j* = s e + r}, mirrored for a minus. */
  private void cut(int d, int strided, int unit, int terms) {
    int stride = Math.abs(left[d][strided]);
    int offset = map.offset(d);
    boolean flipStrided = left[d][strided] < 0;
    boolean flipUnit = unit >= 0 && left[d][unit] < 0;
    offset -= flipStrided ? stride * (x.shape().dim(strided) - 1) : 0;
    offset -= flipUnit ? x.shape().dim(unit) - 1 : 0;
    int first = Math.floorDiv(-offset, stride);
    int rounds = Math.floorDiv(target.dim(d) - 1 - offset, stride) - first + 1;
    int q = variable(rounds, false);
    int r = variable(stride, false);
    int[] coarse = new int[sizes.length + 1];
    int[] fine = new int[sizes.length + 1];
    coarse[q] = 1;
    coarse[sizes.length] = first;
    fine[r] = 1;
    if (terms > 1) {
      int e = variable(terms, true);
      coarse[e] = -1;
      fine[e] = stride;
    }
    index[strided] = flipStrided ? mirror(coarse, x.shape().dim(strided)) : coarse;
    if (unit >= 0) {
      index[unit] = flipUnit ? mirror(fine, x.shape().dim(unit)) : fine;
      solved[d] = true;
    } else {
      right[d] = fine;
    }
    Arrays.fill(left[d], 0);
    phases.add(new Phases(d, stride, rounds, -offset - stride * first));
  }

  private static int[] mirror(int[] factors, int size) {
    int[] result = Arrays.stream(factors).map(factor -> -factor).toArray();
    result[result.length - 1] += size - 1;
    return result;
  }

  /** Gauss-Jordan elimination; the largest index is solved for, so that few terms are summed. */
  private boolean solve() {
    int[] equationOf = new int[indices];
    Arrays.fill(equationOf, -1);
    for (boolean progress = true; progress; ) {
      progress = false;
      for (int d = 0; d < left.length; d++) {
        int pivot = solved[d] ? -1 : pivot(d);
        if (pivot >= 0) {
          eliminate(d, pivot);
          equationOf[pivot] = d;
          solved[d] = true;
          progress = true;
        }
      }
    }
    for (int d = 0; d < left.length; d++) {
      if (!solved[d] && Arrays.stream(left[d]).anyMatch(factor -> factor != 0)) {
        return false;
      }
    }
    for (int a = 0; a < indices; a++) {
      if (index[a] == null && equationOf[a] < 0) {
        index[a] = new int[sizes.length + 1];
        if (x.shape().dim(a) != 1) {
          index[a][variable(x.shape().dim(a), true)] = 1;
        }
      }
    }
    for (int a = 0; a < indices; a++) {
      if (equationOf[a] >= 0) {
        index[a] = substituted(equationOf[a], a);
      }
    }
    return true;
  }

  private int pivot(int d) {
    int best = -1;
    for (int a = 0; a < indices; a++) {
      int size = x.shape().dim(a);
      if (size == Shape.BATCH && left[d][a] != 0) {
        return a;
      }
      if (Math.abs(left[d][a]) == 1 && (best < 0 || size > x.shape().dim(best))) {
        best = a;
      }
    }
    return best;
  }

  private void eliminate(int d, int pivot) {
    int sign = left[d][pivot];
    scale(left[d], sign);
    scale(right[d], sign);
    for (int e = 0; e < left.length; e++) {
      int factor = left[e][pivot];
      if (e != d && factor != 0) {
        subtract(left[e], left[d], factor);
        subtract(right[e], right[d], factor);
      }
    }
  }

  private static void scale(int[] row, int factor) {
    Arrays.setAll(row, i -> row[i] * factor);
  }

  private static void subtract(int[] row, int[] other, int factor) {
    Arrays.setAll(row, i -> row[i] - factor * other[i]);
  }

  private int[] substituted(int d, int pivot) {
    int[] result = right[d].clone();
    for (int a = 0; a < indices; a++) {
      if (a != pivot && left[d][a] != 0) {
        subtract(result, index[a], left[d][a]);
      }
    }
    return result;
  }

  private Node result() {
    int[] axisOf = axes();
    int[] dims = new int[variables];
    for (int v = 0; v < variables; v++) {
      dims[axisOf[v]] = sizes[v];
    }
    List<int[]> rows = new ArrayList<>(Arrays.asList(index));
    for (int d = 0; d < left.length; d++) {
      if (!solved[d] && !always(right[d])) {
        rows.add(right[d]);
      }
    }
    int[] extended = Arrays.copyOf(x.shape().dims(), rows.size());
    Arrays.fill(extended, indices, extended.length, 1);
    Node source = b.view(x, Shape.of(extended), AffineMap.select(rows.size(), upTo(indices)));
    Shape space = Shape.of(dims);
    Node terms = b.view(source, space, mapOf(rows, axisOf));
    List<Integer> gone = new ArrayList<>();
    for (int v = 0; v < variables; v++) {
      if (summed[v]) {
        gone.add(axisOf[v]);
      }
    }
    gone.sort(null);
    return joined(b.reduce(Reduce.Kind.SUM, terms, gone.toArray(Integer[]::new)));
  }

  private static int[] upTo(int count) {
    int[] result = new int[count];
    Arrays.setAll(result, i -> i);
    return result;
  }

  /** Where each variable lies in the space: a batch first, then what stays, then what is summed. */
  private int[] axes() {
    int[] axisOf = new int[variables];
    int next = 0;
    for (int pass = 0; pass < 3; pass++) {
      for (int v = 0; v < variables; v++) {
        int turn = sizes[v] == Shape.BATCH ? 0 : summed[v] ? 2 : 1;
        if (turn == pass) {
          axisOf[v] = next++;
        }
      }
    }
    return axisOf;
  }

  /** Whether a sum of variables is 0 everywhere. */
  private boolean always(int[] factors) {
    for (int v = 0; v < variables; v++) {
      if (factors[v] != 0 && sizes[v] != 1) {
        return false;
      }
    }
    return factors[sizes.length] == 0;
  }

  private AffineMap mapOf(List<int[]> rows, int[] axisOf) {
    int[][] coefficients = new int[rows.size()][variables];
    int[] offsets = new int[rows.size()];
    for (int d = 0; d < offsets.length; d++) {
      for (int v = 0; v < variables; v++) {
        coefficients[d][axisOf[v]] = rows.get(d)[v];
      }
      offsets[d] = rows.get(d)[sizes.length];
    }
    return new AffineMap(variables, coefficients, offsets);
  }

  /** Puts the phases side by side and cuts off what lies outside the result. */
  private Node joined(Node sum) {
    if (phases.isEmpty()) {
      return sum;
    }
    int rank = target.rank();
    int[] dims = target.dims();
    int[][] rows = new int[rank][rank];
    int[] offsets = new int[rank];
    for (int d = 0; d < rank; d++) {
      rows[d][d] = 1;
    }
    for (Phases cut : phases) {
      dims[cut.axis()] = cut.rounds() * cut.stride();
      offsets[cut.axis()] = cut.start();
    }
    Node whole = b.reshape(sum, Shape.of(dims));
    return b.view(whole, target, new AffineMap(rank, rows, offsets));
  }
}
