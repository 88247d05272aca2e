package dev.nnc.golden;

/** Which rule translates the cases of a family. */
final class Rules {
  private Rules() {}

  /** The translation of a case with outputs or a loss, or null where no rule knows it. */
  static Translation translate(GoldenCase golden) {
    return switch (golden.family()) {
      case "activation" -> ActivationRule.translate(golden);
      case "broadcast" -> ElementwiseRule.broadcast(golden);
      case "dense" -> DenseRule.translate(golden);
      case "elementwise" -> ElementwiseRule.translate(golden);
      case "loss" -> LossRule.translate(golden);
      case "matmul" -> MatmulRule.translate(golden);
      case "network" -> NetworkRule.translate(golden);
      case "reduction" -> ReductionRule.translate(golden);
      default -> null;
    };
  }
}
