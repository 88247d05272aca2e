package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Reading through a reshape without a buffer: possible where each axis of the source is made of
 * whole axes of the result, so that source indices depend linearly on result indices.
 */
final class Regroup {
  private Regroup() {}

  /** Whether indices of {@code source} depend linearly on those of {@code result}. */
  static boolean possible(Shape result, Shape source) {
    Index[] at = new Index[result.rank()];
    Arrays.fill(at, Index.ZERO);
    return indices(result, source, at) != null;
  }

  /**
   * The index of a source element.
   *
   * @param result the shape after the reshape
   * @param source the shape before
   * @param at an index into the result
   * @return the index into the source, or null where it is not linear
   */
  static Index[] indices(Shape result, Shape source, Index[] at) {
    Index[] out = new Index[source.rank()];
    int a = result.rank() - 1;
    for (int d = source.rank() - 1; d >= 0; d--) {
      if (source.dim(d) == Shape.BATCH) {
        out[d] = at[0];
        continue;
      }
      long covered = 1;
      Index sum = Index.ZERO;
      while (covered < source.dim(d)) {
        if (a < 0 || result.dim(a) == Shape.BATCH) {
          return null;
        }
        sum = sum.plus(at[a].times((int) covered));
        covered *= result.dim(a);
        a--;
      }
      if (covered != source.dim(d)) {
        return null;
      }
      out[d] = sum;
    }
    return out;
  }

  /** The index of the element that a view reads, were its source boundless. */
  static Index[] through(View view, Index... at) {
    AffineMap map = view.map();
    Index[] from = new Index[map.sourceRank()];
    for (int d = 0; d < from.length; d++) {
      from[d] = Index.of(map.offset(d));
      for (int a = 0; a < at.length; a++) {
        from[d] = from[d].plus(at[a].times(map.coefficient(d, a)));
      }
    }
    return from;
  }

  /**
   * The order of axes before and after a reshape of something that lies in another order than its
   * own. Axes of the source that are made into the same axes of the result have to lie together.
   *
   * @param source the shape before
   * @param order the order in which its axes lie
   * @param result the shape after
   * @return an order of the axes of the source, as much as possible the given one, and that of the
   *     axes of the result
   */
  static int[][] orders(Shape source, int[] order, Shape result) {
    int[] place = new int[order.length + 1];
    for (int d = 0; d < order.length; d++) {
      place[order[d]] = d;
    }
    place[order.length] = order.length;
    TreeMap<Integer, List<Integer>> befores = new TreeMap<>();
    TreeMap<Integer, List<Integer>> afters = new TreeMap<>();
    int next = 0;
    int axis = 0;
    while (next < source.rank() || axis < result.rank()) {
      List<Integer> from = befores.computeIfAbsent(place[next], p -> new ArrayList<>());
      List<Integer> to = afters.computeIfAbsent(place[next], p -> new ArrayList<>());
      long before = next < source.rank() ? add(from, source, next++) : 1;
      long after = axis < result.rank() ? add(to, result, axis++) : 1;
      while (before != after) {
        if (before < after) {
          before *= add(from, source, next++);
        } else {
          after *= add(to, result, axis++);
        }
      }
    }
    return new int[][] {joined(befores), joined(afters)};
  }

  private static long add(List<Integer> axes, Shape shape, int axis) {
    axes.add(axis);
    return shape.dim(axis);
  }

  private static int[] joined(TreeMap<Integer, List<Integer>> groups) {
    return groups.values().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
  }

  /** The place of an element in row-major order. */
  static Index linear(Shape shape, Index[] at) {
    Index place = Index.ZERO;
    int stride = 1;
    for (int d = shape.rank() - 1; d >= 0; d--) {
      place = place.plus(at[d].times(stride));
      stride *= shape.dim(d) == Shape.BATCH ? 1 : shape.dim(d);
    }
    return place;
  }
}
