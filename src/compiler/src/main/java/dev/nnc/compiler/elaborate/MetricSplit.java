package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts metrics in two, so that they can be computed over any number of batches: the sums over the
 * batch that occur in them, which are accumulated, and what is made of the totals at the end.
 */
final class MetricSplit {
  /** Whether a node depends on given leaves, on the batch, on a reduction over the batch. */
  private record Dependence(boolean given, boolean batch, boolean over) {}

  private final Graph graph;
  private final List<Dependence> dependences = new ArrayList<>();
  private final Map<Node, Program.Input> totals = new LinkedHashMap<>();
  private final Map<Node, Node> rebuilt = new HashMap<>();
  private final Node count;
  private int size;

  MetricSplit(Graph graph) {
    this.graph = graph;
    Leaf.Given given = new Leaf.Given(Leaf.Role.ARGUMENT, "count", Type.real(Shape.SCALAR));
    count = graph.node(given);
  }

  /** How many numbers are accumulated. */
  int size() {
    return size;
  }

  /** The sums over the batch, each with its place in the slot {@code accumulators}. */
  List<Program.Output> sums() {
    List<Program.Output> outputs = new ArrayList<>();
    totals.forEach(
        (sum, total) ->
            outputs.add(new Program.Output("sum", sum, "accumulators", total.offset())));
    return outputs;
  }

  /** The totals and the count as the leaves of what is computed at the end. */
  List<Program.Input> inputs() {
    List<Program.Input> inputs = new ArrayList<>(totals.values());
    inputs.add(new Program.Input(count, "count", 0));
    return inputs;
  }

  /**
   * The same metric over totals.
   *
   * @param metric a value without a batch axis
   * @return the value over totals, or null where the batch is reduced in another way than by one
   *     sum
   */
  Node overTotals(Node metric) {
    boolean[] reached = new boolean[metric.id() + 1];
    reached[metric.id()] = true;
    List<Node> order = new ArrayList<>();
    List<Node> all = graph.nodes();
    for (int id = metric.id(); id >= 0; id--) {
      Node node = all.get(id);
      if (!reached[id]) {
        continue;
      }
      order.add(node);
      if (!isSum(node) && !isFixed(node)) {
        node.args().forEach(arg -> reached[arg.id()] = true);
      }
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      if (node.shape().batched() || (isSum(node) && dependence(node.arg(0)).over())) {
        return null;
      }
      rebuilt.put(node, isSum(node) ? total(node) : isFixed(node) ? mean(node) : copy(node));
    }
    return rebuilt.get(metric);
  }

  /** Whether a node is made of given leaves alone and the same for every example. */
  private boolean isFixed(Node node) {
    Dependence found = dependence(node);
    return found.given() && !found.batch();
  }

  private Dependence dependence(Node node) {
    List<Node> nodes = dependences.size() <= node.id() ? graph.nodes() : List.of();
    for (int id = dependences.size(); id <= node.id(); id++) {
      Node next = nodes.get(id);
      boolean given = next.op() instanceof Leaf.Given;
      boolean batch = next.shape().batched() || next.op() instanceof Leaf.BatchSize;
      boolean over = next.op() instanceof Leaf.BatchSize;
      boolean reduces = !next.shape().batched() && !(next.op() instanceof Scan);
      for (Node arg : next.args()) {
        given |= dependences.get(arg.id()).given();
        batch |= dependences.get(arg.id()).batch();
        over |= dependences.get(arg.id()).over();
        over |= arg.shape().batched() && reduces;
      }
      dependences.add(new Dependence(given, batch, over));
    }
    return dependences.get(node.id());
  }

  /** What is the same for every example is added up as well and divided by their number. */
  private Node mean(Node fixed) {
    Build build = new Build(graph);
    int[] dims = new int[fixed.shape().rank() + 1];
    int[] axes = new int[fixed.shape().rank()];
    dims[0] = Shape.BATCH;
    for (int i = 0; i < axes.length; i++) {
      dims[i + 1] = fixed.shape().dim(i);
      axes[i] = i + 1;
    }
    Node wide = build.broadcast(fixed, Shape.of(dims), axes);
    Node total = total(build.reduce(Reduce.Kind.SUM, wide, 0));
    return build.div(total, build.broadcast(count, fixed.shape()));
  }

  private static boolean isSum(Node node) {
    return node.op() instanceof Reduce reduce
        && reduce.kind() == Reduce.Kind.SUM
        && node.arg(0).shape().batched()
        && !node.shape().batched();
  }

  private Node total(Node sum) {
    Program.Input known = totals.get(sum);
    if (known == null) {
      Leaf.Given given = new Leaf.Given(Leaf.Role.ARGUMENT, "total" + totals.size(), sum.type());
      known = new Program.Input(graph.node(given), "accumulators", size);
      totals.put(sum, known);
      size += (int) sum.shape().elements();
    }
    return known.leaf();
  }

  private Node copy(Node node) {
    if (node.op() instanceof Leaf.BatchSize) {
      return count;
    }
    return graph.node(node.op(), node.args().stream().map(rebuilt::get).toList());
  }
}
