package dev.nnc.compiler.pass;

import static dev.nnc.compiler.op.Elementwise.ABS;
import static dev.nnc.compiler.op.Elementwise.ADD;
import static dev.nnc.compiler.op.Elementwise.AND;
import static dev.nnc.compiler.op.Elementwise.DIFFERENT;
import static dev.nnc.compiler.op.Elementwise.DIV;
import static dev.nnc.compiler.op.Elementwise.EQUAL_TO;
import static dev.nnc.compiler.op.Elementwise.MAX;
import static dev.nnc.compiler.op.Elementwise.MIN;
import static dev.nnc.compiler.op.Elementwise.MUL;
import static dev.nnc.compiler.op.Elementwise.NEG;
import static dev.nnc.compiler.op.Elementwise.OR;
import static dev.nnc.compiler.op.Elementwise.POW;
import static dev.nnc.compiler.op.Elementwise.SELECT;
import static dev.nnc.compiler.op.Elementwise.SIGN;
import static dev.nnc.compiler.op.Elementwise.STOP_GRADIENT;
import static dev.nnc.compiler.op.Elementwise.SUB;
import static dev.nnc.compiler.pass.Match.constant;
import static dev.nnc.compiler.pass.Match.is;
import static dev.nnc.compiler.pass.Match.number;
import static dev.nnc.compiler.pass.Match.op;
import static dev.nnc.compiler.pass.Match.zero;
import static dev.nnc.compiler.pass.Rule.Truth.EXACT;
import static dev.nnc.compiler.pass.Rule.Truth.REAL;
import static dev.nnc.compiler.pass.Rule.binary;
import static dev.nnc.compiler.pass.Rule.unary;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.runtime.Precision;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Constants, neutral elements, signs and powers. In equations c and d are constants. */
final class ArithmeticRules {
  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          unary(EXACT, STOP_GRADIENT, "stop_gradient x = x", (b, x) -> x),
          new Rule(
              EXACT,
              rows(),
              "f(c) = its value, alike in both precisions",
              (b, n) -> fold(b, n, true)),
          new Rule(REAL, rows(), "f(c) = its value", (b, n) -> fold(b, n, false)),
          new Rule(
              EXACT,
              List.of(ADD, MUL, MAX, MIN, AND, OR, EQUAL_TO, DIFFERENT),
              "x ∘ y = y ∘ x",
              ArithmeticRules::ordered),
          unary(EXACT, NEG, "-(-x) = x", (b, x) -> op(x, NEG) ? x.arg(0) : null),
          unary(
              EXACT,
              NEG,
              "-(x c) = x (-c)",
              (b, x) ->
                  op(x, MUL) && constant(x.arg(1)) != null
                      ? b.mul(x.arg(0), b.neg(x.arg(1)))
                      : null),
          unary(
              REAL,
              NEG,
              "-(x - y) = y - x",
              (b, x) -> op(x, SUB) ? b.sub(x.arg(1), x.arg(0)) : null),
          binary(EXACT, ADD, "x + -0 = x", (b, x, y) -> is(y, -0.0) ? x : null),
          binary(REAL, ADD, "x + 0 = x", (b, x, y) -> is(y, 0) ? x : null),
          binary(
              EXACT,
              ADD,
              "x + -y = x - y",
              (b, x, y) -> Match.negated(b, y) != null ? b.sub(x, Match.negated(b, y)) : null),
          binary(
              EXACT,
              ADD,
              "-x + y = y - x",
              (b, x, y) -> Match.negated(b, x) != null ? b.sub(y, Match.negated(b, x)) : null),
          binary(
              EXACT,
              ADD,
              "x + y (-c) = x - y c",
              (b, x, y) -> negative(y) ? b.sub(x, opposite(b, y)) : null),
          binary(
              EXACT,
              ADD,
              "x (-c) + y = y - x c",
              (b, x, y) -> negative(x) ? b.sub(y, opposite(b, x)) : null),
          binary(EXACT, ADD, "x + x = 2 x", (b, x, y) -> x == y ? b.mul(x, number(b, x, 2)) : null),
          binary(
              REAL,
              ADD,
              "(x + c) + d = x + (c + d)",
              (b, x, y) ->
                  op(x, ADD) && constants(x.arg(1), y)
                      ? b.add(x.arg(0), b.add(x.arg(1), y))
                      : null),
          binary(EXACT, SUB, "x - 0 = x", (b, x, y) -> is(y, 0) ? x : null),
          binary(REAL, SUB, "x - -0 = x", (b, x, y) -> is(y, -0.0) ? x : null),
          binary(REAL, SUB, "0 - x = -x", (b, x, y) -> zero(x) ? b.neg(y) : null),
          binary(REAL, SUB, "x - x = 0", (b, x, y) -> x == y ? number(b, x, 0) : null),
          binary(
              EXACT,
              SUB,
              "x - -y = x + y",
              (b, x, y) -> Match.negated(b, y) != null ? b.add(x, Match.negated(b, y)) : null),
          binary(
              REAL,
              SUB,
              "-x - y = -(x + y)",
              (b, x, y) -> op(x, NEG) ? b.neg(b.add(x.arg(0), y)) : null),
          binary(
              EXACT,
              SUB,
              "x - y (-c) = x + y c",
              (b, x, y) -> negative(y) ? b.add(x, opposite(b, y)) : null),
          binary(
              EXACT,
              SUB,
              "x - c = x + (-c)",
              (b, x, y) -> constant(y) != null ? b.add(x, b.neg(y)) : null),
          binary(EXACT, MUL, "x 1 = x", (b, x, y) -> is(y, 1) ? x : null),
          binary(EXACT, MUL, "x (-1) = -x", (b, x, y) -> is(y, -1) ? b.neg(x) : null),
          binary(REAL, MUL, "x 0 = 0", (b, x, y) -> zero(y) ? number(b, b.mul(x, y), 0) : null),
          binary(
              EXACT,
              MUL,
              "(-x) c = x (-c)",
              (b, x, y) -> op(x, NEG) && constant(y) != null ? b.mul(x.arg(0), b.neg(y)) : null),
          binary(
              EXACT,
              MUL,
              "(-x) y = -(x y)",
              (b, x, y) -> op(x, NEG) ? b.neg(b.mul(x.arg(0), y)) : null),
          binary(
              EXACT,
              MUL,
              "x (-y) = -(x y)",
              (b, x, y) -> op(y, NEG) ? b.neg(b.mul(x, y.arg(0))) : null),
          binary(EXACT, DIV, "x / 1 = x", (b, x, y) -> is(y, 1) ? x : null),
          binary(
              EXACT,
              DIV,
              "x / 2^n = x 2^-n",
              (b, x, y) -> powerOfTwo(y) ? b.mul(x, b.like(y, 1 / constant(y))) : null),
          binary(
              REAL,
              DIV,
              "x / c = x (1/c)",
              (b, x, y) ->
                  constant(y) != null && !zero(y) ? b.mul(x, b.like(y, 1 / constant(y))) : null),
          binary(REAL, DIV, "0 / x = 0", (b, x, y) -> zero(x) ? b.like(y, 0) : null),
          binary(REAL, DIV, "x / x = 1", (b, x, y) -> x == y ? b.like(x, 1) : null),
          binary(
              EXACT,
              DIV,
              "(-x) / y = -(x / y)",
              (b, x, y) -> op(x, NEG) ? b.neg(b.div(x.arg(0), y)) : null),
          binary(
              EXACT,
              DIV,
              "x / (-y) = -(x / y)",
              (b, x, y) -> op(y, NEG) ? b.neg(b.div(x, y.arg(0))) : null),
          binary(EXACT, POW, "x^1 = x", (b, x, y) -> is(y, 1) ? x : null),
          binary(EXACT, POW, "x^0 = 1", (b, x, y) -> zero(y) ? b.like(x, 1) : null),
          binary(REAL, POW, "x^2 = x x", (b, x, y) -> is(y, 2) ? b.mul(x, x) : null),
          binary(REAL, POW, "x^3 = x x x", (b, x, y) -> is(y, 3) ? b.mul(b.mul(x, x), x) : null),
          binary(
              REAL,
              POW,
              "x^4 = (x x)(x x)",
              (b, x, y) -> is(y, 4) ? b.mul(b.mul(x, x), b.mul(x, x)) : null),
          binary(REAL, POW, "x^-1 = 1 / x", (b, x, y) -> is(y, -1) ? b.div(b.like(x, 1), x) : null),
          binary(
              REAL,
              POW,
              "x^-2 = 1 / (x x)",
              (b, x, y) -> is(y, -2) ? b.div(b.like(x, 1), b.mul(x, x)) : null),
          binary(REAL, POW, "x^0.5 = sqrt x", (b, x, y) -> is(y, 0.5) ? b.unary("SQRT", x) : null),
          binary(
              REAL,
              POW,
              "x^1.5 = x sqrt x",
              (b, x, y) -> is(y, 1.5) ? b.mul(x, b.unary("SQRT", x)) : null),
          binary(
              REAL,
              POW,
              "x^-0.5 = 1 / sqrt x",
              (b, x, y) -> is(y, -0.5) ? b.div(b.like(x, 1), b.unary("SQRT", x)) : null));

  /** Operators for which it does not matter whether arguments or results are rounded. */
  private static final Set<Elementwise> COMMUTE_WITH_ROUNDING =
      EnumSet.of(NEG, ABS, SIGN, STOP_GRADIENT, MAX, MIN, SELECT);

  private ArithmeticRules() {}

  static List<Object> rows() {
    return List.of((Object[]) Elementwise.values());
  }

  /** The value of an operator over constants, where it is finite or its arguments are not. */
  private static Node fold(Build b, Node node, boolean exactly) {
    double[] args = new double[node.args().size()];
    boolean finite = true;
    boolean single = true;
    for (int i = 0; i < args.length; i++) {
      Double value = constant(node.arg(i));
      if (value == null) {
        return null;
      }
      args[i] = value;
      finite &= Double.isFinite(value);
      single &= Precision.FLOAT.round(value) == value;
    }
    Elementwise row = (Elementwise) node.op();
    double value = row.at(Precision.DOUBLE, args);
    boolean alike =
        COMMUTE_WITH_ROUNDING.contains(row)
            || (single && Double.valueOf(row.at(Precision.FLOAT, args)).equals(value));
    boolean arises = finite && !Double.isFinite(value);
    return arises || (exactly && !alike) ? null : number(b, node, value);
  }

  /** Constants last, before them what is the same in every place, else by number. */
  private static Node ordered(Build b, Node node) {
    Node x = node.arg(0);
    Node y = node.arg(1);
    int order = Integer.compare(weight(x), weight(y));
    boolean swap = order == 0 ? x.id() > y.id() : order > 0;
    return swap ? b.graph().node(node.op(), y, x) : null;
  }

  private static int weight(Node node) {
    return constant(node) != null ? 2 : Match.scalar(node) != null ? 1 : 0;
  }

  private static boolean constants(Node x, Node y) {
    return constant(x) != null && constant(y) != null;
  }

  private static boolean negative(Node node) {
    return op(node, MUL) && constant(node.arg(1)) != null && constant(node.arg(1)) < 0;
  }

  private static Node opposite(Build b, Node product) {
    return b.mul(product.arg(0), b.neg(product.arg(1)));
  }

  private static boolean powerOfTwo(Node node) {
    Double value = constant(node);
    return value != null
        && Math.abs(Math.getExponent(value)) <= 60
        && (Double.doubleToRawLongBits(value) & 0xfffffffffffffL) == 0;
  }
}
