package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a program anew with other nodes in place of some; names and origins stay. */
final class Rebuild {
  /** What takes the place of a node. */
  @FunctionalInterface
  interface Rule {
    /**
     * The new node.
     *
     * @param node a node of the old program
     * @param made what all nodes before it have become
     * @return what it becomes, or null where it is made anew over its new arguments
     */
    Node at(Node node, Map<Node, Node> made);
  }

  private Rebuild() {}

  /** The program by a rule. */
  static Program with(Program program, Rule rule) {
    return with(program, rule, new HashMap<>());
  }

  /**
   * The program by a rule.
   *
   * @param made takes in what each node becomes
   */
  static Program with(Program program, Rule rule, Map<Node, Node> made) {
    Graph graph = program.graph();
    Span before = graph.at(null);
    for (Node node : Verifier.reachable(program)) {
      graph.at(graph.origin(node));
      Node now = rule.at(node, made);
      if (now == null) {
        List<Node> args = node.args().stream().map(made::get).toList();
        now = args.equals(node.args()) ? node : graph.node(node.op(), args);
      }
      if (now != node && graph.name(node) != null) {
        graph.name(now, graph.name(node));
      }
      made.put(node, now);
    }
    graph.at(before);
    List<Program.Output> outputs = new ArrayList<>();
    for (Program.Output output : program.outputs()) {
      Node value = made.get(output.value());
      outputs.add(new Program.Output(output.name(), value, output.slot(), output.offset()));
    }
    return new Program(program.name(), graph, program.inputs(), outputs);
  }
}
