package dev.nnc.cli.derivation;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Sharing;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.pass.Differentiate;
import dev.nnc.compiler.source.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model's training program as in a lecture on backpropagation: what is computed, what the chain
 * rule makes of it, and what is left after simplification.
 */
public final class Derivation {
  private static final String LOSS = "loss";
  private static final String GRADIENTS = "gradients";

  private final Program plain;
  private final Program simplified;
  private final Source source;
  private final String title;

  /**
   * Of one model.
   *
   * @param plain the program {@code train} of a loss as differentiation leaves it
   * @param simplified the same after all passes
   * @param source the file, whose names go before those of the library
   */
  public Derivation(Program plain, Program simplified, Source source) {
    this.plain = plain;
    this.simplified = simplified;
    this.source = source;
    this.title = output(plain, LOSS).get(0).name();
  }

  /** The whole derivation, a line an equation. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    Node loss = output(plain, LOSS).get(0).value();
    Map<Node, String> named = new LinkedHashMap<>();
    named.put(loss, title);
    Naming forward = new Naming(plain.graph(), List.of(loss), named, source);
    lines.add("values of one example");
    indent(lines, Equations.of(forward, forward.equations()));

    lines.add("");
    lines.add("gradients, as the chain rule gives them");
    lines.addAll(chainRule(loss, forward));

    lines.add("");
    lines.add("after simplification");
    indent(lines, Equations.of(simplified, this::title, source));

    lines.add("");
    lines.add("sharing");
    lines.add("  " + sharing("as the chain rule gives it", plain));
    lines.add("  " + sharing("after simplification", simplified));
    return lines;
  }

  private List<String> chainRule(Node loss, Naming forward) {
    // Every named value has a derivative with a name: those of the chain rule's intermediate steps
    // are found again by asking for them, since equal nodes are one.
    List<Node> values = new ArrayList<>();
    for (Node node : forward.equations()) {
      if (node.type().kind() == Type.Kind.REAL) {
        values.add(node);
      }
    }
    Map<Node, String> parameters = parameters(plain);
    values.addAll(parameters.keySet());
    Map<Node, Node> cotangents = Differentiate.gradients(plain.graph(), loss, values);
    Map<Node, String> names = new HashMap<>();
    for (Node node : forward.equations()) {
      names.put(node, forward.of(node));
    }
    List<Node> wanted = new ArrayList<>();
    parameters.forEach(
        (parameter, name) -> {
          Node gradient = cotangents.get(parameter);
          names.putIfAbsent(gradient, "∂" + title + "/∂" + name);
          wanted.add(gradient);
        });
    for (Node node : values) {
      Node cotangent = cotangents.get(node);
      if (!parameters.containsKey(node)) {
        names.putIfAbsent(cotangent, "∂" + title + "/∂" + forward.of(node));
      }
    }
    Naming naming = new Naming(plain.graph(), wanted, names, source);
    List<Node> fresh =
        naming.equations().stream().filter(node -> forward.of(node) == null).toList();
    List<String> lines = new ArrayList<>();
    indent(lines, Equations.of(naming, fresh));
    Map<Node, String> roots = new LinkedHashMap<>();
    wanted.forEach(node -> roots.put(node, names.get(node)));
    indent(lines, Equations.leaves(roots));
    return lines;
  }

  private static void indent(List<String> lines, List<String> more) {
    more.forEach(line -> lines.add("  " + line));
  }

  private String title(Program.Output output) {
    return output.slot().equals(GRADIENTS)
        ? "∂" + title + "/∂" + output.name().replaceFirst("^grad ", "")
        : output.name();
  }

  /** The parameters that the loss trains. */
  private static Map<Node, String> parameters(Program program) {
    Set<String> trained =
        output(program, GRADIENTS).stream()
            .map(output -> output.name().replaceFirst("^grad ", ""))
            .collect(Collectors.toSet());
    Map<Node, String> found = new LinkedHashMap<>();
    for (Program.Input input : program.inputs()) {
      if (input.leaf().op() instanceof Leaf.Given given
          && given.role() == Leaf.Role.PARAMETER
          && trained.contains(given.name())) {
        found.put(input.leaf(), given.name());
      }
    }
    return found;
  }

  private static List<Program.Output> output(Program program, String slot) {
    return program.outputs().stream().filter(output -> output.slot().equals(slot)).toList();
  }

  /** How many operators there are, and how many there would be if each use had its own. */
  private static String sharing(String what, Program program) {
    Sharing sharing = Sharing.of(program);
    return String.format(
        Locale.ROOT,
        "%s: %,d nodes; without sharing it would be %,.0f, %,.1f times as many",
        what,
        sharing.shared(),
        sharing.expanded(),
        sharing.expanded() / sharing.shared());
  }
}
