package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Trace;
import dev.nnc.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Derivatives by reverse accumulation, as more nodes of the same graph: forward and backward share
 * what they have in common, and a derivative can be differentiated again.
 *
 * <p>With {@code v̄ = ∂s/∂v} for the final scalar {@code s}, {@code s̄ = 1} and {@code v̄ = Σ ū
 * ∂u/∂v} over all uses {@code u} of {@code v} (Linnainmaa 1970; Griewank and Walther, "Evaluating
 * derivatives", 2008, chapter 3). Each operator knows its own term as its adjoint.
 */
public final class Differentiate {
  private final Graph graph;
  private final Node[] reachable;
  private final boolean[] active;
  private final Node[] cotangents;
  private final Map<Node, LoopAdjoint> loops = new HashMap<>();

  private Differentiate(Graph graph, Node scalar, Collection<Node> wrt) {
    this.graph = graph;
    reachable = reachable(scalar);
    active = active(reachable, new HashSet<>(wrt));
    cotangents = new Node[scalar.id() + 1];
  }

  /**
   * The derivatives of a scalar by some values.
   *
   * <p>Where several uses contribute, they are added in the order of descending number of the using
   * node, and for one node in the order of its arguments.
   *
   * @param graph the graph of all nodes, to which the derivatives are added
   * @param scalar what is differentiated, a real of shape []
   * @param wrt by what: any real nodes of the graph, leaves or not
   * @return for each of {@code wrt}, in their order, a node of its shape; zeros where the scalar
   *     does not depend on it
   * @throws IllegalArgumentException if a node is not real, or the scalar none
   */
  public static Map<Node, Node> gradients(Graph graph, Node scalar, Collection<Node> wrt) {
    if (!real(scalar) || scalar.shape().rank() != 0) {
      throw new IllegalArgumentException("no real scalar: " + scalar);
    }
    for (Node node : wrt) {
      if (!real(node)) {
        throw new IllegalArgumentException("no derivative by " + node);
      }
    }
    Differentiate run = new Differentiate(graph, scalar, wrt);
    run.sweep(scalar);
    Map<Node, Node> result = new LinkedHashMap<>();
    for (Node node : wrt) {
      Node found = node.id() <= scalar.id() ? run.cotangents[node.id()] : null;
      result.put(node, found == null ? new Build(graph).like(node, 0) : found);
    }
    return result;
  }

  private void sweep(Node scalar) {
    Span before = graph.at(null);
    cotangents[scalar.id()] = new Build(graph).constant(1);
    for (int id = scalar.id(); id >= 0; id--) {
      Node node = reachable[id];
      if (active[id] && cotangents[id] != null) {
        graph.at(graph.origin(node));
        spread(node, cotangents[id]);
      } else if (loops.containsKey(node)) {
        graph.at(graph.origin(node));
        loops.remove(node).spread(this::add);
      }
    }
    graph.at(before);
  }

  private void spread(Node node, Node cotangent) {
    if (node.args().stream().noneMatch(arg -> active[arg.id()])) {
      return;
    }
    if (node.op() instanceof Trace) {
      loops
          .computeIfAbsent(node.arg(0), scan -> new LoopAdjoint(graph, scan))
          .seed(node.arg(1), cotangent);
      return;
    }
    List<Node> parts = node.op().adjoint(graph, node, cotangent);
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) != null) {
        add(node.arg(i), parts.get(i));
      }
    }
  }

  /** Adds to the derivative by a node. */
  private void add(Node node, Node part) {
    if (!active[node.id()]) {
      return;
    }
    if (!part.type().equals(node.type())) {
      throw new IllegalStateException("a derivative of type " + part.type() + " by " + node);
    }
    Node sum = cotangents[node.id()];
    cotangents[node.id()] = sum == null ? part : new Build(graph).add(sum, part);
  }

  /** By number, the nodes that lead to the root; null elsewhere. */
  private static Node[] reachable(Node root) {
    Node[] found = new Node[root.id() + 1];
    Deque<Node> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (found[node.id()] == null) {
        found[node.id()] = node;
        node.args().forEach(open::push);
      }
    }
    return found;
  }

  /**
   * By number, whether a node is real and depends on one of the sources through real nodes; what a
   * loop carries is taken to.
   */
  private static boolean[] active(Node[] nodes, Set<Node> sources) {
    boolean[] result = new boolean[nodes.length];
    for (Node node : nodes) {
      if (node != null && real(node)) {
        boolean depends = sources.contains(node) || node.op() instanceof Leaf.Carry;
        for (Node arg : node.args()) {
          depends |= result[arg.id()];
        }
        result[node.id()] = depends;
      }
    }
    return result;
  }

  private static boolean real(Node node) {
    return node.type().kind() == Type.Kind.REAL;
  }
}
