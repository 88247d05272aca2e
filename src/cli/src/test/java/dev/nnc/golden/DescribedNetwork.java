package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Networks whose description is a chain ({@code dense-relu-dense, mean cross entropy …}) or a list
 * of formulas that ends with the loss ({@code y=x W+b; loss=mean (y-t)^2}).
 */
final class DescribedNetwork {
  private static final String REMARK = "\\s*\\([^()]*[a-z]{3,} [a-z]{3,}[^()]*\\)";

  private DescribedNetwork() {}

  /** The translation, or null where the description is of another kind. */
  static Translation translate(GoldenCase golden) {
    String said = golden.description().replaceAll(REMARK, "");
    if (said.matches("dense(-\\w+)+[,;].*")) {
      return chain(golden, said);
    }
    String[] parts = said.split("\\s*;\\s*");
    String last = parts[parts.length - 1];
    if (!last.startsWith("loss")) {
      return null;
    }
    CaseText text = new CaseText(golden, true).define(PlainFormula.DEFINITIONS);
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> attribute : golden.attributes().properties()) {
      values.put(attribute.getKey(), GoldenCase.text(attribute.getValue()));
    }
    for (int i = 0; i < parts.length - 1; i++) {
      String[] sides = parts[i].split("=", 2);
      String formula = sides.length < 2 ? null : PlainFormula.rewrite(sides[1], values);
      if (formula == null || !sides[0].matches("\\w+")) {
        return null;
      }
      text.let(sides[0] + " = " + formula);
    }
    String loss = PlainFormula.rewrite(last.replaceFirst("loss\\s*=?", ""), values);
    return loss == null ? null : text.with(loss);
  }

  /** Layers one after the other; each dense takes the next two parameters. */
  private static Translation chain(GoldenCase golden, String said) {
    CaseText text = new CaseText(golden, true).define(PlainFormula.DEFINITIONS);
    List<String> parameters = new ArrayList<>(golden.tensors("parameters").keySet());
    String value = golden.tensors("inputs").keySet().iterator().next();
    int classes = 0;
    for (String stage : said.split("[,;]", 2)[0].split("-")) {
      if (stage.equals("dense")) {
        if (parameters.size() < 2) {
          return null;
        }
        String weights = parameters.remove(0);
        classes = golden.input(weights).dim(1);
        value = "times(" + value + ", " + weights + ") + " + parameters.remove(0);
      } else {
        value = stage + "(" + value + ")";
      }
    }
    String loss = said.split("[,;]", 2)[1];
    if (loss.contains("cross entropy") && golden.given().containsKey("y")) {
      return text.classes("y", classes).with("cross_entropy(" + value + ", y)");
    }
    boolean squared = loss.contains("(y-t)^2") || loss.contains("squared");
    return squared && golden.given().containsKey("t") ? text.with("mse(" + value + ", t)") : null;
  }
}
