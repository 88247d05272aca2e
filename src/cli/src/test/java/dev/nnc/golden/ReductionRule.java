package dev.nnc.golden;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reductions, written with indices. In a formula {@code X} is an element, {@code R} the reduced
 * indices and {@code M(name)} a value that has the other indices.
 */
final class ReductionRule {
  private static final Map<String, String> FORMULAS = new TreeMap<>();

  static {
    for (String same : List.of("sum", "mean", "max", "min", "prod")) {
      FORMULAS.put(same, same + "[R] X");
    }
    FORMULAS.put("logsumexp", "M(top) + log(sum[R] exp(X - M(top)))");
    FORMULAS.put("l1norm", "sum[R] abs(X)");
    FORMULAS.put("l2norm", "safe_sqrt(sum[R] X^2)");
    FORMULAS.put("var", "mean[R] (X - M(level))^2");
    FORMULAS.put("var_unbiased", "(sum[R] (X - M(level))^2) / (N - 1)");
    FORMULAS.put("std", "safe_sqrt(mean[R] (X - M(level))^2)");
    FORMULAS.put("cumsum", "cumsum");
  }

  private ReductionRule() {}

  static Translation translate(GoldenCase golden) {
    String key = golden.key(FORMULAS.keySet());
    if (key == null) {
      return null;
    }
    Tensor x = golden.input("x");
    CaseText text = new CaseText(golden, false);
    List<Integer> gone = Axes.of(golden.attributes().path("axis"), x.rank());
    if (key.equals("cumsum")) {
      if (gone.get(0) == x.rank() - 1) {
        return text.with("cumsum(x)");
      }
      String place = Axes.indices(Axes.all(x.rank()));
      text.let("y[" + place + "] = cumsum[i" + gone.get(0) + "](x[" + place + "])");
      return text.with("y");
    }
    List<Integer> kept = Axes.others(gone, x.rank());
    int count = gone.stream().mapToInt(x::dim).reduce(1, Math::multiplyExact);
    String reduced = Axes.indices(gone);
    String element = Axes.at("x", Axes.all(x.rank()));
    String formula = FORMULAS.get(key);
    if (formula.contains("M(level)")) {
      text.let(Axes.at("level", kept) + " = mean[" + reduced + "] " + element);
    }
    if (formula.contains("M(top)")) {
      text.let(Axes.at("top", kept) + " = stop_gradient(max[" + reduced + "] " + element + ")");
    }
    String written =
        formula
            .replace("M(level)", Axes.at("level", kept))
            .replace("M(top)", Axes.at("top", kept))
            .replace("[R]", "[" + reduced + "]")
            .replace("X", element)
            .replace("N", Integer.toString(count));
    text.let(Axes.at("y", kept) + " = " + written);
    List<Integer> shape = golden.output().shape();
    boolean same = shape.size() == kept.size();
    return text.with(same ? "y" : "reshape(y, " + sizes(shape) + ")");
  }

  private static String sizes(List<Integer> shape) {
    return String.join(", ", shape.stream().map(String::valueOf).toList());
  }
}
