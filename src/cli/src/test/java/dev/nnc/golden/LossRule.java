package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Losses: the library's function of the name, applied to one example. */
final class LossRule {
  private static final Map<String, String> FORMULAS = new TreeMap<>();

  /** Losses that make one number of a vector by more than a mean over its elements. */
  private static final Set<String> OF_VECTORS =
      Set.of("triplet", "cosine_embedding", "kl_div", "cross_entropy_probabilities", "dice");

  static {
    FORMULAS.put("mse", "mse(p, t)");
    FORMULAS.put("mae", "mae(p, t)");
    FORMULAS.put("huber", "huber(p, t, {delta=1})");
    FORMULAS.put("smooth_l1", "smooth_l1(p, t, {beta=1})");
    FORMULAS.put("log_cosh", "log_cosh(p, t)");
    FORMULAS.put("quantile", "quantile(p, t, {q=0.5})");
    FORMULAS.put("bce", "bce(p, t)");
    FORMULAS.put("bce_logits", "bce_logits(x, t)");
    FORMULAS.put("bce_logits_pos_weight", "bce_logits(x, t, {pos_weight=pos_weight})");
    FORMULAS.put("focal", "focal(x, t, {gamma=2})");
    FORMULAS.put("dice", "dice(x, t, {s=1})");
    FORMULAS.put("hinge", "hinge(s, t)");
    FORMULAS.put("squared_hinge", "squared_hinge(s, t)");
    FORMULAS.put("soft_margin", "soft_margin(s, t)");
    FORMULAS.put(
        "cross_entropy",
        "cross_entropy(x, y, smoothing: {eps=0}, weight: {weights=1}, ignore: {ignore=inf})");
    FORMULAS.put("cross_entropy_probabilities", "soft_cross_entropy(x, q)");
    FORMULAS.put("nll", "nll(x, y)");
    FORMULAS.put("kl_div", "kl_div(x, t)");
    FORMULAS.put("poisson_nll", "poisson_nll(x, t, {eps=1e-8})");
    FORMULAS.put("poisson_nll_log", "poisson_nll_log(x, t)");
    FORMULAS.put("gaussian_nll", "gaussian_nll(m, var, t, {eps=1e-6})");
    FORMULAS.put("multiclass_hinge", "multiclass_hinge(x, y, {margin=1})");
    FORMULAS.put("margin_ranking", "margin_ranking(a, b, t, {margin=0})");
    FORMULAS.put("triplet", "triplet(a, p, n, {margin=1}, {eps=1e-6})");
    FORMULAS.put("cosine_embedding", "cosine_embedding(a, b, t, {margin=0})");
  }

  private LossRule() {}

  /** Logits come as [time, batch, class]; each example's loss is divided by its target's length. */
  private static Translation ctc(GoldenCase golden) {
    Tensor x = golden.input("x");
    JsonNode frames = golden.json().path("attributes").path("input_lengths");
    JsonNode lengths = golden.json().path("attributes").path("target_lengths");
    List<String> losses = new ArrayList<>();
    for (int b = 0; b < x.dim(1); b++) {
      losses.add(
          "ctc(x[.., %d], targets[%d], %d, %d, blank: %s) / %d"
              .formatted(
                  b,
                  b,
                  frames.path(b).asInt(),
                  lengths.path(b).asInt(),
                  golden.attribute("blank", "0"),
                  lengths.path(b).asInt()));
    }
    return new CaseText(golden, false)
        .classes("targets", x.dim(2))
        .with("(" + String.join(" + ", losses) + ") / " + x.dim(1));
  }

  static Translation translate(GoldenCase golden) {
    if (golden.key(Set.of("ctc")) != null) {
      return ctc(golden);
    }
    String key = golden.key(FORMULAS.keySet());
    if (key == null) {
      return null;
    }
    CaseText text = new CaseText(golden, true).shared("pos_weight");
    String formula = Template.fill(FORMULAS.get(key), golden);
    Map<String, Tensor> given = golden.given();
    if (given.containsKey("y")) {
      text.classes("y", given.get("x").dim(1));
    }
    if (key.equals("dice")) {
      text.joint();
    }
    if (golden.attribute("reduction", "mean").equals("sum")) {
      Tensor first = given.get(given.containsKey("y") ? "y" : given.keySet().iterator().next());
      text.factor(OF_VECTORS.contains(key) ? first.dim(0) : first.size());
    }
    int places = given.containsKey("y") ? given.get("y").rank() - 1 : 0;
    if (places == 0) {
      return text.with(formula);
    }
    String at = Axes.indices(Axes.all(places));
    text.let("z[" + at + ", c] = x[c, " + at + "]");
    String inner = formula.replace("(x, y", "(z[" + at + "], y[" + at + "]");
    return text.with("mean[" + at + "] " + inner);
  }
}
