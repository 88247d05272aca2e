package dev.nnc.compiler.op;

import static dev.nnc.compiler.op.Code.Compare.EQUAL;
import static dev.nnc.compiler.op.Code.Compare.GREATER;
import static dev.nnc.compiler.op.Code.Compare.GREATER_EQUAL;
import static dev.nnc.compiler.op.Code.Compare.LESS;
import static dev.nnc.compiler.op.Code.Compare.LESS_EQUAL;
import static dev.nnc.compiler.op.Code.Compare.NOT_EQUAL;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import dev.nnc.runtime.Numeric;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * One number from one number of each argument, at every place. All arguments have the same shape.
 *
 * <p>A row is an operator; its columns are the value in double, the value in float, the code, and
 * the derivatives by the arguments, each already multiplied by the cotangent {@code g}.
 */
public enum Elementwise implements Op {
  /** -x. */
  NEG(x -> -x, x -> -x, Code.Arithmetic.NEG, (b, y, x, g) -> b.neg(g)),
  /** The absolute value; its derivative at 0 is 0. */
  ABS(Math::abs, Math::abs, Code.math("abs"), (b, y, x, g) -> b.mul(g, b.sign(x))),
  /** -1, 0 or 1; its derivative is 0 everywhere. */
  SIGN(Math::signum, Math::signum, Code.math("signum"), null),
  /** The largest whole number that is not greater; derivative 0. */
  FLOOR(Math::floor, x -> (float) Math.floor(x), Code.numeric("floor"), null),
  /** The largest whole number that is not greater, as a class number. */
  WHOLE(Math::floor, x -> (float) Math.floor(x), Code.numeric("floor"), null),
  /** e^x. */
  EXP(Numeric::exp, Numeric::exp, Code.numeric("exp"), (b, y, x, g) -> b.mul(g, y)),
  /** e^x - 1, accurate near 0. */
  EXPM1(
      Numeric::expm1,
      Numeric::expm1,
      Code.numeric("expm1"),
      (b, y, x, g) -> b.mul(g, b.add(y, b.like(y, 1)))),
  /** The natural logarithm. */
  LOG(Numeric::log, Numeric::log, Code.numeric("log"), (b, y, x, g) -> b.div(g, x)),
  /** log(1 + x), accurate near 0. */
  LOG1P(
      Numeric::log1p,
      Numeric::log1p,
      Code.numeric("log1p"),
      (b, y, x, g) -> b.div(g, b.add(x, b.like(x, 1)))),
  /** The square root. */
  SQRT(
      Math::sqrt,
      x -> (float) Math.sqrt(x),
      Code.numeric("sqrt"),
      (b, y, x, g) -> b.div(b.mul(g, b.like(y, 0.5)), y)),
  /** The sine of an angle in radians. */
  SIN(Numeric::sin, Numeric::sin, Code.numeric("sin"), (b, y, x, g) -> b.mul(g, b.unary("COS", x))),
  /** The cosine of an angle in radians. */
  COS(
      Numeric::cos,
      Numeric::cos,
      Code.numeric("cos"),
      (b, y, x, g) -> b.neg(b.mul(g, b.unary("SIN", x)))),
  /** The hyperbolic tangent. */
  TANH(
      Numeric::tanh,
      Numeric::tanh,
      Code.numeric("tanh"),
      (b, y, x, g) -> b.mul(g, b.sub(b.like(y, 1), b.mul(y, y)))),
  /** The angle whose tangent is x, in radians. */
  ATAN(
      Numeric::atan,
      Numeric::atan,
      Code.numeric("atan"),
      (b, y, x, g) -> b.div(g, b.add(b.mul(x, x), b.like(x, 1)))),
  /** The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
  ERF(
      Numeric::erf,
      Numeric::erf,
      Code.numeric("erf"),
      (b, y, x, g) ->
          b.mul(g, b.mul(b.like(x, 2 / Math.sqrt(Math.PI)), b.unary("EXP", b.neg(b.mul(x, x)))))),
  /** x itself, as a value through which no gradient flows. */
  STOP_GRADIENT(x -> x, x -> x, Code.Move.COPY, null),

  /** a + b. */
  ADD(
      Double::sum,
      (a, c) -> (float) a + (float) c,
      Code.Arithmetic.ADD,
      (b, y, p, q, g) -> g,
      (b, y, p, q, g) -> g),
  /** a - b. */
  SUB(
      (a, c) -> a - c,
      (a, c) -> (float) a - (float) c,
      Code.Arithmetic.SUB,
      (b, y, p, q, g) -> g,
      (b, y, p, q, g) -> b.neg(g)),
  /** a times b. */
  MUL(
      (a, c) -> a * c,
      (a, c) -> (float) a * (float) c,
      Code.Arithmetic.MUL,
      (b, y, p, q, g) -> b.mul(g, q),
      (b, y, p, q, g) -> b.mul(g, p)),
  /** a divided by b. */
  DIV(
      (a, c) -> a / c,
      (a, c) -> (float) a / (float) c,
      Code.Arithmetic.DIV,
      (b, y, p, q, g) -> b.div(g, q),
      (b, y, p, q, g) -> b.neg(b.div(b.mul(g, y), q))),
  /** a to the power b. */
  POW(
      Numeric::pow,
      (a, c) -> Numeric.pow((float) a, (float) c),
      Code.numeric("pow"),
      (b, y, p, q, g) -> b.mul(g, b.mul(q, b.pow(p, b.sub(q, b.like(q, 1))))),
      (b, y, p, q, g) -> b.mul(g, b.mul(y, b.unary("LOG", nonZero(b, p))))),
  /** The greater; where both are equal the gradient goes to the second. */
  MAX(
      Math::max,
      (a, c) -> Math.max((float) a, (float) c),
      Code.math("max"),
      (b, y, p, q, g) -> b.select(b.compare("GREATER", p, q), g, b.like(g, 0)),
      (b, y, p, q, g) -> b.select(b.compare("GREATER", p, q), b.like(g, 0), g)),
  /** The smaller; where both are equal the gradient goes to the second. */
  MIN(
      Math::min,
      (a, c) -> Math.min((float) a, (float) c),
      Code.math("min"),
      (b, y, p, q, g) -> b.select(b.compare("LESS", p, q), g, b.like(g, 0)),
      (b, y, p, q, g) -> b.select(b.compare("LESS", p, q), b.like(g, 0), g)),

  /** a = b. */
  EQUAL_TO((a, c) -> truth(a == c), EQUAL),
  /** a ≠ b. */
  DIFFERENT((a, c) -> truth(a != c), NOT_EQUAL),
  /** a < b. */
  LESS_THAN((a, c) -> truth(a < c), LESS),
  /** a ≤ b. */
  AT_MOST((a, c) -> truth(a <= c), LESS_EQUAL),
  /** a > b. */
  GREATER_THAN((a, c) -> truth(a > c), GREATER),
  /** a ≥ b. */
  AT_LEAST((a, c) -> truth(a >= c), GREATER_EQUAL),
  /** Both are true. */
  AND((a, c) -> truth(a != 0 && c != 0), Code.Logic.AND),
  /** One of both is true. */
  OR((a, c) -> truth(a != 0 || c != 0), Code.Logic.OR),
  /** Is false. */
  NOT(x -> truth(x == 0), x -> x == 0 ? 1 : 0, Code.Logic.NOT, null),
  /** if c then a else b. */
  SELECT;

  /** A derivative of an operator with one argument, times the cotangent g. */
  private interface By1 {
    Node of(Build b, Node y, Node x, Node g);
  }

  /** A derivative of an operator with two arguments, times the cotangent g. */
  private interface By2 {
    Node of(Build b, Node y, Node p, Node q, Node g);
  }

  /** An operator of one number in float. */
  @FunctionalInterface
  private interface FloatUnary {
    float at(float x);
  }

  private final int arity;
  private final DoubleUnaryOperator unary;
  private final FloatUnary unaryFloat;
  private final DoubleBinaryOperator binary;
  private final DoubleBinaryOperator binaryFloat;
  private final Code code;
  private final By1 by;
  private final By2 byFirst;
  private final By2 bySecond;

  Elementwise(DoubleUnaryOperator value, FloatUnary inFloat, Code code, By1 by) {
    this(1, value, inFloat, null, null, code, by, null, null);
  }

  Elementwise(
      DoubleBinaryOperator value,
      DoubleBinaryOperator inFloat,
      Code code,
      By2 byFirst,
      By2 bySecond) {
    this(2, null, null, value, inFloat, code, null, byFirst, bySecond);
  }

  Elementwise(DoubleBinaryOperator value, Code code) {
    this(2, null, null, value, value, code, null, null, null);
  }

  Elementwise() {
    this(3, null, null, null, null, Code.Move.SELECT, null, null, null);
  }

  Elementwise(
      int arity,
      DoubleUnaryOperator unary,
      FloatUnary unaryFloat,
      DoubleBinaryOperator binary,
      DoubleBinaryOperator binaryFloat,
      Code code,
      By1 by,
      By2 byFirst,
      By2 bySecond) {
    this.arity = arity;
    this.unary = unary;
    this.unaryFloat = unaryFloat;
    this.binary = binary;
    this.binaryFloat = binaryFloat;
    this.code = code;
    this.by = by;
    this.byFirst = byFirst;
    this.bySecond = bySecond;
  }

  private static double truth(boolean value) {
    return value ? 1 : 0;
  }

  /** x, or 1 where x is 0: a power of 0 does not change with the exponent. */
  private static Node nonZero(Build b, Node x) {
    return b.select(b.compare("EQUAL", x, b.constantLike(x, 0)), b.constantLike(x, 1), x);
  }

  /** How many arguments there are. */
  public int arity() {
    return arity;
  }

  /** What the emitter writes for it. */
  public Code code() {
    return code;
  }

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Type type(List<Type> args) {
    if (args.size() != arity) {
      throw new IllegalArgumentException(label() + " of " + args.size() + " arguments");
    }
    for (Type arg : args) {
      if (!arg.shape().equals(args.get(0).shape())) {
        throw new IllegalArgumentException(label() + " of shapes " + args);
      }
    }
    boolean logical = code instanceof Code.Logic;
    Type first = args.get(0);
    for (int i = 0; i < arity; i++) {
      boolean truth = args.get(i).kind() == Type.Kind.BOOL;
      boolean wanted = logical || (this == SELECT && i == 0);
      if (truth != wanted && !(this == SELECT && i > 0)) {
        throw new IllegalArgumentException(label() + " of " + args);
      }
    }
    if (logical || code instanceof Code.Compare) {
      return new Type(Type.Kind.BOOL, first.shape());
    }
    if (this == SELECT) {
      if ((args.get(1).kind() == Type.Kind.BOOL) != (args.get(2).kind() == Type.Kind.BOOL)) {
        throw new IllegalArgumentException("select of " + args);
      }
      return joined(args.get(1), args.get(2));
    }
    if (this == WHOLE) {
      return new Type(Type.Kind.INT, first.shape());
    }
    return keepsWhole()
        ? (arity == 1 ? first : joined(first, args.get(1)))
        : Type.real(first.shape());
  }

  /** Whether whole numbers give whole numbers. */
  public boolean keepsWhole() {
    return switch (this) {
      case NEG, ABS, SIGN, FLOOR, STOP_GRADIENT, ADD, SUB, MUL, MAX, MIN -> true;
      default -> false;
    };
  }

  private static Type joined(Type a, Type b) {
    return a.kind() == b.kind() ? a : Type.real(a.shape());
  }

  @Override
  public int follow(int argument, int axis, Node self) {
    return axis;
  }

  @Override
  public Elementwise atOnePlace(int axis) {
    return this;
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node g) {
    Build b = new Build(graph);
    List<Node> result = new ArrayList<>();
    if (this == SELECT) {
      Node zero = b.like(g, 0);
      result.add(null);
      result.add(b.select(self.arg(0), g, zero));
      result.add(b.select(self.arg(0), zero, g));
    } else if (arity == 1) {
      result.add(by == null ? null : by.of(b, self, self.arg(0), g));
    } else {
      result.add(byFirst == null ? null : byFirst.of(b, self, self.arg(0), self.arg(1), g));
      result.add(bySecond == null ? null : bySecond.of(b, self, self.arg(0), self.arg(1), g));
    }
    return result;
  }

  /**
   * The operator on single numbers.
   *
   * @param precision the format of arguments and result
   * @param args one number an argument
   * @return the value, rounded to the precision
   */
  public double at(Precision precision, double... args) {
    boolean single = precision == Precision.FLOAT;
    return switch (arity) {
      case 1 -> single ? unaryFloat.at((float) args[0]) : unary.applyAsDouble(args[0]);
      case 2 -> (single ? binaryFloat : binary).applyAsDouble(args[0], args[1]);
      default -> args[0] != 0 ? args[1] : args[2];
    };
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    double[][] in = new double[arity][];
    for (int i = 0; i < arity; i++) {
      in[i] = run.value(self.arg(i));
    }
    double[] out = new double[in[0].length];
    double[] at = new double[arity];
    for (int k = 0; k < out.length; k++) {
      for (int i = 0; i < arity; i++) {
        at[i] = in[i][k];
      }
      out[k] = at(run.precision(), at);
    }
    return out;
  }
}
