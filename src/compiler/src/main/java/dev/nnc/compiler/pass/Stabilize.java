package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import java.util.List;

/**
 * Moves logarithms inwards to the exponentials of a softmax, before differentiation: the gradient
 * of the logarithm of a probability that underflows divides by zero, the gradient of a difference
 * of logarithms does not.
 */
public final class Stabilize {
  /** The rules, a part of those of {@link Simplify}. */
  public static final List<Rule> RULES = FunctionRules.STABLE;

  /** The pass. */
  public static final Pass PASS =
      new Pass(
          "stabilize",
          "moves logarithms to the exponentials of a softmax",
          program -> Simplify.rewrite(program, new Rewriter(program.graph(), RULES, false)));

  private Stabilize() {}

  /** The same value, computed so that it can be differentiated. */
  public static Node stabilize(Graph graph, Node value) {
    return new Rewriter(graph, RULES, false).normal(value);
  }
}
