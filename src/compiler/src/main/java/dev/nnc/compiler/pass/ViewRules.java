package dev.nnc.compiler.pass;

import static dev.nnc.compiler.op.Elementwise.NEG;
import static dev.nnc.compiler.pass.Match.guards;
import static dev.nnc.compiler.pass.Match.leaves;
import static dev.nnc.compiler.pass.Match.op;
import static dev.nnc.compiler.pass.Rule.Truth.EXACT;
import static dev.nnc.compiler.pass.Rule.Truth.REAL;
import static dev.nnc.compiler.pass.Rule.on;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reshape;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.List;

/** Where elements are read. In equations {@code x[A]} is a view of x by the map A. */
final class ViewRules {
  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          on(EXACT, Leaf.Constant.class, "table (c, c, …) = c repeated", ViewRules::table),
          on(
              EXACT,
              View.class,
              "x[A] = 0 where A is outside x everywhere",
              (b, n) -> outside(n) ? b.constantLike(n, 0) : null),
          on(
              EXACT,
              View.class,
              "x[A] = x[A'] without terms that are always 0",
              ViewRules::canonical),
          on(EXACT, View.class, "x[i] = x", ViewRules::identity),
          on(
              EXACT,
              View.class,
              "x[A][B] = x[A B] where B stays in x[A], or A leaves x wherever B leaves x[A]",
              ViewRules::composed),
          on(
              EXACT,
              View.class,
              "0[A] = 0",
              (b, n) ->
                  Match.is(n.arg(0), 0) && n.arg(0).shape().rank() > 0
                      ? b.constantLike(n, 0)
                      : null),
          on(EXACT, View.class, "(x ++ y)[A] = x[A] where A stays in x", ViewRules::part),
          on(
              EXACT,
              View.class,
              "(-x)[A] = -(x[A]) where A stays in x and repeats nothing",
              (b, n) ->
                  op(n.arg(0), NEG) && !leaves(n) && !Match.repeats(n) ? negated(b, n) : null),
          on(
              REAL,
              View.class,
              "(-x)[A] = -(x[A]) where A repeats nothing",
              (b, n) -> op(n.arg(0), NEG) && !Match.repeats(n) ? negated(b, n) : null),
          on(
              EXACT,
              Reshape.class,
              "reshape x = x",
              (b, n) -> n.shape().equals(n.arg(0).shape()) ? n.arg(0) : null),
          on(
              EXACT,
              Reshape.class,
              "reshape reshape x = reshape x",
              (b, n) ->
                  n.arg(0).op() instanceof Reshape ? b.reshape(n.arg(0).arg(0), n.shape()) : null),
          on(
              EXACT,
              Reshape.class,
              "reshape x = x[A] where it changes axes of size 1 only",
              ViewRules::units),
          on(
              EXACT,
              Reshape.class,
              "reshape (c repeated) = c repeated",
              (b, n) ->
                  n.arg(0).shape().rank() > 0 && Match.scalar(n.arg(0)) != null
                      ? b.broadcast(Match.scalar(n.arg(0)), n.shape())
                      : null),
          on(
              EXACT,
              Reshape.class,
              "reshape (-x) = -(reshape x)",
              (b, n) -> op(n.arg(0), NEG) ? b.neg(b.reshape(n.arg(0).arg(0), n.shape())) : null),
          on(
              EXACT,
              Concat.class,
              "concat x = x",
              (b, n) -> n.args().size() == 1 ? n.arg(0) : null));

  private ViewRules() {}

  private static Node table(Build b, Node node) {
    List<Double> values = ((Leaf.Constant) node.op()).values();
    boolean same = values.stream().allMatch(value -> value.equals(values.get(0)));
    return same && node.shape().rank() > 0 ? b.constantLike(node, values.get(0)) : null;
  }

  private static boolean outside(Node node) {
    View view = (View) node.op();
    Shape source = node.arg(0).shape();
    for (int d = 0; d < source.rank(); d++) {
      if (source.dim(d) != Shape.BATCH
          && (view.map().max(d, view.shape()) < 0
              || view.map().min(d, view.shape()) >= source.dim(d))) {
        return true;
      }
    }
    return false;
  }

  private static Node canonical(Build b, Node node) {
    View view = (View) node.op();
    AffineMap map = canonical(view.map(), view.shape(), node.arg(0).shape());
    return map.equals(view.map()) ? null : b.graph().node(new View(view.shape(), map), node.arg(0));
  }

  /** The map without factors of indices that are always 0. */
  private static AffineMap canonical(AffineMap map, Shape result, Shape source) {
    int[][] rows = new int[source.rank()][result.rank()];
    int[] offsets = new int[source.rank()];
    for (int d = 0; d < rows.length; d++) {
      boolean zero = source.dim(d) == 1 && !map.leaves(d, result, source);
      for (int a = 0; a < rows[d].length; a++) {
        rows[d][a] = zero || result.dim(a) == 1 ? 0 : map.coefficient(d, a);
      }
      offsets[d] = zero ? 0 : map.offset(d);
    }
    return new AffineMap(result.rank(), rows, offsets);
  }

  private static Node identity(Build b, Node node) {
    View view = (View) node.op();
    Shape shape = view.shape();
    AffineMap identity = canonical(AffineMap.identity(shape.rank()), shape, shape);
    return shape.equals(node.arg(0).shape()) && view.map().equals(identity) ? node.arg(0) : null;
  }

  private static Node composed(Build b, Node node) {
    if (!(node.arg(0).op() instanceof View inner)) {
      return null;
    }
    View outer = (View) node.op();
    Shape source = node.arg(0).arg(0).shape();
    for (int m = 0; m < inner.shape().rank(); m++) {
      if (outer.map().leaves(m, outer.shape(), inner.shape())
          && !guards(inner.map(), m, inner.shape().dim(m), source)) {
        return null;
      }
    }
    return b.view(node.arg(0).arg(0), outer.shape(), outer.map().then(inner.map()));
  }

  private static Node part(Build b, Node node) {
    if (!(node.arg(0).op() instanceof Concat concat)) {
      return null;
    }
    View view = (View) node.op();
    int axis = concat.axis();
    int[] starts = concat.offsets(node.arg(0));
    for (int i = 0; i < starts.length; i++) {
      Node part = node.arg(0).arg(i);
      boolean inside =
          view.map().min(axis, view.shape()) >= starts[i]
              && view.map().max(axis, view.shape()) < starts[i] + part.shape().dim(axis);
      if (inside) {
        int[][] rows = new int[part.shape().rank()][view.shape().rank()];
        int[] offsets = new int[rows.length];
        for (int d = 0; d < rows.length; d++) {
          for (int a = 0; a < rows[d].length; a++) {
            rows[d][a] = view.map().coefficient(d, a);
          }
          offsets[d] = view.map().offset(d) - (d == axis ? starts[i] : 0);
        }
        return b.view(part, view.shape(), new AffineMap(view.shape().rank(), rows, offsets));
      }
    }
    return null;
  }

  private static Node negated(Build b, Node node) {
    View view = (View) node.op();
    return b.neg(b.view(node.arg(0).arg(0), view.shape(), view.map()));
  }

  /** A reshape whose axes of other sizes than 1 are those of its argument, in order. */
  private static Node units(Build b, Node node) {
    Shape source = node.arg(0).shape();
    Shape result = node.shape();
    int[][] rows = new int[source.rank()][result.rank()];
    int a = 0;
    for (int d = 0; d < source.rank(); d++) {
      if (source.dim(d) != 1) {
        while (a < result.rank() && result.dim(a) == 1) {
          a++;
        }
        if (a == result.rank() || result.dim(a) != source.dim(d)) {
          return null;
        }
        rows[d][a++] = 1;
      }
    }
    AffineMap map = new AffineMap(result.rank(), rows, new int[source.rank()]);
    return b.view(node.arg(0), result, map);
  }
}
