package dev.nnc.compiler.pass;

import static dev.nnc.compiler.op.Elementwise.ADD;
import static dev.nnc.compiler.op.Elementwise.DIV;
import static dev.nnc.compiler.op.Elementwise.MUL;
import static dev.nnc.compiler.op.Elementwise.NEG;
import static dev.nnc.compiler.op.Elementwise.SUB;
import static dev.nnc.compiler.pass.Match.invariant;
import static dev.nnc.compiler.pass.Match.op;
import static dev.nnc.compiler.pass.Match.without;
import static dev.nnc.compiler.pass.Rule.Truth.EXACT;
import static dev.nnc.compiler.pass.Rule.Truth.REAL;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Reshape;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Reductions. A sum of products of views is left alone: that is a contraction, whose products are
 * never stored; everything else is taken out of it.
 */
final class SumRules {
  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          rule(
              EXACT,
              "max[j] x = x where j has one value",
              (b, n, r) -> sum(r) ? null : unit(b, n, r)),
          rule(REAL, "sum[j] x = x where j has one value", SumRules::unit),
          rule(
              EXACT,
              "max[j] (x repeated along j) = x",
              (b, n, r) ->
                  greatest(r) && invariant(n.arg(0), r.axes())
                      ? without(b, n.arg(0), r.reduced(n.arg(0).shape().rank()))
                      : null),
          rule(REAL, "sum[j] (x repeated along j) = n x", SumRules::times),
          rule(
              EXACT,
              "sum[i] (x repeated along j) = (sum[i] x) repeated along j, x no product",
              (b, n, r) -> outOfRepeat(b, n, r, true)),
          rule(
              REAL,
              "sum[i] (x repeated along j) = (sum[i] x) repeated along j",
              (b, n, r) -> outOfRepeat(b, n, r, false)),
          rule(EXACT, "max[i] of x transposed = max[i] x", (b, n, r) -> permuted(b, n, r, true)),
          rule(REAL, "sum[i] of x transposed = sum[i] x", (b, n, r) -> permuted(b, n, r, false)),
          rule(
              REAL,
              "sum[i] (i = k ? x : 0) = x where x is the same along i",
              (b, n, r) ->
                  FunctionRules.pick(n) && invariant(n.arg(0).arg(1), r.axes())
                      ? without(b, n.arg(0).arg(1), r.reduced(n.arg(0).shape().rank()))
                      : null),
          rule(REAL, "sum[i] sum[j] x = sum[i, j] x", SumRules::merged),
          rule(REAL, "sum of reshape x = sum of x", SumRules::whole),
          rule(
              REAL,
              "sum[i] -x = -(sum[i] x)",
              (b, n, r) ->
                  sum(r) && op(n.arg(0), NEG) ? b.neg(b.graph().node(r, n.arg(0).arg(0))) : null),
          rule(
              REAL,
              "sum[i] x / y = (sum[i] x) / y where y is the same along i",
              (b, n, r) ->
                  sum(r) && op(n.arg(0), DIV)
                      ? quotient(b, r, n.arg(0).arg(0), n.arg(0).arg(1))
                      : null),
          rule(
              REAL,
              "sum[i] (x y + z) = sum[i] x y + sum[i] z where x y is a contraction",
              SumRules::apart),
          rule(REAL, "sum[i] x y = (sum[i] x) y where y is the same along i", SumRules::factorOut),
          rule(
              REAL,
              "sum[i, j] x y = sum[i] (sum[j] x) y where y is the same along j",
              SumRules::factorPartly),
          rule(REAL, "sum[i] (x y)[A] = sum[i] x[A] y[A]", SumRules::intoProduct));

  /** How the right side of a rule on a reduction is made. */
  @FunctionalInterface
  private interface Reduction {
    Node at(Build b, Node node, Reduce reduce);
  }

  private SumRules() {}

  private static Rule rule(Rule.Truth truth, String equation, Reduction rewriting) {
    return Rule.on(truth, Reduce.class, equation, (b, n) -> rewriting.at(b, n, (Reduce) n.op()));
  }

  private static boolean sum(Reduce reduce) {
    return reduce.kind() == Reduce.Kind.SUM;
  }

  private static boolean greatest(Reduce reduce) {
    return reduce.kind() == Reduce.Kind.MAX || reduce.kind() == Reduce.Kind.MIN;
  }

  private static Node reduce(Build b, Reduce.Kind kind, Node x, List<Integer> axes) {
    return b.reduce(kind, x, axes.toArray(Integer[]::new));
  }

  /** Leaves out axes of size 1. */
  private static Node unit(Build b, Node node, Reduce reduce) {
    Node x = node.arg(0);
    boolean[] gone = new boolean[x.shape().rank()];
    List<Integer> axes = new ArrayList<>();
    for (int axis : reduce.axes()) {
      gone[axis] = x.shape().dim(axis) == 1;
      if (!gone[axis]) {
        axes.add(
            axis
                - (int)
                    reduce.axes().stream().filter(a -> a < axis && x.shape().dim(a) == 1).count());
      }
    }
    if (axes.size() == reduce.axes().size()) {
      return null;
    }
    return reduce(b, reduce.kind(), b.reshape(x, x.shape().without(gone)), axes);
  }

  /** Takes the axes along which the argument is the same out of a sum. */
  private static Node times(Build b, Node node, Reduce reduce) {
    Node x = node.arg(0);
    List<Integer> same = reduce.axes().stream().filter(axis -> invariant(x, axis)).toList();
    if (!sum(reduce) || same.isEmpty()) {
      return null;
    }
    boolean[] gone = new boolean[x.shape().rank()];
    same.forEach(axis -> gone[axis] = true);
    Node rest = reduce(b, Reduce.Kind.SUM, without(b, x, gone), renumbered(reduce.axes(), gone));
    double size = 1;
    for (int axis : same) {
      int dim = x.shape().dim(axis);
      if (dim == Shape.BATCH) {
        rest = b.mul(rest, b.broadcast(b.graph().node(new Leaf.BatchSize()), rest.shape()));
      } else {
        size *= dim;
      }
    }
    return size == 1 ? rest : b.mul(rest, b.constantLike(rest, size));
  }

  /** What the axes that stay are called once the others have gone. */
  private static List<Integer> renumbered(List<Integer> axes, boolean[] gone) {
    List<Integer> result = new ArrayList<>();
    for (int axis : axes) {
      int before = 0;
      for (int a = 0; a < axis; a++) {
        before += gone[a] ? 1 : 0;
      }
      if (!gone[axis]) {
        result.add(axis - before);
      }
    }
    return result;
  }

  private static Node outOfRepeat(Build b, Node node, Reduce reduce, boolean exact) {
    Node x = node.arg(0);
    boolean[] reduced = reduce.reduced(x.shape().rank());
    boolean[] gone = new boolean[reduced.length];
    boolean some = false;
    for (int axis = 0; axis < gone.length; axis++) {
      gone[axis] = !reduced[axis] && invariant(x, axis);
      some |= gone[axis];
    }
    if (!some) {
      return null;
    }
    Node rest = without(b, x, gone);
    if (exact && sum(reduce) && op(rest, MUL)) {
      return null;
    }
    Node value = reduce(b, reduce.kind(), rest, renumbered(reduce.axes(), gone));
    List<Integer> axes = new ArrayList<>();
    int next = 0;
    for (int axis = 0; axis < gone.length; axis++) {
      if (!reduced[axis]) {
        if (!gone[axis]) {
          axes.add(next);
        }
        next++;
      }
    }
    return b.broadcast(value, node.shape(), axes.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Node permuted(Build b, Node node, Reduce reduce, boolean exact) {
    Node x = node.arg(0);
    int[] places = x.op() instanceof View ? Match.permutation(x) : null;
    if (places == null || (exact && sum(reduce) && op(x.arg(0), MUL))) {
      return null;
    }
    boolean[] reduced = reduce.reduced(places.length);
    List<Integer> axes = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    int last = -1;
    boolean ordered = true;
    for (int d = 0; d < places.length; d++) {
      if (reduced[places[d]]) {
        axes.add(d);
        ordered &= places[d] > last;
        last = places[d];
      } else {
        kept.add(places[d]);
      }
    }
    if (exact && !ordered) {
      return null;
    }
    int[] order =
        kept.stream().mapToInt(p -> (int) kept.stream().filter(q -> q < p).count()).toArray();
    return b.broadcast(reduce(b, reduce.kind(), x.arg(0), axes), node.shape(), order);
  }

  private static Node merged(Build b, Node node, Reduce reduce) {
    Node inner = node.arg(0);
    if (!sum(reduce)
        || !(inner.op() instanceof Reduce first)
        || !sum(first)
        || op(inner.arg(0), MUL)) {
      return null;
    }
    boolean[] reduced = first.reduced(inner.arg(0).shape().rank());
    int[] kept = Match.kept(reduced);
    reduce.axes().forEach(axis -> reduced[kept[axis]] = true);
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < reduced.length; axis++) {
      if (reduced[axis]) {
        axes.add(axis);
      }
    }
    return reduce(b, Reduce.Kind.SUM, inner.arg(0), axes);
  }

  private static Node whole(Build b, Node node, Reduce reduce) {
    Node x = node.arg(0);
    if (!sum(reduce) || !(x.op() instanceof Reshape) || node.shape().rank() > 0) {
      return null;
    }
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < x.arg(0).shape().rank(); axis++) {
      axes.add(axis);
    }
    return reduce(b, Reduce.Kind.SUM, x.arg(0), axes);
  }

  private static Node quotient(Build b, Reduce reduce, Node x, Node y) {
    if (!invariant(y, reduce.axes())) {
      return null;
    }
    boolean[] gone = reduce.reduced(y.shape().rank());
    return b.div(b.graph().node(reduce, x), without(b, y, gone));
  }

  /** Contractions are cheap one by one; the sum of two products would have to be stored. */
  private static Node apart(Build b, Node node, Reduce reduce) {
    Node x = node.arg(0);
    if (!sum(reduce) || !(op(x, ADD) || op(x, SUB))) {
      return null;
    }
    if (!contraction(x.arg(0), reduce) && !contraction(x.arg(1), reduce)) {
      return null;
    }
    Node left = b.graph().node(reduce, x.arg(0));
    Node right = b.graph().node(reduce, x.arg(1));
    return op(x, ADD) ? b.add(left, right) : b.sub(left, right);
  }

  /** Whether each factor of a product is the same along some axis that stays and the other not. */
  private static boolean contraction(Node product, Reduce reduce) {
    if (!op(product, MUL)) {
      return false;
    }
    boolean[] gone = reduce.reduced(product.shape().rank());
    boolean[] repeats = new boolean[2];
    for (int axis = 0; axis < gone.length; axis++) {
      boolean left = invariant(product.arg(0), axis);
      boolean right = invariant(product.arg(1), axis);
      repeats[0] |= !gone[axis] && left && !right;
      repeats[1] |= !gone[axis] && right && !left;
    }
    return repeats[0] && repeats[1];
  }

  private static Node factorOut(Build b, Node node, Reduce reduce) {
    if (!sum(reduce) || !op(node.arg(0), MUL)) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Node x = node.arg(0).arg(i);
      Node y = node.arg(0).arg(1 - i);
      boolean[] gone = reduce.reduced(x.shape().rank());
      if (invariant(y, reduce.axes())) {
        return b.mul(b.graph().node(reduce, x), without(b, y, gone));
      }
      boolean product = op(y, MUL);
      boolean divided = op(y, DIV);
      if ((product || divided) && invariant(y.arg(1), reduce.axes())) {
        Node rest = b.graph().node(reduce, b.mul(x, y.arg(0)));
        Node factor = without(b, y.arg(1), gone);
        return product ? b.mul(rest, factor) : b.div(rest, factor);
      }
      if (product && invariant(y.arg(0), reduce.axes())) {
        Node rest = b.graph().node(reduce, b.mul(x, y.arg(1)));
        return b.mul(rest, without(b, y.arg(0), gone));
      }
    }
    return null;
  }

  private static Node factorPartly(Build b, Node node, Reduce reduce) {
    if (!sum(reduce) || !op(node.arg(0), MUL)) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Node x = node.arg(0).arg(i);
      Node y = node.arg(0).arg(1 - i);
      List<Integer> same = reduce.axes().stream().filter(axis -> invariant(y, axis)).toList();
      if (!same.isEmpty()) {
        boolean[] gone = new boolean[x.shape().rank()];
        same.forEach(axis -> gone[axis] = true);
        Node inner = reduce(b, Reduce.Kind.SUM, x, same);
        Node product = b.mul(inner, without(b, y, gone));
        return reduce(b, Reduce.Kind.SUM, product, renumbered(reduce.axes(), gone));
      }
    }
    return null;
  }

  /**
   * Where the view leaves the product, one factor must be 0, so that the other may be read straight
   * through; if neither factor sees to that, one of them is viewed as a whole.
   */
  private static Node intoProduct(Build b, Node node, Reduce reduce) {
    Node x = node.arg(0);
    if (!sum(reduce) || !(x.op() instanceof View view) || !op(x.arg(0), MUL)) {
      return null;
    }
    Node p = x.arg(0).arg(0);
    Node q = x.arg(0).arg(1);
    boolean guarded = true;
    for (int axis = 0; axis < p.shape().rank(); axis++) {
      guarded &=
          !view.map().leaves(axis, view.shape(), p.shape()) || guarded(p, axis) || guarded(q, axis);
    }
    Node left = guarded ? through(b, view, p) : b.graph().node(view, p);
    return b.graph().node(reduce, b.mul(left, through(b, view, q)));
  }

  private static boolean guarded(Node factor, int axis) {
    return !(factor.op() instanceof View view)
        || Match.guards(view.map(), axis, view.shape().dim(axis), factor.arg(0).shape());
  }

  private static Node through(Build b, View view, Node factor) {
    return factor.op() instanceof View inner
        ? b.view(factor.arg(0), view.shape(), view.map().then(inner.map()))
        : b.view(factor, view.shape(), view.map());
  }
}
