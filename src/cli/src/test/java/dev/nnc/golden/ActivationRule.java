package dev.nnc.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Activations: the library's function of the name, its arguments taken from the attributes. */
final class ActivationRule {
  private static final Map<String, String> FORMULAS = new TreeMap<>();

  static {
    FORMULAS.put("celu", "celu(x, {alpha=1})");
    FORMULAS.put("elu", "elu(x, {alpha=1})");
    FORMULAS.put("gelu", "gelu(x)");
    FORMULAS.put("gelu_exact", "gelu(x)");
    FORMULAS.put("gelu_tanh", "gelu_tanh(x)");
    FORMULAS.put("hardshrink", "hardshrink(x, {l=0.5})");
    FORMULAS.put("hardsigmoid", "hardsigmoid(x)");
    FORMULAS.put("hardswish", "hardswish(x)");
    FORMULAS.put("hardtanh", "hardtanh(x, {lo=-1}, {hi=1})");
    FORMULAS.put("leaky_relu", "leaky_relu(x, {alpha=0.01})");
    FORMULAS.put("logsigmoid", "log_sigmoid(x)");
    FORMULAS.put("log_sigmoid", "log_sigmoid(x)");
    FORMULAS.put("mish", "mish(x)");
    FORMULAS.put("relu", "relu(x)");
    FORMULAS.put("relu6", "relu6(x)");
    FORMULAS.put("selu", "selu(x)");
    FORMULAS.put("sigmoid", "sigmoid(x)");
    FORMULAS.put("silu", "silu(x)");
    FORMULAS.put("softplus", "softplus(x, {beta=1})");
    FORMULAS.put("softshrink", "softshrink(x, {l=0.5})");
    FORMULAS.put("softsign", "softsign(x)");
    FORMULAS.put("swish", "swish(x, {beta=1})");
    FORMULAS.put("tanh", "tanh(x)");
    FORMULAS.put("tanhshrink", "tanhshrink(x)");
    FORMULAS.put("threshold", "threshold(x, {t=0}, {value=0})");
    for (String along : List.of("softmax", "log_softmax", "softmin", "glu", "prelu")) {
      FORMULAS.put(along, along);
    }
  }

  private ActivationRule() {}

  static Translation translate(GoldenCase golden) {
    String key = golden.key(FORMULAS.keySet());
    if (key == null) {
      return null;
    }
    Tensor x = golden.input("x");
    if (key.equals("prelu")) {
      return prelu(golden, x);
    }
    String formula = FORMULAS.get(key);
    if (!formula.equals(key)) {
      return new CaseText(golden, true).with(Template.fill(formula, golden));
    }
    int axis = Math.floorMod((int) golden.number("axis", -1), x.rank());
    boolean perExample = axis > 0;
    int rank = perExample ? x.rank() - 1 : x.rank();
    int along = perExample ? axis - 1 : axis;
    CaseText text = new CaseText(golden, perExample);
    if (along == rank - 1) {
      return text.with(key + "(x)");
    }
    if (key.equals("glu")) {
      List<Integer> sizes = perExample ? x.ofExample() : x.shape();
      return text.with(half(sizes, along, 0) + " * sigmoid(" + half(sizes, along, 1) + ")");
    }
    String place = Axes.indices(Axes.all(rank));
    text.let("y[" + place + "] = " + key + "[i" + along + "](x[" + place + "])");
    return text.with("y");
  }

  private static String half(List<Integer> sizes, int axis, int which) {
    List<String> slices = new ArrayList<>();
    for (int k = 0; k < sizes.size(); k++) {
      int part = k == axis ? sizes.get(k) / 2 : sizes.get(k);
      int from = k == axis ? which * part : 0;
      slices.add(from + ".." + (from + part));
    }
    return "x[" + String.join(", ", slices) + "]";
  }

  /** One learned number for all, or one for each place of axis 1. */
  private static Translation prelu(GoldenCase golden, Tensor x) {
    String name = golden.tensors("parameters").keySet().iterator().next();
    CaseText text = new CaseText(golden, true);
    if (golden.input(name).size() == 1) {
      return text.scalar(name).with("if x >= 0 then x else " + name + " * x");
    }
    String at = Axes.at("x", Axes.all(x.rank() - 1));
    String left = Axes.at("y", Axes.all(x.rank() - 1));
    text.let(left + " = if " + at + " >= 0 then " + at + " else " + name + "[i0] * " + at);
    return text.with("y");
  }
}
