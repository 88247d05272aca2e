package dev.nnc.compiler.pass;

import static dev.nnc.compiler.op.Elementwise.ADD;
import static dev.nnc.compiler.op.Elementwise.DIV;
import static dev.nnc.compiler.op.Elementwise.MUL;
import static dev.nnc.compiler.op.Elementwise.SELECT;
import static dev.nnc.compiler.op.Elementwise.SUB;
import static dev.nnc.compiler.pass.Match.constant;
import static dev.nnc.compiler.pass.Match.is;
import static dev.nnc.compiler.pass.Match.op;
import static dev.nnc.compiler.pass.Match.scalar;
import static dev.nnc.compiler.pass.Rule.Truth.REAL;
import static dev.nnc.compiler.pass.Rule.binary;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.View;
import java.util.List;

/**
 * Products and quotients by factors that are the same in every place: these meet, so that they are
 * computed once. In equations c and d are constants, u and v such factors.
 */
final class ProductRules {
  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          binary(
              REAL,
              MUL,
              "(x c) d = x (c d)",
              (b, x, y) ->
                  op(x, MUL) && constant(x.arg(1)) != null && constant(y) != null
                      ? b.mul(x.arg(0), b.mul(x.arg(1), y))
                      : null),
          binary(
              REAL,
              MUL,
              "(c / y) d = (c d) / y",
              (b, x, y) ->
                  op(x, DIV) && constant(x.arg(0)) != null && constant(y) != null
                      ? b.div(b.mul(x.arg(0), y), x.arg(1))
                      : null),
          binary(
              REAL,
              MUL,
              "(x u) v = x (u v)",
              (b, x, y) -> by(MUL, x) && flat(y) ? b.mul(x.arg(0), b.mul(x.arg(1), y)) : null),
          binary(
              REAL,
              MUL,
              "(x / u) v = x (v / u)",
              (b, x, y) -> by(DIV, x) && flat(y) ? b.mul(x.arg(0), b.div(y, x.arg(1))) : null),
          binary(
              REAL,
              DIV,
              "(x u) / v = x (u / v)",
              (b, x, y) -> by(MUL, x) && flat(y) ? b.mul(x.arg(0), b.div(x.arg(1), y)) : null),
          binary(
              REAL,
              DIV,
              "(x / u) / v = x / (u v)",
              (b, x, y) -> by(DIV, x) && flat(y) ? b.div(x.arg(0), b.mul(x.arg(1), y)) : null),
          binary(
              REAL,
              MUL,
              "(x u)(y v) = (x y)(u v)",
              (b, x, y) ->
                  by(MUL, x) && by(MUL, y)
                      ? b.mul(b.mul(x.arg(0), y.arg(0)), b.mul(x.arg(1), y.arg(1)))
                      : null),
          binary(REAL, MUL, "x (u / y) = (x / y) u", (b, x, y) -> timesQuotient(b, x, y)),
          binary(REAL, MUL, "(u / x) y = (y / x) u", (b, x, y) -> timesQuotient(b, y, x)),
          binary(REAL, ADD, "x u + y u = (x + y) u", (b, x, y) -> factored(b, x, y, true)),
          binary(REAL, SUB, "x u - y u = (x - y) u", (b, x, y) -> factored(b, x, y, false)));

  private ProductRules() {}

  /** A product or quotient by a factor. */
  private record Scaled(Node value, Node factor, boolean divided) {}

  /** Whether a node is the same in every place of a shape that has more than one. */
  private static boolean flat(Node node) {
    return node.shape().rank() > 0 && scalar(node) != null;
  }

  private static boolean by(dev.nnc.compiler.op.Elementwise row, Node node) {
    return op(node, row) && flat(node.arg(1)) && !flat(node.arg(0));
  }

  /** With the quotient as it is or behind a view; where u and y are both flat only for u = 1. */
  private static Node timesQuotient(Build b, Node x, Node y) {
    Node quotient = y.op() instanceof View && !Match.leaves(y) ? y.arg(0) : y;
    if (!op(quotient, DIV) || scalar(quotient.arg(0)) == null || flat(x)) {
      return null;
    }
    if (scalar(quotient.arg(1)) != null && !is(quotient.arg(0), 1)) {
      return null;
    }
    Node u = b.broadcast(scalar(quotient.arg(0)), x.shape());
    Node divisor = quotient.arg(1);
    if (quotient != y) {
      divisor = b.view(divisor, y.shape(), ((View) y.op()).map());
    }
    return b.mul(b.div(x, divisor), u);
  }

  private static Node factored(Build b, Node x, Node y, boolean plus) {
    Scaled p = scaled(b, x);
    Scaled q = scaled(b, y);
    boolean same = p != null && q != null && p.factor == q.factor && p.divided == q.divided;
    if (!same || (op(x, SELECT) && op(y, SELECT))) {
      return null;
    }
    Node sum = plus ? b.add(p.value, q.value) : b.sub(p.value, q.value);
    return p.divided ? b.div(sum, p.factor) : b.mul(sum, p.factor);
  }

  /** {@code x u}, {@code x / u}, {@code if c then u else 0} or {@code if c then 1/u else 0}. */
  private static Scaled scaled(Build b, Node node) {
    if (by(MUL, node) || by(DIV, node)) {
      return new Scaled(node.arg(0), node.arg(1), op(node, DIV));
    }
    if (!op(node, SELECT) || !is(node.arg(2), 0) || !flat(node.arg(1)) || is(node.arg(1), 1)) {
      return null;
    }
    Node picked = b.select(node.arg(0), b.like(node, 1), b.like(node, 0));
    Node factor = scalar(node.arg(1));
    if (op(factor, DIV) && is(factor.arg(0), 1)) {
      return new Scaled(picked, b.broadcast(factor.arg(1), node.shape()), true);
    }
    return new Scaled(picked, node.arg(1), false);
  }
}
