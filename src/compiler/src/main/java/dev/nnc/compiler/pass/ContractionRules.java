package dev.nnc.compiler.pass;

import static dev.nnc.compiler.op.Elementwise.MUL;
import static dev.nnc.compiler.pass.Match.invariant;
import static dev.nnc.compiler.pass.Match.leaves;
import static dev.nnc.compiler.pass.Match.op;
import static dev.nnc.compiler.pass.Rule.Truth.REAL;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Contractions, which are sums of products, of which a later sum adds shifted copies: the gradient
 * of a convolution by its data is one for each place of the window, and these are added where
 * windows overlap. As one contraction over both it needs no array for the parts.
 */
final class ContractionRules {
  /**
   * By how much the number of products may grow. What lies outside counts, and the pair of a store
   * and a load that is saved for each part is worth many products.
   */
  private static final int GROWTH = 3;

  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          Rule.on(
              REAL,
              Reduce.class,
              "sum[j] (sum[i] x y)[A] = sum[i, j] (x y)[A] where A reads x y along diagonals j",
              (b, n) -> merged(b, n, (Reduce) n.op())),
          Rule.on(
              REAL,
              View.class,
              "(sum[i] x y)[A] = sum[i] (x y)[A] where A leaves out what lies at the border of x",
              ContractionRules::cropped));

  private ContractionRules() {}

  /** Whether a node is a sum of products, each within one example. */
  private static boolean contraction(Node node) {
    return node.op() instanceof Reduce reduce
        && reduce.kind() == Reduce.Kind.SUM
        && op(node.arg(0), MUL)
        && node.shape().batched() == node.arg(0).shape().batched();
  }

  private static Node merged(Build b, Node node, Reduce outer) {
    Node parts = node.arg(0);
    if (outer.kind() != Reduce.Kind.SUM
        || !(parts.op() instanceof View view)
        || !contraction(parts.arg(0))
        || !outer.axes().stream().allMatch(axis -> diagonal(view.map(), axis))) {
      return null;
    }
    Node inner = parts.arg(0);
    Node product = inner.arg(0);
    long terms = view.shape().elements() * product.shape().elements() / inner.shape().elements();
    boolean repeated = view.shape().batched() && !product.shape().batched();
    if (repeated || terms > GROWTH * product.shape().elements()) {
      return null;
    }
    return sum(b, view, inner, outer.reduced(view.shape().rank()));
  }

  /** Whether more than one axis of what is read moves along an axis. */
  private static boolean diagonal(AffineMap map, int axis) {
    int moving = 0;
    for (int d = 0; d < map.sourceRank(); d++) {
      moving += map.coefficient(d, axis) != 0 ? 1 : 0;
    }
    return moving > 1;
  }

  private static Node cropped(Build b, Node node) {
    if (!contraction(node.arg(0)) || leaves(node)) {
      return null;
    }
    boolean[] same = new boolean[node.shape().rank()];
    for (int axis = 0; axis < same.length; axis++) {
      same[axis] = invariant(node, axis);
    }
    Node part = Match.without(b, node, same);
    if (!(part.op() instanceof View view) || !crops(view, node.arg(0))) {
      return null;
    }
    Node sum = sum(b, view, node.arg(0), new boolean[view.shape().rank()]);
    return b.broadcast(sum, node.shape(), Match.kept(same));
  }

  /**
   * Whether a view reads less than all of a sum, each axis once and in steps of 1, and leaves out
   * only along axes along which a factor of the product is read outside of what it is a view of.
   */
  private static boolean crops(View view, Node sum) {
    Shape source = sum.shape();
    int[] kept = kept(sum);
    boolean less = false;
    boolean[] taken = new boolean[view.shape().rank()];
    for (int d = 0; d < source.rank(); d++) {
      int axis = -1;
      for (int a = 0; a < taken.length; a++) {
        if (view.map().coefficient(d, a) != 0) {
          if (view.map().coefficient(d, a) != 1 || axis >= 0 || taken[a]) {
            return false;
          }
          axis = a;
        }
      }
      if (axis >= 0) {
        taken[axis] = true;
      }
      int read = axis < 0 ? 1 : view.shape().dim(axis);
      if (read != source.dim(d)) {
        Node product = sum.arg(0);
        if (!padded(product.arg(0), kept[d]) && !padded(product.arg(1), kept[d])) {
          return false;
        }
        less = true;
      }
    }
    return less;
  }

  /** Whether a factor is a view that is read outside its source somewhere along an axis. */
  private static boolean padded(Node factor, int axis) {
    if (!(factor.op() instanceof View view)) {
      return false;
    }
    for (int d = 0; d < view.map().sourceRank(); d++) {
      if (view.map().coefficient(d, axis) != 0
          && view.map().leaves(d, view.shape(), factor.arg(0).shape())) {
        return true;
      }
    }
    return false;
  }

  private static int[] kept(Node sum) {
    return Match.kept(((Reduce) sum.op()).reduced(sum.arg(0).shape().rank()));
  }

  /** The sum of what a view reads of a product, over the axes of the sum and some of the view. */
  private static Node sum(Build b, View view, Node sum, boolean[] gone) {
    Node product = sum.arg(0);
    List<Integer> dims = new ArrayList<>();
    int[] place = new int[gone.length];
    for (int a : Match.kept(gone)) {
      place[a] = dims.size();
      dims.add(view.shape().dim(a));
    }
    int first = dims.size();
    List<Integer> summed = ((Reduce) sum.op()).axes();
    summed.forEach(axis -> dims.add(product.shape().dim(axis)));
    for (int a = 0; a < gone.length; a++) {
      if (gone[a]) {
        place[a] = dims.size();
        dims.add(view.shape().dim(a));
      }
    }
    int[][] rows = new int[product.shape().rank()][dims.size()];
    int[] offsets = new int[rows.length];
    int[] kept = kept(sum);
    for (int d = 0; d < kept.length; d++) {
      for (int a = 0; a < place.length; a++) {
        rows[kept[d]][place[a]] = view.map().coefficient(d, a);
      }
      offsets[kept[d]] = view.map().offset(d);
    }
    for (int i = 0; i < summed.size(); i++) {
      rows[summed.get(i)][first + i] = 1;
    }
    AffineMap map = new AffineMap(dims.size(), rows, offsets);
    Integer[] axes = new Integer[dims.size() - first];
    Arrays.setAll(axes, i -> first + i);
    return b.reduce(Reduce.Kind.SUM, b.view(product, Shape.of(dims), map), axes);
  }
}
