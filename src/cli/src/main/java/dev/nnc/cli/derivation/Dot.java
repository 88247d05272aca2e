package dev.nnc.cli.derivation;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Leaf;
import java.util.List;

/** Draws a program as a graph for Graphviz. */
public final class Dot {
  private Dot() {}

  /**
   * The graph of a program: leaves as boxes, outputs as double circles.
   *
   * @param program what to draw
   * @return the text of a .dot file
   */
  public static String of(Program program) {
    List<Node> nodes = program.graph().nodes();
    boolean[] reached = new boolean[nodes.size()];
    program.outputs().forEach(output -> reached[output.value().id()] = true);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (reached[i]) {
        nodes.get(i).args().forEach(arg -> reached[arg.id()] = true);
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("digraph ").append(quoted(program.name())).append(" {\n");
    text.append("  rankdir=BT;\n  node [shape=ellipse, fontname=\"sans-serif\"];\n");
    for (Node node : nodes) {
      if (reached[node.id()]) {
        node(text, program, node);
      }
    }
    for (int i = 0; i < program.outputs().size(); i++) {
      Program.Output output = program.outputs().get(i);
      String name = "out" + i;
      text.append("  ").append(name).append(" [shape=doubleoctagon, label=");
      text.append(quoted(output.slot() + " " + output.name())).append("];\n");
      text.append("  n").append(output.value().id()).append(" -> ").append(name).append(";\n");
    }
    return text.append("}\n").toString();
  }

  private static void node(StringBuilder text, Program program, Node node) {
    String name = program.graph().name(node);
    String label =
        (name == null ? "" : name + " = ") + node.op().label() + "\n" + node.type().shape();
    text.append("  n").append(node.id()).append(" [label=").append(quoted(label));
    text.append(node.op() instanceof Leaf ? ", shape=box];\n" : "];\n");
    for (Node arg : node.args()) {
      text.append("  n").append(arg.id()).append(" -> n").append(node.id()).append(";\n");
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
