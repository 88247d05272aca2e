package dev.nnc.golden;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Formulas of one tensor, and of two with axes repeated as in numpy. */
final class ElementwiseRule {
  private static final Map<String, String> UNARY = new TreeMap<>();
  private static final Map<String, String> BINARY = new TreeMap<>();

  static {
    for (String same :
        List.of(
            "abs",
            "acos",
            "asin",
            "asinh",
            "atan",
            "atanh",
            "cos",
            "cosh",
            "cube",
            "erf",
            "exp",
            "expm1",
            "floor",
            "log",
            "log10",
            "log1p",
            "log2",
            "reciprocal",
            "relu",
            "rsqrt",
            "sigmoid",
            "sign",
            "sin",
            "sinh",
            "softplus",
            "sqrt",
            "square",
            "tan",
            "tanh")) {
      UNARY.put(same, same + "(x)");
    }
    UNARY.put("neg", "-x");
    UNARY.put("clamp", "clamp(x, {lo=0}, {hi=1})");
    UNARY.put("pow_scalar", "x^{p=2}");
    UNARY.put("scale_shift", "{a=1} * x + {b=0}");
    BINARY.put("add", "%s + %s");
    BINARY.put("sub", "%s - %s");
    BINARY.put("mul", "%s * %s");
    BINARY.put("div", "%s / %s");
    BINARY.put("pow", "%s ^ %s");
    BINARY.put("maximum", "max(%s, %s)");
    BINARY.put("minimum", "min(%s, %s)");
    BINARY.put("where", "if mask == 1 then %s else %s");
  }

  private ElementwiseRule() {}

  static Translation translate(GoldenCase golden) {
    String key = golden.key(UNARY.keySet());
    return key == null
        ? null
        : new CaseText(golden, false).with(Template.fill(UNARY.get(key), golden));
  }

  /** Family broadcast. A description {@code y = formula (remark)} is a formula already. */
  static Translation broadcast(GoldenCase golden) {
    CaseText text = new CaseText(golden, false);
    String key = golden.key(BINARY.keySet());
    if (key == null) {
      String said = golden.description();
      return said.startsWith("y = ") ? text.with(said.substring(4).replaceAll(" \\(.*", "")) : null;
    }
    Tensor result = golden.output();
    String formula =
        BINARY.get(key).formatted(operand(golden, "a", result), operand(golden, "b", result));
    if (key.equals("where")) {
      formula = formula.replace("mask", operand(golden, "mask", result));
    }
    text.let(Axes.at("y", Axes.all(result.rank())) + " = " + formula);
    return text.with("y");
  }

  private static String operand(GoldenCase golden, String name, Tensor result) {
    return Axes.broadcast(name, golden.input(name).shape(), result.shape());
  }
}
