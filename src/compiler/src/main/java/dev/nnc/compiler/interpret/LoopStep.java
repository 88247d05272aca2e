package dev.nnc.compiler.interpret;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Scan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of a loop as a graph of its own that computes one step: the axis of steps has the size
 * 1, and what comes from outside of the loop is given.
 */
final class LoopStep {
  /**
   * What a step reads from outside.
   *
   * @param source the value
   * @param axis along which its steps lie, or -1 where each step reads all of it
   */
  private record Given(Node source, int axis) {}

  private final LoopBody body;
  private final Graph graph = new Graph();
  private final Map<Node, Node> copies = new LinkedHashMap<>();
  private final Map<Given, Node> given = new LinkedHashMap<>();
  private final Set<Node> kept = new LinkedHashSet<>();

  LoopStep(LoopBody body, Collection<Node> traced) {
    this.body = body;
    for (Node node : body.nodes()) {
      if (node.op() instanceof Leaf.Carry carry) {
        copies.put(node, leaf("carry" + carry.number(), node, carry.axis()));
      } else {
        List<Node> args = new ArrayList<>();
        for (int i = 0; i < node.args().size(); i++) {
          args.add(copies.containsKey(node.arg(i)) ? copies.get(node.arg(i)) : outside(node, i));
        }
        copies.put(node, graph.node(node.op().atOnePlace(body.axis(node)), args));
      }
    }
    traced.stream().filter(body::contains).forEach(kept::add);
  }

  private Node outside(Node node, int argument) {
    Given key = new Given(node.arg(argument), body.axis(node, argument));
    return given.computeIfAbsent(key, k -> leaf("given" + given.size(), k.source(), k.axis()));
  }

  private Node leaf(String name, Node like, int axis) {
    return graph.node(
        new Leaf.Given(
            Leaf.Role.ARGUMENT,
            name,
            axis < 0 ? like.type() : like.type().with(like.shape().with(axis, 1))));
  }

  LoopBody body() {
    return body;
  }

  /** What the loop reads from outside. */
  List<Node> operands() {
    Set<Node> result = new LinkedHashSet<>();
    Scan op = body.op();
    for (int i = 0; i < op.carries().size(); i++) {
      result.add(op.initial(body.scan(), i));
      if (!body.contains(op.next(body.scan(), i))) {
        result.add(op.next(body.scan(), i));
      }
    }
    given.keySet().forEach(key -> result.add(key.source()));
    return List.copyOf(result);
  }

  /** Runs the loop; gives the values of the traced nodes for all steps. */
  Map<Node, double[]> run(Interpreter interpreter, Interpreter.Run run) {
    Scan op = body.op();
    Node scan = body.scan();
    List<double[]> carried = new ArrayList<>();
    for (int i = 0; i < op.carries().size(); i++) {
      carried.add(run.value(op.initial(scan, i)));
    }
    Map<Node, double[]> results = new HashMap<>();
    kept.forEach(node -> results.put(node, new double[length(node, run)]));
    for (int n = 0, t = op.first(); n < op.steps(); n++, t += op.stride()) {
      Map<Node, double[]> values = step(interpreter, run, carried, t);
      for (Node node : kept) {
        put(values.get(copies.get(node)), results.get(node), dims(node, run), body.axis(node), t);
      }
      for (int i = 0; i < op.carries().size(); i++) {
        Node next = op.next(scan, i);
        Node copy = copies.get(next);
        carried.set(
            i,
            copy != null
                ? values.get(copy)
                : slice(run.value(next), dims(next, run), op.carries().get(i).axis(), t));
      }
    }
    return results;
  }

  private Map<Node, double[]> step(
      Interpreter interpreter, Interpreter.Run run, List<double[]> carried, int t) {
    Map<Node, double[]> leaves = new HashMap<>();
    for (Node node : body.nodes()) {
      if (node.op() instanceof Leaf.Carry carry) {
        leaves.put(copies.get(node), carried.get(carry.number()));
      }
    }
    given.forEach(
        (key, leaf) -> {
          double[] whole = run.value(key.source());
          leaves.put(
              leaf, key.axis() < 0 ? whole : slice(whole, dims(key.source(), run), key.axis(), t));
        });
    Set<Node> wanted = new LinkedHashSet<>();
    kept.forEach(node -> wanted.add(copies.get(node)));
    for (int i = 0; i < body.op().carries().size(); i++) {
      Node copy = copies.get(body.op().next(body.scan(), i));
      if (copy != null) {
        wanted.add(copy);
      }
    }
    Inputs in = run.inputs;
    return interpreter.evaluate(
        wanted, new Inputs(leaves, in.batch(), in.seed(), in.step(), in.examples()));
  }

  private static int[] dims(Node node, Interpreter.Run run) {
    return node.shape().resolve(run.batch());
  }

  private static int length(Node node, Interpreter.Run run) {
    int length = 1;
    for (int d : dims(node, run)) {
      length = Math.multiplyExact(length, d);
    }
    return length;
  }

  private static int inner(int[] dims, int axis) {
    int inner = 1;
    for (int d = axis + 1; d < dims.length; d++) {
      inner *= dims[d];
    }
    return inner;
  }

  /** One place along an axis. */
  private static double[] slice(double[] whole, int[] dims, int axis, int at) {
    double[] part = new double[whole.length / dims[axis]];
    int inner = inner(dims, axis);
    for (int from = 0; from < part.length; from += inner) {
      System.arraycopy(whole, from * dims[axis] + at * inner, part, from, inner);
    }
    return part;
  }

  private static void put(double[] part, double[] whole, int[] dims, int axis, int at) {
    int inner = inner(dims, axis);
    for (int from = 0; from < part.length; from += inner) {
      System.arraycopy(part, from, whole, from * dims[axis] + at * inner, inner);
    }
  }
}
