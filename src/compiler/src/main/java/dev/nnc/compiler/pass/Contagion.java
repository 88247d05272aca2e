package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Elementwise;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How numbers that are not finite spread by the rules of IEEE 754: whether they reach a value
 * whatever all other values are. The infinities and NaN go through sums, differences, products and
 * the numerators of quotients, since {@code inf - inf}, {@code 0 inf} and {@code inf/inf} are NaN;
 * they get lost in signs, comparisons, bounds, denominators and most functions.
 */
final class Contagion {
  private Contagion() {}

  /**
   * Whether a value is not finite wherever another one is not.
   *
   * @param from where a number may be infinite or NaN; of the same shape as the other value
   * @param to what is computed
   * @return false also where that is so, but cannot be told operator by operator
   */
  static boolean reaches(Node from, Node to) {
    Set<Node> reached = new HashSet<>();
    for (Node node : Verifier.reachable(List.of(to))) {
      if (node == from || passesOn(node, reached)) {
        reached.add(node);
      }
    }
    return reached.contains(to);
  }

  private static boolean passesOn(Node node, Set<Node> reached) {
    if (!(node.op() instanceof Elementwise op)) {
      return false;
    }
    return switch (op) {
      case NEG, STOP_GRADIENT, DIV -> reached.contains(node.arg(0));
      case ADD, SUB, MUL -> reached.contains(node.arg(0)) || reached.contains(node.arg(1));
      case SELECT -> reached.contains(node.arg(1)) && reached.contains(node.arg(2));
      default -> false;
    };
  }
}
