package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites nodes by rules, arguments first, until no rule applies anywhere. As nodes are interned
 * and rules look at nothing but a node and what it is computed from, a node's normal form is found
 * once; that of a normal form is itself.
 */
final class Rewriter {
  private final Build build;
  private final boolean exact;
  private final Map<Object, List<Rule>> rules = new HashMap<>();
  private final Map<Node, Node> normal = new HashMap<>();
  private final Map<Node, Node> pending = new HashMap<>();
  private final Set<Rule> used = new LinkedHashSet<>();

  /**
   * A rewriter.
   *
   * @param graph of the nodes to rewrite, to which new nodes are added
   * @param table the rules; where several apply the first is taken
   * @param exact whether only exact rules are used and the bits of all results kept
   */
  Rewriter(Graph graph, List<Rule> table, boolean exact) {
    this.build = new Build(graph);
    this.exact = exact;
    for (Rule rule : table) {
      if (!exact || rule.truth() == Rule.Truth.EXACT) {
        for (Object head : rule.heads()) {
          rules.computeIfAbsent(head, any -> new ArrayList<>()).add(rule);
        }
      }
    }
  }

  /** The normal form of a node. */
  Node normal(Node root) {
    Graph graph = build.graph();
    Span before = graph.at(null);
    Deque<Node> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Node node = open.peek();
      if (normal.containsKey(node)) {
        open.pop();
        pending.remove(node);
        continue;
      }
      Node next = pending.get(node);
      if (next == null) {
        if (pushArguments(open, node)) {
          continue;
        }
        graph.at(graph.origin(node));
        next = step(node);
        if (next == node) {
          normal.put(node, node);
          continue;
        }
        pending.put(node, next);
      }
      Node found = normal.get(next);
      if (found == null) {
        push(open, next);
      } else {
        normal.put(node, found);
        pending.remove(node);
        if (graph.name(node) != null) {
          graph.name(found, graph.name(node));
        }
      }
    }
    graph.at(before);
    return normal.get(root);
  }

  private boolean pushArguments(Deque<Node> open, Node node) {
    boolean pushed = false;
    for (Node arg : node.args()) {
      if (!normal.containsKey(arg)) {
        push(open, arg);
        pushed = true;
      }
    }
    return pushed;
  }

  /**
   * Goes on with a node. Where rules lead back to one that is being rewritten, as they can over
   * constants that overflow, that node stays as it is: every node on the way computes the same.
   */
  private void push(Deque<Node> open, Node node) {
    if (pending.containsKey(node)) {
      normal.put(node, node);
    } else {
      open.push(node);
    }
  }

  /** The node over normal arguments, or where it has them already, the right side of a rule. */
  private Node step(Node node) {
    List<Node> args = new ArrayList<>();
    node.args().forEach(arg -> args.add(normal.get(arg)));
    if (exact && sum(node) && product(node.arg(0)) != product(args.get(0))) {
      args.set(0, overNormal(node.arg(0)));
    }
    Node rebuilt = args.equals(node.args()) ? node : build.graph().node(node.op(), args);
    return rebuilt == node ? apply(node) : rebuilt;
  }

  /**
   * The right side of the first rule that applies, or the node. A rule that would make a real of a
   * whole number or the other way round, such as x + 0 = x with a real 0, does not apply.
   */
  private Node apply(Node node) {
    for (Rule rule : rules.getOrDefault(Rule.head(node.op()), List.of())) {
      Node result = rule.rewriting().at(build, node);
      boolean sameKind = result != null && result.type().kind() == node.type().kind();
      if (sameKind && result != node) {
        if (!result.type().equals(node.type())) {
          throw new IllegalStateException(rule + " makes " + result + " of " + node);
        }
        used.add(rule);
        return result;
      }
    }
    return node;
  }

  /** The rules that have been applied so far. */
  Set<Rule> used() {
    return used;
  }

  /**
   * The node itself over normal arguments, no rule applied to its root: a sum adds a product fused,
   * so to keep the bits a product below a sum must stay one, and nothing else may become one.
   */
  private Node overNormal(Node node) {
    List<Node> args = new ArrayList<>();
    node.args().forEach(arg -> args.add(normal.get(arg)));
    return build.graph().node(node.op(), args);
  }

  private static boolean sum(Node node) {
    return node.op() instanceof Reduce reduce && reduce.kind() == Reduce.Kind.SUM;
  }

  private static boolean product(Node node) {
    return node.op() == Elementwise.MUL;
  }
}
