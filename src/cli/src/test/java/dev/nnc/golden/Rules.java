package dev.nnc.golden;

/** Which rule translates the cases of a family. */
final class Rules {
  private Rules() {}

  /** The translation of a case with outputs or a loss, or null where no rule knows it. */
  static Translation translate(GoldenCase golden) {
    return switch (golden.family()) {
      case "activation" -> ActivationRule.translate(golden);
      case "attention" -> AttentionRule.translate(golden);
      case "broadcast" -> ElementwiseRule.broadcast(golden);
      case "conv" -> ConvRule.translate(golden);
      case "dense" -> DenseRule.translate(golden);
      case "elementwise" -> ElementwiseRule.translate(golden);
      case "embedding" -> EmbeddingRule.translate(golden);
      case "loss" -> LossRule.translate(golden);
      case "matmul" -> MatmulRule.translate(golden);
      case "network" -> NetworkRule.translate(golden);
      case "norm" -> NormRule.translate(golden);
      case "pool" -> PoolRule.translate(golden);
      case "reduction" -> ReductionRule.translate(golden);
      case "rnn" -> RecurrentRule.translate(golden);
      case "shape" -> ShapeRule.translate(golden);
      default -> null;
    };
  }
}
