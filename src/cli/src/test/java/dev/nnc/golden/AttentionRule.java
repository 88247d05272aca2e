package dev.nnc.golden;

import java.util.List;
import java.util.Map;

/** Attention and the transformer's block: the library's functions and layers. */
final class AttentionRule {
  private AttentionRule() {}

  static Translation translate(GoldenCase golden) {
    String key = golden.key(List.of("sdpa", "mha", "transformer_block"));
    if (key == null) {
      return null;
    }
    Map<String, Tensor> given = golden.given();
    CaseText text = new CaseText(golden, true);
    boolean causal =
        golden.attribute("causal", "false").equals("true")
            || golden.description().contains("causal")
            || golden.description().contains("positions <= i");
    if (key.equals("sdpa")) {
      return text.with(attended(given, causal));
    }
    text.instances();
    String heads = golden.attribute("heads", "1");
    if (key.equals("mha")) {
      String self = "x |> attention(" + heads + ", causal: " + causal + ")";
      return text.with(given.containsKey("y") ? "cross_attention(" + heads + ")(x, y)" : self);
    }
    if (!golden.description().startsWith("pre-norm")) {
      return null;
    }
    for (int part = 1; part <= 2; part++) {
      String dense = part == 1 ? "wide" : "narrow";
      text.named("norm" + part + ".gain", "g" + part).named("norm" + part + ".bias", "s" + part);
      text.named(dense + ".W", "W" + part).named(dense + ".b", "b" + part);
    }
    Tensor wide = given.get("W1");
    return text.with(
        "x |> transformer_block(%s, causal: %s, expansion: %d / %d)"
            .formatted(heads, causal, wide.dim(1), wide.dim(0)));
  }

  private static String attended(Map<String, Tensor> given, boolean causal) {
    Tensor mask = given.get("mask");
    if (mask == null) {
      return "scaled_dot_product(q, k, v, causal: " + causal + ")";
    }
    int queries = given.get("q").dim(1);
    boolean alike = mask.rank() < 3 || mask.dim(1) == 1;
    String seen = alike ? "key_mask(flatten(mask), " + queries + ")" : "mask";
    String visible =
        causal ? seen + " * causal_mask(" + queries + ", " + given.get("k").dim(1) + ")" : seen;
    return "masked_attention(q, k, v, " + visible + ")";
  }
}
