package dev.nnc.golden;

/** The library's dense layer, its weights loaded. */
final class DenseRule {
  private DenseRule() {}

  static Translation translate(GoldenCase golden) {
    Tensor weights = golden.input("W");
    boolean bias = golden.tensors("parameters").containsKey("b");
    String layer = "x |> dense(" + weights.dim(1) + (bias ? ")" : ", bias: false)");
    return new CaseText(golden, golden.input("x").rank() > 1).instances().with(layer);
  }
}
