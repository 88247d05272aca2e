package dev.nnc.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Products of matrices and vectors, from the description. */
final class MatmulRule {
  private static final Pattern PRODUCT = Pattern.compile("(\\w)(\\^T)? (\\w)(\\^T)?( \\(.*)?");

  private MatmulRule() {}

  static Translation translate(GoldenCase golden) {
    String said = golden.description();
    CaseText text = new CaseText(golden, false);
    if (said.matches("y\\[[\\w,]*]=.*")) {
      return text.let(said.replaceAll(" \\(.*", "")).with("y");
    }
    Matcher product = PRODUCT.matcher(said);
    if (product.matches()) {
      String left =
          (product.group(2) == null ? "%s[i, s]" : "%s[s, i]").formatted(product.group(1));
      String right =
          (product.group(4) == null ? "%s[s, j]" : "%s[j, s]").formatted(product.group(3));
      return text.let("y[i, j] = sum[s] " + left + " * " + right).with("y");
    }
    return said.startsWith("matrix product") ? numpy(golden, text) : null;
  }

  /** Last axis times second last (or only) axis; leading axes are repeated where they are 1. */
  private static Translation numpy(GoldenCase golden, CaseText text) {
    Tensor a = golden.input("a");
    Tensor b = golden.input("b");
    Tensor y = golden.output();
    int own = (a.rank() > 1 ? 1 : 0) + (b.rank() > 1 ? 1 : 0);
    List<Integer> lead = y.shape().subList(0, y.rank() - own);
    List<String> left = places(a, lead);
    List<String> right = places(b, lead);
    List<String> result = new ArrayList<>();
    for (int axis = 0; axis < lead.size(); axis++) {
      result.add("i" + axis);
    }
    if (a.rank() > 1) {
      left.add("r");
      result.add("r");
    }
    left.add("s");
    right.add("s");
    if (b.rank() > 1) {
      right.add("c");
      result.add("c");
    }
    String name = result.isEmpty() ? "y" : "y[" + String.join(", ", result) + "]";
    String terms = "a[" + String.join(", ", left) + "] * b[" + String.join(", ", right) + "]";
    return text.let(name + " = sum[s] " + terms).with("y");
  }

  private static List<String> places(Tensor operand, List<Integer> lead) {
    List<Integer> own = operand.shape().subList(0, Math.max(operand.rank() - 2, 0));
    List<String> places = new ArrayList<>();
    int missing = lead.size() - own.size();
    for (int axis = 0; axis < own.size(); axis++) {
      boolean follows = own.get(axis).equals(lead.get(axis + missing));
      places.add(follows ? "i" + (axis + missing) : "0");
    }
    return places;
  }
}
