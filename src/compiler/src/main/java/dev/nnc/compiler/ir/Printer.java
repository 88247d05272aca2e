package dev.nnc.compiler.ir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program as text, one node a line, arguments before the nodes that use them. Nodes are numbered
 * from 0 within the program, so that equal programs give equal texts.
 */
public final class Printer {
  private Printer() {}

  /**
   * The text of a program.
   *
   * @param program what is printed
   * @return lines such as {@code %3 = add %1 %2 : real[batch, 4] // name}
   */
  public static String print(Program program) {
    StringBuilder text = new StringBuilder("program " + program.name() + "\n");
    Map<Node, Integer> numbers = numbers(program);
    for (Program.Input input : program.inputs()) {
      Integer number = numbers.get(input.leaf());
      text.append("  input ").append(number == null ? input.leaf().op().label() : "%" + number);
      text.append(" from ").append(input.slot()).append('+').append(input.offset()).append('\n');
    }
    numbers.forEach((node, number) -> line(text, program.graph(), numbers, node));
    for (Program.Output output : program.outputs()) {
      text.append("  output ").append(output.name()).append(" = %");
      text.append(numbers.get(output.value())).append(" to ").append(output.slot());
      text.append('+').append(output.offset()).append('\n');
    }
    return text.toString();
  }

  /** The nodes of a program, numbered from 0. */
  static Map<Node, Integer> numbers(Program program) {
    Map<Node, Integer> numbers = new LinkedHashMap<>();
    List<Node> nodes = Verifier.reachable(program);
    nodes.forEach(node -> numbers.put(node, numbers.size()));
    return numbers;
  }

  private static void line(StringBuilder text, Graph graph, Map<Node, Integer> numbers, Node node) {
    text.append("  %").append(numbers.get(node)).append(" = ").append(node.op().label());
    node.args().forEach(arg -> text.append(" %").append(numbers.get(arg)));
    text.append(" : ").append(node.type());
    if (graph.name(node) != null) {
      text.append("  // ").append(graph.name(node));
    }
    text.append('\n');
  }
}
