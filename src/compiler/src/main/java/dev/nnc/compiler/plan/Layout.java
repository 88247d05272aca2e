package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Reshape;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the order in which the axes of values lie that nobody outside sees. The axes along which
 * only the weights of a sum of products move become the last ones of the sum, since along them
 * neighbours stand in lanes: a convolution has its channels there. What is computed from a value
 * follows its order. Summed axes keep theirs among each other, so that no bit changes.
 */
final class Layout {
  /** Whole vectors of the widest kind lie along axes that are worth being the last. */
  private static final int WIDEST = Tile.WIDEST;

  /**
   * A node in place of another.
   *
   * @param node the same numbers
   * @param order for each of its axes which axis of the other it is
   */
  private record Laid(Node node, int[] order) {}

  private final Graph graph;
  private final Map<Node, Laid> laid = new HashMap<>();
  private final Set<Node> stored = new HashSet<>();
  private boolean changed;

  private Layout(Graph graph) {
    this.graph = graph;
  }

  /** Lays out the values of a program; one with loops stays as it is. */
  static Prepared of(Program program) {
    List<Node> nodes = Verifier.reachable(program);
    if (nodes.stream().anyMatch(node -> node.op() instanceof Scan)) {
      return Prepared.plain(program);
    }
    Layout layout = new Layout(program.graph());
    nodes.forEach(layout::lay);
    if (!layout.changed) {
      return Prepared.plain(program);
    }
    List<Program.Output> outputs = new ArrayList<>();
    for (Program.Output output : program.outputs()) {
      Node value = layout.natural(output.value());
      outputs.add(new Program.Output(output.name(), value, output.slot(), output.offset()));
    }
    Program result = new Program(program.name(), program.graph(), program.inputs(), outputs);
    return new Prepared(result, layout.stored);
  }

  private void lay(Node node) {
    var before = graph.at(graph.origin(node));
    Laid made = made(node);
    graph.at(before);
    laid.put(node, made);
    if (made.node != node && graph.name(node) != null) {
      graph.name(made.node, graph.name(node));
    }
  }

  private Laid made(Node node) {
    if (node.op() instanceof Elementwise) {
      return elementwise(node);
    } else if (node.op() instanceof View view) {
      return view(node, view);
    } else if (node.op() instanceof Reduce reduce) {
      return reduce(node, reduce);
    } else if (node.op() instanceof Concat concat) {
      return concat(node, concat);
    } else if (node.op() instanceof Reshape reshape) {
      int[] order = laid.get(node.arg(0)).order;
      if (!natural(order)) {
        int[][] orders = Regroup.orders(node.arg(0).shape(), order, reshape.shape());
        Shape shape = ordered(reshape.shape(), orders[1]);
        return new Laid(graph.node(new Reshape(shape), in(node.arg(0), orders[0])), orders[1]);
      }
    }
    List<Node> args = new ArrayList<>();
    node.args().forEach(arg -> args.add(natural(arg)));
    return new Laid(over(node, args), identity(node.shape().rank()));
  }

  private Node over(Node node, List<Node> args) {
    return args.equals(node.args()) ? node : graph.node(node.op(), args);
  }

  private Laid elementwise(Node node) {
    int[] order = order(node);
    List<Node> args = new ArrayList<>();
    for (Node arg : node.args()) {
      Node moved = in(arg, order);
      boolean apart = !Arrays.equals(laid.get(arg).order, order);
      if (apart && !(arg.op() instanceof View)) {
        stored.add(moved);
      }
      args.add(moved);
    }
    return new Laid(over(node, args), order);
  }

  /** The first order among those of a node's arguments that is not the natural one. */
  private int[] order(Node node) {
    for (Node arg : node.args()) {
      if (!natural(laid.get(arg).order)) {
        return laid.get(arg).order;
      }
    }
    return identity(node.shape().rank());
  }

  /** A view of something in another order keeps axes together that move along the same axis. */
  private Laid view(Node node, View view) {
    Laid from = laid.get(node.arg(0));
    int rank = node.shape().rank();
    if (natural(from.order)) {
      return new Laid(over(node, List.of(from.node)), identity(rank));
    }
    int[] place = new int[rank];
    Integer[] axes = new Integer[rank];
    for (int axis = 0; axis < rank; axis++) {
      axes[axis] = axis;
      place[axis] = axis == 0 ? -1 : place[axis - 1];
      for (int d = 0; d < from.order.length && node.shape().dim(axis) != Shape.BATCH; d++) {
        place[axis] = view.map().coefficient(from.order[d], axis) != 0 ? d : place[axis];
      }
    }
    Arrays.sort(axes, (a, b) -> Integer.compare(place[a], place[b]));
    int[] order = Arrays.stream(axes).mapToInt(Integer::intValue).toArray();
    int[][] rows = new int[from.order.length][rank];
    int[] offsets = new int[rows.length];
    for (int d = 0; d < rows.length; d++) {
      offsets[d] = view.map().offset(from.order[d]);
      for (int axis = 0; axis < rank; axis++) {
        rows[d][axis] = view.map().coefficient(from.order[d], order[axis]);
      }
    }
    View moved = new View(ordered(node.shape(), order), new AffineMap(rank, rows, offsets));
    return new Laid(graph.node(moved, from.node), order);
  }

  private Laid reduce(Node node, Reduce reduce) {
    Node arg = node.arg(0);
    boolean[] gone = reduce.reduced(arg.shape().rank());
    boolean product = reduce.kind() == Reduce.Kind.SUM && arg.op() == Elementwise.MUL;
    int[] order = product ? Factors.of(arg, gone).order() : null;
    boolean chosen = order != null;
    if (order == null) {
      order = laid.get(arg).order;
    } else {
      changed |= !natural(order);
    }
    if (!ascending(order, gone)) {
      order = summedLast(order, gone);
    }
    Node moved =
        product && (chosen || !Arrays.equals(order, laid.get(arg).order))
            ? graph.node(Elementwise.MUL, in(arg.arg(0), order), in(arg.arg(1), order))
            : in(arg, order);
    List<Integer> axes = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    int[] number = new int[order.length];
    for (int axis = 0, next = 0; axis < number.length; axis++) {
      number[axis] = gone[axis] ? -1 : next++;
    }
    for (int d = 0; d < order.length; d++) {
      if (gone[order[d]]) {
        axes.add(d);
      } else {
        kept.add(number[order[d]]);
      }
    }
    Node sum =
        moved == arg ? node : graph.node(new Reduce(reduce.kind(), axes), moved);
    return new Laid(sum, kept.stream().mapToInt(Integer::intValue).toArray());
  }

  private static boolean ascending(int[] order, boolean[] gone) {
    int last = -1;
    for (int axis : order) {
      if (gone[axis]) {
        if (axis < last) {
          return false;
        }
        last = axis;
      }
    }
    return true;
  }

  private static int[] summedLast(int[] order, boolean[] gone) {
    List<Integer> axes = new ArrayList<>();
    Arrays.stream(order).filter(axis -> !gone[axis]).forEach(axes::add);
    Arrays.stream(order).filter(axis -> gone[axis]).sorted().forEach(axes::add);
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }

  private Laid concat(Node node, Concat concat) {
    int[] order = order(node);
    List<Node> args = new ArrayList<>();
    node.args().forEach(arg -> args.add(in(arg, order)));
    int axis = 0;
    while (order[axis] != concat.axis()) {
      axis++;
    }
    Node moved = natural(order) ? over(node, args) : graph.node(new Concat(axis), args);
    return new Laid(moved, order);
  }

  private Node natural(Node node) {
    return in(node, identity(node.shape().rank()));
  }

  /** A node with its axes in an order. */
  private Node in(Node original, int[] order) {
    Laid from = laid.get(original);
    if (Arrays.equals(from.order, order)) {
      return from.node;
    }
    int[] place = new int[order.length];
    for (int d = 0; d < order.length; d++) {
      place[order[d]] = d;
    }
    int[] axes = Arrays.stream(from.order).map(axis -> place[axis]).toArray();
    AffineMap map = AffineMap.select(axes.length, axes);
    Shape shape = ordered(original.shape(), order);
    return from.node.op() instanceof View inner
        ? graph.node(new View(shape, map.then(inner.map())), from.node.arg(0))
        : graph.node(new View(shape, map), from.node);
  }

  private static Shape ordered(Shape shape, int[] order) {
    return Shape.of(Arrays.stream(order).map(shape::dim).toArray());
  }

  private static int[] identity(int rank) {
    int[] order = new int[rank];
    Arrays.setAll(order, axis -> axis);
    return order;
  }

  private static boolean natural(int[] order) {
    return Arrays.equals(order, identity(order.length));
  }

  /**
   * Which kept axes of a product move which of its factors.
   *
   * @param rank the number of axes of the product
   * @param weights axes that move only the factor that is the same for all examples
   * @param others the other axes that stay
   * @param gone the summed axes
   * @param rowsAndColumns whether some axis that stays moves one factor alone
   */
  private record Factors(
      Shape shape,
      List<Integer> weights,
      List<Integer> others,
      List<Integer> gone,
      boolean rowsAndColumns) {
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

    private static boolean moves(Node factor, int axis) {
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
        return identity(shape.rank());
      }
      order.clear();
      order.addAll(others);
      order.addAll(weights);
      order.addAll(gone);
      return order.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
