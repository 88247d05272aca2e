package dev.nnc.compiler.pass;

import static dev.nnc.compiler.op.Elementwise.DIV;
import static dev.nnc.compiler.op.Elementwise.EQUAL_TO;
import static dev.nnc.compiler.op.Elementwise.EXP;
import static dev.nnc.compiler.op.Elementwise.LOG;
import static dev.nnc.compiler.op.Elementwise.MUL;
import static dev.nnc.compiler.op.Elementwise.SELECT;
import static dev.nnc.compiler.op.Elementwise.SQRT;
import static dev.nnc.compiler.pass.Match.invariant;
import static dev.nnc.compiler.pass.Match.op;
import static dev.nnc.compiler.pass.Match.zero;
import static dev.nnc.compiler.pass.Rule.Truth.REAL;
import static dev.nnc.compiler.pass.Rule.binary;
import static dev.nnc.compiler.pass.Rule.unary;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import java.util.List;

/**
 * Logarithms and exponentials. The logarithm of a softmax is moved inwards until it meets the
 * exponential: the quotient may underflow where the difference does not.
 */
final class FunctionRules {
  /** The rules that make a logarithm stable; they may be used before differentiation. */
  static final List<Rule> STABLE =
      List.of(
          unary(REAL, LOG, "log e^x = x", (b, x) -> op(x, EXP) ? x.arg(0) : null),
          unary(
              REAL,
              LOG,
              "log (e^x / y) = x - log y",
              (b, x) ->
                  op(x, DIV) && op(x.arg(0), EXP)
                      ? b.sub(x.arg(0).arg(0), b.unary("LOG", x.arg(1)))
                      : null),
          unary(
              REAL,
              LOG,
              "log of a view inside of e^x / y = the view of its log",
              (b, x) ->
                  x.op() instanceof View && quotient(x.arg(0)) && !Match.leaves(x)
                      ? b.view(b.unary("LOG", x.arg(0)), x.shape(), ((View) x.op()).map())
                      : null),
          unary(
              REAL,
              LOG,
              "log (sum[i] i = k ? e^x / y : 0) = sum[i] i = k ? log (e^x / y) : 0",
              (b, x) -> picks(x) ? inside(b, x) : null),
          unary(
              REAL,
              LOG,
              "log (e^x / y)[k] = (log (e^x / y))[k]",
              (b, x) ->
                  x.op() instanceof Gather && quotient(x.arg(0))
                      ? b.graph().node(x.op(), b.unary("LOG", x.arg(0)), x.arg(1))
                      : null));

  /** All rules; of a sum that picks one element, simplification makes a gather first. */
  static final List<Rule> TABLE =
      List.of(
          STABLE.get(0),
          STABLE.get(1),
          STABLE.get(2),
          STABLE.get(4),
          unary(REAL, EXP, "e^(log x) = x", (b, x) -> op(x, LOG) ? x.arg(0) : null),
          binary(
              REAL,
              MUL,
              "sqrt x sqrt x = x",
              (b, x, y) -> x == y && op(x, SQRT) ? x.arg(0) : null));

  private FunctionRules() {}

  private static boolean quotient(Node node) {
    return op(node, EXP)
        || (op(node, DIV) && op(node.arg(0), EXP))
        || (node.op() instanceof View && op(node.arg(0), DIV) && op(node.arg(0).arg(0), EXP));
  }

  /** Whether a sum along one axis takes the single quotient whose index is a given number. */
  private static boolean picks(Node node) {
    return node.op() instanceof Reduce && pick(node) && quotient(node.arg(0).arg(1));
  }

  /**
   * Whether a node is {@code sum[i] (i = k ? x : 0)} for a whole number k that is the same along i.
   * Such a k is an index: the program's own, or a class number, which is checked where it is read.
   */
  static boolean pick(Node node) {
    if (!(node.op() instanceof Reduce sum)
        || sum.kind() != Reduce.Kind.SUM
        || sum.axes().size() != 1
        || !op(node.arg(0), SELECT)) {
      return false;
    }
    Node choice = node.arg(0);
    Node test = choice.arg(0);
    int axis = sum.axes().get(0);
    return zero(choice.arg(2))
        && op(test, EQUAL_TO)
        && ((index(test.arg(0), axis) && number(test.arg(1), axis))
            || (index(test.arg(1), axis) && number(test.arg(0), axis)));
  }

  /** The whole number k in a test {@code i = k} of a pick along an axis. */
  static Node picked(Node test, int axis) {
    boolean first = index(test.arg(0), axis) && number(test.arg(1), axis);
    return test.arg(first ? 1 : 0);
  }

  private static boolean number(Node node, int axis) {
    return node.type().kind() == Type.Kind.INT
        && (node.op() instanceof Leaf.Constant || invariant(node, axis));
  }

  /** Whether a node is the index along an axis, from 0 to all of its size. */
  private static boolean index(Node node, int axis) {
    if (node.op() instanceof Leaf.Iota) {
      return true;
    }
    return node.op() instanceof View view
        && node.arg(0).op() instanceof Leaf.Iota iota
        && iota.size() == view.shape().dim(axis)
        && view.map().equals(AffineMap.select(view.shape().rank(), axis));
  }

  private static Node inside(Build b, Node sum) {
    Node choice = sum.arg(0);
    Node log = b.unary("LOG", choice.arg(1));
    return b.graph().node(sum.op(), b.select(choice.arg(0), log, choice.arg(2)));
  }
}
