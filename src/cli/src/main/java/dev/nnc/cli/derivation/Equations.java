package dev.nnc.cli.derivation;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.source.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a program computes, an equation a line. */
public final class Equations {
  private Equations() {}

  /**
   * The equations of some outputs and of all that they need.
   *
   * @param program any program
   * @param title the name of an output, or null where its equation is not wanted
   * @param source the file whose names go before those of the library
   * @return the lines
   */
  public static List<String> of(
      Program program, Function<Program.Output, String> title, Source source) {
    Map<Node, String> titles = new LinkedHashMap<>();
    List<Node> wanted = new ArrayList<>();
    Map<String, Node> again = new LinkedHashMap<>();
    for (Program.Output output : program.outputs()) {
      String name = title.apply(output);
      if (name != null) {
        wanted.add(output.value());
        if (titles.putIfAbsent(output.value(), name) != null) {
          again.put(name, output.value());
        }
      }
    }
    Naming naming = new Naming(program.graph(), wanted, titles, source);
    List<String> lines = new ArrayList<>(of(naming, naming.equations()));
    lines.addAll(leaves(titles));
    again.forEach((name, node) -> lines.add(name + " = " + titles.get(node)));
    return lines;
  }

  /** An equation for each node. */
  static List<String> of(Naming naming, Collection<Node> nodes) {
    return nodes.stream().map(node -> Formula.equation(naming, node)).toList();
  }

  /**
   * Wanted values that are leaves, such as a gradient of 0, have no equation; they get one here.
   */
  static List<String> leaves(Map<Node, String> wanted) {
    List<String> lines = new ArrayList<>();
    wanted.forEach(
        (node, name) -> {
          if (node.op() instanceof Leaf) {
            lines.add(name + " = " + node.op().label());
          }
        });
    return lines;
  }
}
