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
import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses the order in which the axes of values lie that nobody outside sees. The axes along which
 * only the weights of a sum of products move become the last ones of the sum, since along them
 * neighbours stand in lanes: a convolution has its channels there. What is computed from a value
 * follows its order. Summed axes keep theirs among each other, so that no bit changes.
 */
final class Layout {
  /**
   * A node in place of another.
   *
   * @param node the same numbers
   * @param order for each of its axes which axis of the other it is
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Laid(Node node, int[] order) {}

  private final Graph graph;
  private final Map<Node, Laid> laid = new HashMap<>();
  private final Set<Node> stored = new HashSet<>();
  private final Map<Node, int[]> across;
  private boolean changed;

  private Layout(Program program, List<Node> nodes) {
    graph = program.graph();
    across = new Crosswise(program, nodes).orders;
    changed = !across.isEmpty();
  }

  /** Lays out the values of a program; one with loops stays as it is. */
  static Prepared of(Program program) {
    List<Node> nodes = Verifier.reachable(program);
    if (nodes.stream().anyMatch(node -> node.op() instanceof Scan)) {
      return Prepared.plain(program);
    }
    Layout layout = new Layout(program, nodes);
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
    Span before = graph.at(graph.origin(node));
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
    int[] order = across.getOrDefault(node, order(node));
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
    if (across.containsKey(node)) {
      return viewed(node, view, across.get(node));
    }
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
    return viewed(node, view, Arrays.stream(axes).mapToInt(Integer::intValue).toArray());
  }

  /** A view with its axes in an order. */
  private Laid viewed(Node node, View view, int... order) {
    Laid from = laid.get(node.arg(0));
    int rank = order.length;
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
    int[] order = product ? order(node, Factors.of(arg, gone)) : null;
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
    Node sum = moved == arg ? node : graph.node(new Reduce(reduce.kind(), axes), moved);
    return new Laid(sum, kept.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The order of the axes of a product that is summed, or null where it is that of the factors. */
  private int[] order(Node sum, Factors factors) {
    int[] order = across.get(sum);
    if (order == null) {
      return factors.order();
    }
    boolean[] gone = ((Reduce) sum.op()).reduced(factors.shape().rank());
    int[] kept = IntStream.range(0, gone.length).filter(axis -> !gone[axis]).toArray();
    return IntStream.concat(
            Arrays.stream(order).map(axis -> kept[axis]),
            factors.gone().stream().mapToInt(Integer::intValue))
        .toArray();
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
}
