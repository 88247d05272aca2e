package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Sharing;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes every formula out, so that each value is computed anew for each of its uses: the opposite
 * of what the graph does by itself. No model is compiled so; benchmarks measure with it what
 * sharing is worth. All bits stay, since every value is computed by the same operators from the
 * same values.
 */
public final class Unshare {
  /** The pass. */
  public static final Pass PASS =
      new Pass("unshare", "writes every formula out for each of its uses", Unshare::unshare);

  private Unshare() {}

  /** A node, and copies of as many of its arguments as have been made. */
  private record Open(Node node, List<Node> args) {}

  /**
   * The program without sharing. Only given leaves, which are read and not computed, and the bodies
   * of loops stay one node each.
   *
   * @param program what is written out
   * @return the same places, filled by nodes of a graph of its own
   * @throws IllegalArgumentException if it would have more than {@link Graph#LIMIT} nodes
   */
  public static Program unshare(Program program) {
    double size = Sharing.of(program).expanded() + program.inputs().size();
    if (size > Graph.LIMIT) {
      throw new IllegalArgumentException("written out it has " + size + " nodes");
    }
    Graph graph = Graph.unshared();
    Map<Node, Node> leaves = new HashMap<>();
    List<Program.Input> inputs = new ArrayList<>();
    for (Program.Input input : program.inputs()) {
      Node leaf = leaves.computeIfAbsent(input.leaf(), any -> graph.node(input.leaf().op()));
      inputs.add(new Program.Input(leaf, input.slot(), input.offset()));
    }
    loops(program, graph, leaves);
    List<Program.Output> outputs = new ArrayList<>();
    for (Program.Output output : program.outputs()) {
      Node value = copy(program.graph(), output.value(), graph, leaves);
      outputs.add(new Program.Output(output.name(), value, output.slot(), output.offset()));
    }
    return new Program(program.name(), graph, inputs, outputs);
  }

  /** Copies loops, whose steps cannot be told apart: each with one body, before what reads it. */
  private static void loops(Program program, Graph to, Map<Node, Node> kept) {
    Map<Node, List<Node>> traced = new LinkedHashMap<>();
    for (Node node : Verifier.reachable(program)) {
      if (node.op() instanceof Scan) {
        traced.put(node, new ArrayList<>());
      } else if (node.op() instanceof Trace) {
        traced.get(node.arg(0)).add(node.arg(1));
      }
    }
    traced.forEach(
        (scan, nodes) -> {
          List<Node> whole = new ArrayList<>(LoopBody.of(scan, nodes).nodes());
          whole.add(scan);
          for (Node node : whole) {
            kept.put(node, copy(program.graph(), node, to, kept));
          }
        });
  }

  private static Node copy(Graph from, Node root, Graph to, Map<Node, Node> leaves) {
    Deque<Open> path = new ArrayDeque<>();
    path.push(new Open(root, new ArrayList<>()));
    while (true) {
      Open open = path.peek();
      Node node = open.node();
      if (open.args().size() < node.args().size()) {
        Node arg = node.arg(open.args().size());
        if (leaves.containsKey(arg)) {
          open.args().add(leaves.get(arg));
        } else {
          path.push(new Open(arg, new ArrayList<>()));
        }
        continue;
      }
      to.at(from.origin(node));
      Node made =
          node.op() instanceof Leaf.Given ? leaves.get(node) : to.node(node.op(), open.args());
      to.name(made, from.name(node));
      path.pop();
      if (path.isEmpty()) {
        return made;
      }
      path.peek().args().add(made);
    }
  }
}
