package dev.nnc.compiler.property;

import dev.nnc.compiler.property.Pool.Var;
import java.util.List;

/** Generates formulas whose shape is that of the values in them. */
final class Formulas {
  private static final List<String> UNARY =
      List.of(
          "tanh(%s)",
          "(-%s)",
          "relu(%s)",
          "sigmoid(%s)",
          "sin(%s)",
          "abs(%s)",
          "%s^2",
          "softplus(%s)",
          "exp(-%s^2)",
          "log(1 + %s^2)",
          "sqrt(1 + %s^2)",
          "atan(%s)",
          "erf(%s)",
          "gelu(%s)",
          "(1 / (1 + %s^2))",
          "cos(%s)",
          "log1p(%s^2)",
          "expm1(tanh(%s))",
          "2^tanh(%s)",
          "elu(%s)",
          "clamp(%s, -1, 1)",
          "mish(%s)",
          "floor(%s)",
          "sign(%s)",
          "(%s |> tanh |> cos)",
          "f0(%s)",
          "power(%s, 3)",
          "(1 + %s^2)^-0.5",
          "max(%s, 0)",
          "hardswish(%s)",
          "%s % 2",
          "stop_gradient(sign(%s))");
  private static final List<String> BINARY =
      List.of(
          "(%s + %s)",
          "(%s - %s)",
          "(%s * %s)",
          "(%s / (1 + %s^2))",
          "max(%s, %s)",
          "min(%s, %s)",
          "(if %1$s > %2$s then %1$s else 0.5 * %2$s)",
          "(if %1$s < 0 or %2$s >= 0 then tanh(%1$s) else %2$s)",
          "(if not (%1$s <= 0.5) and %2$s != 0 then %2$s else %1$s)");
  private static final List<String> NUMBERS =
      List.of("1", "2", "0.5", "0", "-1", "0.25", "3", "1e-3", "80%", "pi");

  final Choices choices;
  final Pool pool;

  Formulas(Choices choices, Pool pool) {
    this.choices = choices;
    this.pool = pool;
  }

  /** A number. */
  String number() {
    return choices.of(NUMBERS);
  }

  /** Something of one element function around an operand. */
  String unary(String operand) {
    return choices.of(UNARY).replace("%s", operand);
  }

  /** Two operands with an operator of each element between them. */
  String binary(String left, String right) {
    String row = choices.of(BINARY);
    return row.replace("%1$s", left)
        .replace("%2$s", right)
        .replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(left))
        .replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(right));
  }

  /** A formula of the shape of some values there are. */
  String elementwise(List<Integer> dims, int depth) {
    int kind = depth == 0 ? 0 : choices.below(6);
    return switch (kind) {
      case 0 -> leaf(dims);
      case 1 -> unary(elementwise(dims, depth - 1));
      case 2 -> binary(elementwise(dims, depth - 1), elementwise(dims, depth - 1));
      case 3 -> binary(elementwise(dims, depth - 1), scalar());
      case 4 -> "(" + scalar() + " * " + elementwise(dims, depth - 1) + ")";
      default ->
          "(if "
              + elementwise(dims, depth - 1)
              + " > "
              + scalar()
              + " then "
              + elementwise(dims, depth - 1)
              + " else "
              + scalar()
              + ")";
    };
  }

  /** A value of a shape; a class becomes a number. */
  private String leaf(List<Integer> dims) {
    Var value = choices.of(pool.shaped(dims));
    return value.classes() > 0 ? "(0.5 * " + value.name() + ")" : value.name();
  }

  /** A single number. */
  String scalar() {
    List<Var> singles = pool.shaped(List.of());
    int kind = choices.below(4);
    if (kind == 0) {
      return number();
    } else if (kind == 1 && !singles.isEmpty()) {
      return choices.of(singles).name();
    }
    return total(choices.of(pool.reals()).name());
  }

  /** A single number made of all elements of a value. */
  String total(String value) {
    String inner = choices.below(3) == 0 ? value : unary(value);
    String name = choices.of("mean", "sum", "max", "min", "mean", "var", "l1_norm");
    return name + "(" + inner + ")";
  }
}
