package dev.nnc.golden;

import java.util.List;

/** Convolutions: the library's layers, their kernels loaded. */
final class ConvRule {
  private ConvRule() {}

  static Translation translate(GoldenCase golden) {
    boolean transposed = golden.name().startsWith("conv_transpose");
    if (!golden.name().startsWith("conv")) {
      return null;
    }
    Tensor kernel = golden.input("W");
    List<Integer> window = kernel.shape().subList(2, kernel.rank());
    int groups = (int) golden.number("groups", 1);
    int out = transposed ? kernel.dim(1) * groups : kernel.dim(0);
    String layer =
        "x |> conv%s%dd(%d, %s, {stride=1}, {padding=0}, dilation: {dilation=1}, groups: %d%s%s)"
            .formatted(
                transposed ? "_transpose" : "",
                window.size(),
                out,
                Tensor.dims(window),
                groups,
                transposed ? ", extra: {output_padding=0}" : "",
                golden.tensors("parameters").containsKey("b") ? "" : ", bias: false");
    return new CaseText(golden, true)
        .instances()
        .named("K", "W")
        .with(Template.fill(layer, golden));
  }
}
