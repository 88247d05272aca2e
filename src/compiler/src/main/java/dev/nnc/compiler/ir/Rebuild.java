package dev.nnc.compiler.ir;

import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program made anew with other nodes in place of some; names and origins stay.
 *
 * @param program the new program, over the same graph
 * @param made what each node of the old program has become
 */
public record Rebuild(Program program, Map<Node, Node> made) {
  /** What takes the place of a node. */
  @FunctionalInterface
  public interface Rule {
    /**
     * The new node.
     *
     * @param node a node of the old program
     * @param made what all nodes before it have become
     * @return what it becomes, or null where it is made anew over its new arguments
     */
    Node at(Node node, Map<Node, Node> made);
  }

  /** Copies the map. */
  public Rebuild {
    made = Map.copyOf(made);
  }

  /**
   * Makes a program anew, arguments first.
   *
   * @param program the old program
   * @param rule what nodes become
   * @return the new one
   */
  public static Rebuild with(Program program, Rule rule) {
    Graph graph = program.graph();
    Span before = graph.at(null);
    Map<Node, Node> made = new HashMap<>();
    for (Node node : Verifier.reachable(program)) {
      graph.at(graph.origin(node));
      Node now = rule.at(node, made);
      now = now == null ? over(graph, node, made) : now;
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
    return new Rebuild(
        new Program(program.name(), graph, program.inputs(), outputs), Map.copyOf(made));
  }

  /**
   * A node over what its arguments have become.
   *
   * @param graph where it is made
   * @param node the old node
   * @param made what its arguments have become
   * @return the node itself where they are the same
   */
  public static Node over(Graph graph, Node node, Map<Node, Node> made) {
    List<Node> args = node.args().stream().map(made::get).toList();
    return args.equals(node.args()) ? node : graph.node(node.op(), args);
  }
}
