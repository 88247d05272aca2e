package dev.nnc.golden;

import java.util.Map;
import java.util.TreeMap;

/** Normalisations: the library's layers, their gains and biases loaded. */
final class NormRule {
  private static final Map<String, String> FORMULAS = new TreeMap<>();

  static {
    FORMULAS.put("batch_norm_train", "x |> batch_statistics_norm({eps=1e-5})");
    FORMULAS.put(
        "batch_norm_eval", "given_statistics_norm(x, MEAN, VARIANCE, gamma, beta, {eps=1e-5})");
    FORMULAS.put("dropout_given_mask", "x * mask");
    FORMULAS.put("group_norm", "x |> group_norm({groups=1}, {eps=1e-5})");
    FORMULAS.put("instance_norm", "x |> instance_norm({eps=1e-5})");
    FORMULAS.put("l2_normalize", "l2_normalize(x, {eps=1e-12})");
    FORMULAS.put("layer_norm", "x |> layer_norm({eps=1e-5})");
    FORMULAS.put("layer_norm2", "x |> layer_norm2({eps=1e-5})");
    FORMULAS.put(
        "local_response_norm",
        "local_response_norm(x, {size=5}, alpha: {alpha=1e-4}, beta: {beta=0.75}, k: {k=1})");
    FORMULAS.put("rms_norm", "x |> rms_norm({eps=1e-5})");
  }

  private NormRule() {}

  static Translation translate(GoldenCase golden) {
    String key = golden.key(FORMULAS.keySet());
    if (key == null) {
      return null;
    }
    CaseText text = new CaseText(golden, true).named("gain", "gamma").named("bias", "beta");
    int axes = golden.attributes().path("normalized_shape").size();
    if (axes > 2) {
      return null;
    }
    String formula = FORMULAS.get(axes == 2 ? "layer_norm2" : key);
    if (key.equals("dropout_given_mask")) {
      text.given("mask", Tensor.of(golden.json().path("mask")));
    } else if (key.equals("batch_norm_eval")) {
      formula =
          formula
              .replace("MEAN", constants(golden, "mean"))
              .replace("VARIANCE", constants(golden, "var"));
      return text.with(Template.fill(formula, golden));
    }
    return text.instances().with(Template.fill(formula, golden));
  }

  private static String constants(GoldenCase golden, String statistic) {
    return GoldenCase.text(golden.json().path("running").path(statistic).path("data"));
  }
}
