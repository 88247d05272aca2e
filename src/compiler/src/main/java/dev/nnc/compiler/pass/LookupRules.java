package dev.nnc.compiler.pass;

import static dev.nnc.compiler.pass.Rule.Truth.EXACT;
import static dev.nnc.compiler.pass.Rule.Truth.REAL;
import static dev.nnc.compiler.pass.Rule.on;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Computed subscripts. In equations {@code x[k]} is a gather of x at whole numbers k, and {@code
 * x[A]} a view.
 */
final class LookupRules {
  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          on(EXACT, Gather.class, "x[k] = x[A] where k is c i + d", LookupRules::affine),
          on(EXACT, Gather.class, "0[k] = 0", LookupRules::nothing),
          on(EXACT, Scatter.class, "scatter 0 = 0", LookupRules::nothing),
          on(
              EXACT,
              Gather.class,
              "x[A][k] = x[A k] where k chooses along one whole axis of x",
              LookupRules::ofView),
          on(
              EXACT,
              View.class,
              "x[k][A] = x[k[A]] where A stays in x[k] and repeats nothing",
              LookupRules::viewed),
          on(
              EXACT,
              View.class,
              "(scatter x to k) transposed = scatter x to k, transposed",
              LookupRules::transposed),
          on(
              REAL,
              Scatter.class,
              "scatter x to k = (i = k ? x : 0) where each k has a row of its own",
              LookupRules::oneHot),
          on(
              REAL,
              Reduce.class,
              "sum[i] (i = k ? x : 0) = x[k]",
              (b, n) -> FunctionRules.pick(n) ? picked(b, n) : null));

  private LookupRules() {}

  private static Node nothing(Build b, Node node) {
    return Match.is(node.arg(0), 0) ? b.constantLike(node, 0) : null;
  }

  /** A gather whose index is a constant, or runs through an axis in steps. */
  private static Node affine(Build b, Node node) {
    Gather gather = (Gather) node.op();
    Node index = node.arg(1);
    int rank = gather.shape().rank();
    int[] row = new int[rank];
    int offset = 0;
    Double number = Match.constant(index);
    if (number != null) {
      if (number != Math.rint(number) || Math.abs(number) > 1e9) {
        return null;
      }
      offset = number.intValue();
    } else if (index.op() instanceof Leaf.Iota) {
      row[0] = 1;
    } else if (index.op() instanceof View view
        && index.arg(0).op() instanceof Leaf.Iota
        && !Match.leaves(index)) {
      Arrays.setAll(row, a -> view.map().coefficient(0, a));
      offset = view.map().offset(0);
    } else {
      return null;
    }
    AffineMap map = with(gather.map(), gather.axis(), row, offset);
    return b.view(node.arg(0), gather.shape(), map);
  }

  private static AffineMap with(AffineMap map, int axis, int[] row, int offset) {
    int[][] rows = new int[map.sourceRank()][];
    int[] offsets = new int[rows.length];
    for (int d = 0; d < rows.length; d++) {
      int each = d;
      rows[d] = new int[map.resultRank()];
      Arrays.setAll(rows[d], a -> each == axis ? row[a] : map.coefficient(each, a));
      offsets[d] = d == axis ? offset : map.offset(d);
    }
    return new AffineMap(map.resultRank(), rows, offsets);
  }

  private static Node ofView(Build b, Node node) {
    if (!(node.arg(0).op() instanceof View inner)) {
      return null;
    }
    Gather gather = (Gather) node.op();
    Node x = node.arg(0).arg(0);
    int axis = alone(inner, gather.axis(), x.shape());
    if (axis < 0) {
      return null;
    }
    for (int m = 0; m < inner.shape().rank(); m++) {
      if (gather.map().leaves(m, gather.shape(), inner.shape())
          && !Match.guards(inner.map(), m, inner.shape().dim(m), x.shape())) {
        return null;
      }
    }
    AffineMap map = Gather.free(gather.map().then(inner.map()), axis);
    return b.graph().node(new Gather(gather.shape(), map, axis), x, node.arg(1));
  }

  /** The source axis that is read at the plain index of a view's axis and at nothing else. */
  private static int alone(View view, int axis, Shape source) {
    AffineMap map = view.map();
    int found = -1;
    for (int d = 0; d < map.sourceRank(); d++) {
      if (map.coefficient(d, axis) != 0) {
        int factors = 0;
        for (int a = 0; a < map.resultRank(); a++) {
          factors += map.coefficient(d, a) != 0 ? 1 : 0;
        }
        boolean plain = factors == 1 && map.coefficient(d, axis) == 1 && map.offset(d) == 0;
        if (!plain || found >= 0 || source.dim(d) > view.shape().dim(axis)) {
          return -1;
        }
        found = d;
      }
    }
    return found;
  }

  private static Node viewed(Build b, Node node) {
    Node inner = node.arg(0);
    if (!(inner.op() instanceof Gather gather) || Match.leaves(node) || Match.repeats(node)) {
      return null;
    }
    View view = (View) node.op();
    Node index = b.view(inner.arg(1), view.shape(), view.map());
    AffineMap map = view.map().then(gather.map());
    return b.graph().node(new Gather(view.shape(), map, gather.axis()), inner.arg(0), index);
  }

  private static Node transposed(Build b, Node node) {
    if (!(node.arg(0).op() instanceof Scatter scatter) || Match.permutation(node) == null) {
      return null;
    }
    int[] axes = Match.permutation(node);
    AffineMap map = scatter.map();
    int[][] rows = new int[axes.length][map.resultRank()];
    int[] offsets = new int[axes.length];
    for (int d = 0; d < axes.length; d++) {
      int each = d;
      Arrays.setAll(rows[axes[d]], a -> map.coefficient(each, a));
      offsets[axes[d]] = map.offset(d);
    }
    AffineMap moved = new AffineMap(map.resultRank(), rows, offsets);
    Scatter whole = new Scatter(node.shape(), moved, axes[scatter.axis()]);
    return b.graph().node(whole, node.arg(0).args());
  }

  /**
   * A scatter that writes no place twice, since each element has a place of its own beside the axis
   * it chooses along.
   */
  private static Node oneHot(Build b, Node node) {
    Scatter scatter = (Scatter) node.op();
    Node x = node.arg(0);
    Shape target = scatter.shape();
    int[] axes = new int[x.shape().rank()];
    Arrays.fill(axes, -1);
    for (int d = 0; d < target.rank(); d++) {
      if (d != scatter.axis() && target.dim(d) != 1) {
        int a = source(scatter, x.shape(), d);
        if (a < 0 || axes[a] >= 0) {
          return null;
        }
        axes[a] = d;
      } else if (d != scatter.axis() && scatter.map().leaves(d, x.shape(), target)) {
        return null;
      }
    }
    int[][] rows = new int[axes.length][target.rank()];
    for (int a = 0; a < axes.length; a++) {
      if (axes[a] < 0 && x.shape().dim(a) != 1) {
        return null;
      } else if (axes[a] >= 0) {
        rows[a][axes[a]] = 1;
      }
    }
    AffineMap spread = new AffineMap(target.rank(), rows, new int[axes.length]);
    Node place = b.along(b.iota(target.dim(scatter.axis())), target, scatter.axis());
    Node here = b.compare("EQUAL", place, b.view(node.arg(1), target, spread));
    Node value = b.view(x, target, spread);
    return b.select(here, value, b.constantLike(value, 0));
  }

  /** The axis of x that alone and as a whole is written along a target axis, or -1. */
  private static int source(Scatter scatter, Shape x, int d) {
    int found = -1;
    for (int a = 0; a < x.rank(); a++) {
      if (scatter.map().coefficient(d, a) != 0 && x.dim(a) != 1) {
        if (found >= 0 || scatter.map().coefficient(d, a) != 1) {
          return -1;
        }
        found = a;
      }
    }
    boolean whole = found >= 0 && x.dim(found) == scatter.shape().dim(d);
    return whole && scatter.map().offset(d) == 0 ? found : -1;
  }

  /** The gather that a sum over a choice stands for. */
  private static Node picked(Build b, Node node) {
    int axis = ((Reduce) node.op()).axes().get(0);
    Node choice = node.arg(0);
    Node number = FunctionRules.picked(choice.arg(0), axis);
    Node x = choice.arg(1);
    if (number.op() instanceof Leaf.Constant) {
      return null;
    }
    boolean[] gone = new boolean[x.shape().rank()];
    gone[axis] = true;
    int[][] rows = new int[gone.length][gone.length - 1];
    List<Integer> kept = new ArrayList<>();
    for (int d = 0; d < gone.length; d++) {
      if (d != axis) {
        rows[d][kept.size()] = 1;
        kept.add(d);
      }
    }
    AffineMap map = new AffineMap(kept.size(), rows, new int[rows.length]);
    Node index = Match.without(b, number, gone);
    return b.graph().node(new Gather(node.shape(), map, axis), x, index);
  }
}
