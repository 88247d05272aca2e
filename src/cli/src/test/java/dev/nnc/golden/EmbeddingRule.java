package dev.nnc.golden;

import java.util.List;

/** Lookups in a table of vectors: the library's layers, the table loaded. */
final class EmbeddingRule {
  private EmbeddingRule() {}

  static Translation translate(GoldenCase golden) {
    String key = golden.key(List.of("lookup", "lookup_sum_bag", "tied_softmax"));
    if (key == null) {
      return null;
    }
    Tensor table = golden.input("E");
    String sizes = "(" + table.dim(0) + ", " + table.dim(1) + ")";
    CaseText text = new CaseText(golden, true).instances().classes("ids", table.dim(0));
    if (key.equals("tied_softmax")) {
      text.classes("y", table.dim(0)).let("token = embedding" + sizes).let("h = token(ids)");
      text.let("logits[v] = sum[d] h[d] * token.E[v, d]");
      return text.with("cross_entropy(logits, y)");
    }
    return text.with("ids |> embedding" + (key.equals("lookup") ? "" : "_bag") + sizes);
  }
}
