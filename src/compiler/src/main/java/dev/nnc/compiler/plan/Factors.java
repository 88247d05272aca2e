package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which kept axes of a product move which of its factors.
 *
 * @param shape the axes of the product
 * @param weights axes that move only the factor that is the same for all examples
 * @param others the other axes that stay
 * @param gone the summed axes
 * @param rowsAndColumns whether some axis that stays moves one factor alone
 */
record Factors(
    Shape shape,
    List<Integer> weights,
    List<Integer> others,
    List<Integer> gone,
    boolean rowsAndColumns) {
  /** Whole vectors of the widest kind lie along axes that are worth being the last. */
  static final int WIDEST = Tile.WIDEST;

  /** What a product of two factors is, of which some axes are summed. */
  static Factors of(Node product, boolean[] gone) {
    Node first = product.arg(0);
    Node second = product.arg(1);
    boolean batched = product.shape().batched() && !gone[0] && moves(first, 0) != moves(second, 0);
    Node data = moves(first, 0) ? first : second;
    List<Integer> weights = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    List<Integer> summed = new ArrayList<>();
    boolean alone = false;
    for (int axis = 0; axis < gone.length; axis++) {
      if (gone[axis]) {
        summed.add(axis);
      } else {
        boolean only = batched && !moves(data, axis) && product.shape().dim(axis) != 1;
        (only ? weights : others).add(axis);
        alone |= moves(first, axis) != moves(second, axis);
      }
    }
    return new Factors(product.shape(), weights, others, summed, alone);
  }

  static boolean moves(Node factor, int axis) {
    if (!(factor.op() instanceof View view)) {
      return true;
    }
    for (int d = 0; d < view.map().sourceRank(); d++) {
      if (view.map().coefficient(d, axis) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The order that suits rows and columns, or null where it is that of the factors. */
  int[] order() {
    if (!rowsAndColumns) {
      return null;
    }
    long lanes = 1;
    for (int axis : weights) {
      lanes *= shape.dim(axis);
    }
    List<Integer> order = new ArrayList<>(others);
    order.removeIf(axis -> shape.dim(axis) == 1);
    boolean last =
        !weights.isEmpty()
            && !order.isEmpty()
            && weights.get(weights.size() - 1) < order.get(order.size() - 1);
    if (!last || lanes % WIDEST != 0) {
      return IntStream.range(0, shape.rank()).toArray();
    }
    order.clear();
    order.addAll(others);
    order.addAll(weights);
    order.addAll(gone);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }
}
