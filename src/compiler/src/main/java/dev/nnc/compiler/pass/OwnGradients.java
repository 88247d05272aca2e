package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.OwnGradient;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is left to do about {@link OwnGradient} when all derivatives are taken. */
public final class OwnGradients {
  private OwnGradients() {}

  /** The same program with plain values in the place of those with gradients of their own. */
  public static Program drop(Program program) {
    List<Node> nodes = Verifier.reachable(program);
    if (nodes.stream().noneMatch(node -> node.op() instanceof OwnGradient)) {
      return program;
    }
    Graph graph = program.graph();
    Map<Node, Node> plain = new HashMap<>();
    for (Node node : nodes) {
      List<Node> args = node.args().stream().map(plain::get).toList();
      Node same =
          node.op() instanceof OwnGradient
              ? args.get(0)
              : args.equals(node.args()) ? node : graph.node(node.op(), args);
      if (graph.name(node) != null) {
        graph.name(same, graph.name(node));
      }
      plain.put(node, same);
    }
    List<Program.Output> outputs =
        program.outputs().stream()
            .map(o -> new Program.Output(o.name(), plain.get(o.value()), o.slot(), o.offset()))
            .toList();
    return new Program(program.name(), graph, program.inputs(), outputs);
  }

  /**
   * The values whose gradient goes through an estimator, so that it is not the derivative.
   *
   * @param loss what is differentiated
   * @param values by what
   * @return those of the values
   */
  public static Set<Node> estimated(Node loss, Collection<Node> values) {
    Set<Node> found = new HashSet<>();
    List<Node> nodes = Verifier.reachable(List.of(loss));
    for (Node value : values) {
      Set<Node> depends = new HashSet<>(Set.of(value));
      for (Node node : nodes) {
        if (node.args().stream().anyMatch(depends::contains)) {
          depends.add(node);
          if (node.op() instanceof OwnGradient own && own.estimator()) {
            found.add(value);
          }
        }
      }
    }
    return found;
  }
}
