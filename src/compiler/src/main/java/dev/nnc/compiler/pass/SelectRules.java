package dev.nnc.compiler.pass;

import static dev.nnc.compiler.op.Elementwise.ADD;
import static dev.nnc.compiler.op.Elementwise.AND;
import static dev.nnc.compiler.op.Elementwise.MUL;
import static dev.nnc.compiler.op.Elementwise.NOT;
import static dev.nnc.compiler.op.Elementwise.OR;
import static dev.nnc.compiler.op.Elementwise.SELECT;
import static dev.nnc.compiler.op.Elementwise.SUB;
import static dev.nnc.compiler.pass.Match.is;
import static dev.nnc.compiler.pass.Match.negated;
import static dev.nnc.compiler.pass.Match.op;
import static dev.nnc.compiler.pass.Match.zero;
import static dev.nnc.compiler.pass.Rule.Truth.EXACT;
import static dev.nnc.compiler.pass.Rule.Truth.REAL;
import static dev.nnc.compiler.pass.Rule.binary;
import static dev.nnc.compiler.pass.Rule.ternary;
import static dev.nnc.compiler.pass.Rule.unary;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.View;
import java.util.List;

/** Choices and truth values. In equations {@code c ? x : y} is if c then x else y. */
final class SelectRules {
  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          ternary(EXACT, SELECT, "true ? x : y = x", (b, c, x, y) -> is(c, 1) ? x : null),
          ternary(EXACT, SELECT, "false ? x : y = y", (b, c, x, y) -> is(c, 0) ? y : null),
          ternary(EXACT, SELECT, "c ? x : x = x", (b, c, x, y) -> x == y ? x : null),
          ternary(
              EXACT,
              SELECT,
              "not c ? x : y = c ? y : x",
              (b, c, x, y) -> op(c, NOT) ? b.select(c.arg(0), y, x) : null),
          ternary(
              EXACT,
              SELECT,
              "c ? (c ? x : z) : y = c ? x : y",
              (b, c, x, y) -> op(x, SELECT) && x.arg(0) == c ? b.select(c, x.arg(1), y) : null),
          ternary(
              EXACT,
              SELECT,
              "c ? x : (c ? z : y) = c ? x : y",
              (b, c, x, y) -> op(y, SELECT) && y.arg(0) == c ? b.select(c, x, y.arg(2)) : null),
          ternary(
              REAL,
              SELECT,
              "c ? -x : 0 = -(c ? x : 0)",
              (b, c, x, y) ->
                  negated(b, x) != null && zero(y) ? b.neg(b.select(c, negated(b, x), y)) : null),
          ternary(
              REAL,
              SELECT,
              "c ? 0 : -x = -(c ? 0 : x)",
              (b, c, x, y) ->
                  negated(b, y) != null && zero(x) ? b.neg(b.select(c, x, negated(b, y))) : null),
          binary(
              REAL,
              MUL,
              "(c ? 1 : 0) x = c ? x : 0",
              (b, x, y) -> mask(x) ? chosen(b, x, y) : mask(y) ? chosen(b, y, x) : null),
          binary(
              REAL,
              MUL,
              "(c ? x : 0) y = c ? x y : 0",
              (b, x, y) ->
                  half(x) && dense(y) ? into(b, x, y) : half(y) && dense(x) ? into(b, y, x) : null),
          binary(
              REAL,
              ADD,
              "(c ? x : 0) + (c ? 0 : y) = c ? x : y",
              (b, x, y) -> joined(b, x, y, false)),
          binary(
              REAL,
              SUB,
              "(c ? x : 0) - (c ? 0 : y) = c ? x : -y",
              (b, x, y) -> joined(b, x, y, true)),
          unary(EXACT, NOT, "not not c = c", (b, c) -> op(c, NOT) ? c.arg(0) : null),
          binary(EXACT, AND, "c and true = c", (b, x, y) -> is(y, 1) ? x : null),
          binary(EXACT, AND, "c and false = false", (b, x, y) -> is(y, 0) ? y : null),
          binary(EXACT, AND, "c and c = c", (b, x, y) -> x == y ? x : null),
          binary(EXACT, OR, "c or false = c", (b, x, y) -> is(y, 0) ? x : null),
          binary(EXACT, OR, "c or true = true", (b, x, y) -> is(y, 1) ? y : null),
          binary(EXACT, OR, "c or c = c", (b, x, y) -> x == y ? x : null));

  private SelectRules() {}

  private static boolean mask(Node node) {
    return op(node, SELECT)
        && ((is(node.arg(1), 1) && zero(node.arg(2))) || (zero(node.arg(1)) && is(node.arg(2), 1)));
  }

  private static Node chosen(Build b, Node mask, Node x) {
    Node zero = b.constantLike(x, 0);
    return zero(mask.arg(2)) ? b.select(mask.arg(0), x, zero) : b.select(mask.arg(0), zero, x);
  }

  private static boolean half(Node node) {
    return op(node, SELECT) && (zero(node.arg(1)) || zero(node.arg(2)));
  }

  /** Whether a factor may go into a choice: one that is repeated belongs to a contraction. */
  private static boolean dense(Node node) {
    return !(node.op() instanceof View) || Match.scalar(node) != null;
  }

  private static Node into(Build b, Node half, Node y) {
    boolean first = zero(half.arg(2));
    Node product = b.mul(half.arg(first ? 1 : 2), y);
    Node zero = b.constantLike(product, 0);
    return first ? b.select(half.arg(0), product, zero) : b.select(half.arg(0), zero, product);
  }

  private static Node joined(Build b, Node x, Node y, boolean minus) {
    if (!half(x) || !half(y) || x.arg(0) != y.arg(0) || zero(x.arg(1)) == zero(y.arg(1))) {
      return null;
    }
    boolean first = zero(x.arg(2));
    Node other = first ? y.arg(2) : y.arg(1);
    Node signed = minus ? b.neg(other) : other;
    return first ? b.select(x.arg(0), x.arg(1), signed) : b.select(x.arg(0), signed, x.arg(2));
  }
}
