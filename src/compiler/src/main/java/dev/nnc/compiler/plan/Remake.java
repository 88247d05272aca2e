package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Rebuild;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Code;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stores less of a loop that has run. All steps of what is traced are stored; a value that takes a
 * few quick operations on another that is traced, such as the sigmoid by the tangent of which it is
 * made, is made from that one again where it is wanted.
 */
final class Remake {
  /** Longer ways from one traced value to another are not gone twice. */
  private static final int FAR = 3;

  private final Graph graph;
  private final Set<List<Node>> traced = new HashSet<>();

  private Remake(Graph graph) {
    this.graph = graph;
  }

  /** The program with less to store. */
  static Program of(Program program) {
    Remake remake = new Remake(program.graph());
    for (Node node : Verifier.reachable(program)) {
      if (node.op() instanceof Trace) {
        remake.traced.add(node.args());
      }
    }
    return remake.traced.size() < 2 ? program : Rebuild.with(program, remake::at).program();
  }

  private Node at(Node node, Map<Node, Node> made) {
    // A sum adds a product fused: what it read as a stored number must not become a product.
    boolean traces = node.op() instanceof Trace && node.arg(1).op() != Elementwise.MUL;
    return traces ? again(node.arg(0), node.arg(1), FAR, made) : null;
  }

  /** A value of a loop made from one that is traced, or null where it is not near to any. */
  private Node again(Node scan, Node value, int far, Map<Node, Node> made) {
    if (far == 0 || !(value.op() instanceof Elementwise op) || op.code() instanceof Code.Call) {
      return null;
    }
    int loop = ((Scan) scan.op()).id();
    Node inside = null;
    for (Node arg : value.args()) {
      boolean depends = LoopBody.dependsOn(arg, loop);
      if (depends && inside != null && inside != arg) {
        return null;
      }
      inside = depends ? arg : inside;
    }
    if (inside == null) {
      return null;
    }
    Node from = again(scan, inside, far - 1, made);
    if (from == null && traced.contains(List.of(scan, inside))) {
      from = graph.node(new Trace(), made.get(scan), made.get(inside));
    }
    if (from == null) {
      return null;
    }
    List<Node> args = new ArrayList<>();
    for (Node arg : value.args()) {
      args.add(arg == inside ? from : made.get(arg));
    }
    return graph.node(op, args);
  }
}
