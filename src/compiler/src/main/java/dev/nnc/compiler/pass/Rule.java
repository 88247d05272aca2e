package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.op.Build;
import java.util.List;

/**
 * An equation read from left to right.
 *
 * @param truth in what sense both sides are equal
 * @param heads the operators at the root of the left side: rows of {@code Elementwise}, or the
 *     classes of operators with attributes
 * @param equation the equation as text
 * @param rewriting how the right side is made
 */
public record Rule(Truth truth, List<Object> heads, String equation, Rewriting rewriting) {
  /** In what sense the sides of a rule are equal. */
  public enum Truth {
    /** They have the same bits in both precisions, but for the payload of what is not a number. */
    EXACT,
    /** They are equal as formulas of finite real numbers; rounding and signs of zero may differ. */
    REAL
  }

  /** How the right side of a rule is made. */
  @FunctionalInterface
  public interface Rewriting {
    /**
     * The right side.
     *
     * @param b makes nodes
     * @param node a node with one of the rule's heads
     * @return an equal node, or null where the left side does not match
     */
    Node at(Build b, Node node);
  }

  /** How the right side of a rule on an operator with one argument is made. */
  @FunctionalInterface
  interface Unary {
    Node at(Build b, Node x);
  }

  /** How the right side of a rule on an operator with two arguments is made. */
  @FunctionalInterface
  interface Binary {
    Node at(Build b, Node x, Node y);
  }

  /** How the right side of a rule on a choice is made. */
  @FunctionalInterface
  interface Ternary {
    Node at(Build b, Node c, Node x, Node y);
  }

  /** Copies the list. */
  public Rule {
    heads = List.copyOf(heads);
  }

  /** What an operator is looked up by: itself where it has no attributes, else its class. */
  static Object head(Op op) {
    return op instanceof Enum<?> ? op : op.getClass();
  }

  static Rule on(Truth truth, Object head, String equation, Rewriting rewriting) {
    return new Rule(truth, List.of(head), equation, rewriting);
  }

  static Rule unary(Truth truth, Object head, String equation, Unary rewriting) {
    return on(truth, head, equation, (b, n) -> rewriting.at(b, n.arg(0)));
  }

  static Rule binary(Truth truth, Object head, String equation, Binary rewriting) {
    return on(truth, head, equation, (b, n) -> rewriting.at(b, n.arg(0), n.arg(1)));
  }

  static Rule ternary(Truth truth, Object head, String equation, Ternary rewriting) {
    return on(truth, head, equation, (b, n) -> rewriting.at(b, n.arg(0), n.arg(1), n.arg(2)));
  }

  @Override
  public String toString() {
    return equation;
  }
}
