package dev.nnc.compiler.ir;

import java.util.Map;

/** A program as a picture for Graphviz: values flow downwards, outputs have a double border. */
public final class Dot {
  private Dot() {}

  /**
   * The picture of a program.
   *
   * @param program what is drawn
   * @return a text in Graphviz's language
   */
  public static String print(Program program) {
    StringBuilder text = new StringBuilder("digraph ").append(quoted(program.name()));
    text.append(" {\n  node [shape=box, fontname=\"monospace\"];\n");
    Map<Node, Integer> numbers = Printer.numbers(program);
    numbers.forEach(
        (node, number) -> {
          String name = program.graph().name(node);
          String label = (name == null ? "" : name + " = ") + node.op().label();
          String style = node.args().isEmpty() ? ", style=filled" : "";
          text.append("  n").append(number).append(" [label=");
          text.append(quoted(label + "\n" + node.type())).append(style).append("];\n");
          node.args().forEach(arg -> edge(text, "n" + numbers.get(arg), "n" + number));
        });
    for (int i = 0; i < program.outputs().size(); i++) {
      Program.Output output = program.outputs().get(i);
      text.append("  out").append(i).append(" [label=").append(quoted(output.name()));
      text.append(", peripheries=2];\n");
      edge(text, "n" + numbers.get(output.value()), "out" + i);
    }
    return text.append("}\n").toString();
  }

  private static void edge(StringBuilder text, String from, String to) {
    text.append("  ").append(from).append(" -> ").append(to).append(";\n");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
