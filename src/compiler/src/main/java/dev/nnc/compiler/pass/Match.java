package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.Collections;
import java.util.List;

/** Questions that rules ask about nodes and maps. */
final class Match {
  private Match() {}

  /** The number that a node has in every place, or null where it is no constant. */
  static Double constant(Node node) {
    Node scalar = scalar(node);
    return scalar != null && scalar.op() instanceof Leaf.Constant constant
        ? constant.values().get(0)
        : null;
  }

  /** Whether a node is a constant with the same number in every place, zeros told apart by sign. */
  static boolean is(Node node, double value) {
    Double found = constant(node);
    return found != null && found.equals(value);
  }

  /** Whether a node is zero in every place, of either sign. */
  static boolean zero(Node node) {
    return is(node, 0.0) || is(node, -0.0);
  }

  /** The node of shape [] that a node repeats in every place, or null. */
  static Node scalar(Node node) {
    if (node.shape().rank() == 0) {
      return node;
    }
    return node.op() instanceof View && node.arg(0).shape().rank() == 0 ? node.arg(0) : null;
  }

  /** Whether a node of an elementwise operator. */
  static boolean op(Node node, Elementwise row) {
    return node.op() == row;
  }

  /** A constant with the type of {@code like}. */
  static Node number(Build b, Node like, double value) {
    return b.constantLike(like, value);
  }

  /** A constant of shape [] and the kind of {@code like}. */
  static Node scalarNumber(Build b, Node like, double value) {
    return b.graph()
        .node(new Leaf.Constant(Collections.singletonList(value), like.type().with(Shape.SCALAR)));
  }

  /** Whether a node has the same value all along an axis, because it is a view that repeats it. */
  static boolean invariant(Node node, int axis) {
    if (!(node.op() instanceof View view) || view.shape().dim(axis) == 1) {
      return false;
    }
    for (int d = 0; d < view.map().sourceRank(); d++) {
      if (view.map().coefficient(d, axis) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a node has the same value all along each of some axes. */
  static boolean invariant(Node node, List<Integer> axes) {
    return axes.stream().allMatch(axis -> invariant(node, axis));
  }

  /** Whether a view has the same value all along some axis. */
  static boolean repeats(Node node) {
    for (int axis = 0; axis < node.shape().rank(); axis++) {
      if (invariant(node, axis)) {
        return true;
      }
    }
    return false;
  }

  /** A view that has the same value along some axes, without these. */
  static Node without(Build b, Node node, boolean[] axes) {
    View view = (View) node.op();
    return b.view(node.arg(0), view.shape().without(axes), without(view.map(), axes));
  }

  private static AffineMap without(AffineMap map, boolean[] axes) {
    int[] kept = kept(axes);
    int[][] rows = new int[map.sourceRank()][kept.length];
    int[] offsets = new int[map.sourceRank()];
    for (int d = 0; d < rows.length; d++) {
      for (int i = 0; i < kept.length; i++) {
        rows[d][i] = map.coefficient(d, kept[i]);
      }
      offsets[d] = map.offset(d);
    }
    return new AffineMap(kept.length, rows, offsets);
  }

  /** The axes that are not flagged. */
  static int[] kept(boolean[] axes) {
    int[] kept = new int[axes.length];
    int count = 0;
    for (int i = 0; i < axes.length; i++) {
      if (!axes[i]) {
        kept[count++] = i;
      }
    }
    return java.util.Arrays.copyOf(kept, count);
  }

  /** What a node is the negative of: x for -x and for what repeats or reorders -x; or null. */
  static Node negated(Build b, Node node) {
    if (op(node, Elementwise.NEG)) {
      return node.arg(0);
    }
    boolean viewed = node.op() instanceof View && op(node.arg(0), Elementwise.NEG) && !leaves(node);
    return viewed ? b.graph().node(node.op(), node.arg(0).arg(0)) : null;
  }

  /** Whether a view can be read outside its source. */
  static boolean leaves(Node node) {
    View view = (View) node.op();
    for (int d = 0; d < view.map().sourceRank(); d++) {
      if (view.map().leaves(d, view.shape(), node.arg(0).shape())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether reading a view outside its own shape on an axis would read outside its source too, so
   * that a map into the view may be followed straight to the source.
   *
   * @param map the view's map
   * @param axis an axis of the view
   * @param size its size
   * @param source the shape of the view's source
   * @return whether some source axis sees to it
   */
  static boolean guards(AffineMap map, int axis, int size, Shape source) {
    for (int d = 0; d < map.sourceRank(); d++) {
      int c = map.coefficient(d, axis);
      if (Math.abs(c) == 1 && alone(map, d, axis)) {
        int offset = map.offset(d);
        int end = source.dim(d);
        boolean inside =
            c == 1 ? offset <= 0 && end - offset <= size : offset >= end - 1 && offset < size;
        if (inside) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean alone(AffineMap map, int d, int axis) {
    for (int a = 0; a < map.resultRank(); a++) {
      if (a != axis && map.coefficient(d, a) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * A view's map as a reordering of axes.
   *
   * @param node a view
   * @return for each source axis the axis of the view, or null where the view is more than that
   */
  static int[] permutation(Node node) {
    View view = (View) node.op();
    Shape source = node.arg(0).shape();
    if (source.rank() != view.shape().rank()) {
      return null;
    }
    int[] axes = new int[source.rank()];
    boolean[] taken = new boolean[source.rank()];
    for (int d = 0; d < axes.length; d++) {
      axes[d] = source.dim(d) == 1 ? -1 : sameAxis(view, d, source.dim(d));
      if (source.dim(d) != 1 && (axes[d] < 0 || taken[axes[d]])) {
        return null;
      }
      if (axes[d] >= 0) {
        taken[axes[d]] = true;
      }
    }
    int next = 0;
    for (int d = 0; d < axes.length; d++) {
      if (axes[d] < 0) {
        while (taken[next]) {
          next++;
        }
        axes[d] = next;
        taken[next] = true;
        if (view.shape().dim(next) != 1 || view.map().leaves(d, view.shape(), source)) {
          return null;
        }
      }
    }
    return axes;
  }

  private static int sameAxis(View view, int d, int size) {
    AffineMap map = view.map();
    for (int a = 0; a < map.resultRank(); a++) {
      if (map.coefficient(d, a) == 1) {
        boolean same = alone(map, d, a) && map.offset(d) == 0 && view.shape().dim(a) == size;
        return same ? a : -1;
      }
    }
    return -1;
  }
}
