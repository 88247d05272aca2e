package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value whose derivatives are what its author says. The first argument is the value, the others
 * are what it was computed from; the adjoint of each is a formula in which the cotangent takes the
 * place of a leaf. These are nodes like any other, so they can be differentiated again.
 *
 * <p>It is there for differentiation alone: programs are rid of it before anything else.
 *
 * @param cotangent the leaf that stands for the cotangent in the formulas
 * @param adjoints the formula of each argument but the first, of its shape
 * @param estimator whether the formulas are not meant to be the derivatives
 */
public record OwnGradient(Node cotangent, List<Node> adjoints, boolean estimator) implements Op {
  /** Copies the list. */
  public OwnGradient {
    adjoints = List.copyOf(adjoints);
  }

  @Override
  public String label() {
    return "own_gradient";
  }

  @Override
  public String toString() {
    return label();
  }

  @Override
  public Type type(List<Type> args) {
    if (args.size() != adjoints.size() + 1 || !args.get(0).equals(cotangent.type())) {
      throw new IllegalArgumentException(label() + " of " + args);
    }
    return args.get(0);
  }

  @Override
  public int follow(int argument, int axis, Node self) {
    return argument == 0 || self.arg(argument).shape().equals(self.shape()) ? axis : -1;
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node cotangentOfSelf) {
    List<Node> result = new ArrayList<>();
    result.add(null);
    Map<Node, Node> known = new HashMap<>(Map.of(cotangent, cotangentOfSelf));
    for (Node formula : adjoints) {
      result.add(substitute(graph, formula, known));
    }
    return result;
  }

  /** A formula with other nodes in the place of some. */
  private static Node substitute(Graph graph, Node formula, Map<Node, Node> known) {
    TreeMap<Integer, Node> open = new TreeMap<>(Map.of(formula.id(), formula));
    TreeMap<Integer, Node> order = new TreeMap<>();
    while (!open.isEmpty()) {
      Node node = open.pollLastEntry().getValue();
      if (!known.containsKey(node)) {
        order.put(node.id(), node);
        node.args().forEach(arg -> open.put(arg.id(), arg));
      }
    }
    for (Node node : order.values()) {
      List<Node> args = node.args().stream().map(known::get).toList();
      known.put(node, args.equals(node.args()) ? node : graph.node(node.op(), args));
    }
    return known.get(formula);
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    return run.value(self.arg(0));
  }
}
