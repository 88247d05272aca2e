package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns formulas over what a loop carries into values that can be read when the loop has run. What
 * the loop has to compute anyway is traced; what only follows from it is computed afterwards, for
 * all steps at once.
 */
public final class Tracer {
  private final Graph graph;
  private final Node scan;
  private final LoopBody.Dependence dependence;
  private final Set<Node> inside;
  private final Map<Node, Node> known = new HashMap<>();

  /**
   * A tracer for one loop.
   *
   * @param graph where nodes go
   * @param scan the loop
   */
  public Tracer(Graph graph, Node scan) {
    this.graph = graph;
    this.scan = scan;
    Scan op = (Scan) scan.op();
    dependence = new LoopBody.Dependence(op.id());
    List<Node> nexts = new ArrayList<>();
    for (int i = 0; i < op.carries().size(); i++) {
      nexts.add(op.next(scan, i));
    }
    Collection<Node> found = dependence.among(nexts);
    inside = new HashSet<>(found);
  }

  /** Whether the loop has to compute a node, step by step. */
  public boolean inside(Node node) {
    return inside.contains(node);
  }

  /**
   * The values of a node for all steps.
   *
   * @param root any node; one that does not depend on the loop is returned as it is
   * @return a node that does not depend on a carry
   */
  public Node trace(Node root) {
    Deque<Node> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Node node = open.peek();
      if (known.containsKey(node)) {
        open.pop();
      } else if (!dependence.on(node)) {
        known.put(node, node);
      } else if (node.op() instanceof Leaf.Carry || (inside(node) && !rearranges(node))) {
        known.put(node, graph.node(new Trace(), scan, node));
      } else if (node.args().stream().allMatch(known::containsKey)) {
        known.put(node, graph.node(node.op(), node.args().stream().map(known::get).toList()));
      } else {
        node.args().stream().filter(arg -> !known.containsKey(arg)).forEach(open::push);
      }
    }
    return known.get(root);
  }

  /** Whether a node only names other places of what it reads, so that storing it gains nothing. */
  private static boolean rearranges(Node node) {
    return node.op() instanceof View || node.op() instanceof Reshape;
  }
}
