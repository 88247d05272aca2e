package dev.nnc.golden;

import java.util.List;
import java.util.Map;

/** Small networks whose description names operations that must be written out as formulas. */
final class NetworkRule {
  private static final String AFFINE =
      """
      fn affine(x[n], W[n, m], b[m]) {
        y[o] = (sum[i] x[i] * W[i, o]) + b[o]
        return y
      }
      """;

  private static final Map<String, String> FORMULAS =
      Map.of(
          "siamese",
          """
          left = affine(tanh(affine(a, W1, b1)), W2, b2)
          right = affine(tanh(affine(b, W1, b1)), W2, b2)
          apart = distance(left, right)
          = t * apart^2 + (1 - t) * max({m=1} - apart, 0)^2
          """);

  private NetworkRule() {}

  static Translation translate(GoldenCase golden) {
    CaseText text = new CaseText(golden, true).define(AFFINE);
    Map<String, Tensor> given = golden.given();
    String key = golden.key(FORMULAS.keySet());
    if (golden.key(List.of("coordinate_mlp")) != null) {
      return fourier(golden, text);
    }
    if (golden.key(List.of("mixture_of_experts")) != null) {
      return experts(given, text);
    }
    if (golden.key(List.of("char_lm")) != null) {
      return characters(given, text);
    }
    if (golden.key(List.of("small_cnn", "conv_bn_gap")) != null) {
      return convolutional(golden, given);
    }
    if (key == null) {
      return DescribedNetwork.translate(golden);
    }
    String[] lines = Template.fill(FORMULAS.get(key), golden).strip().split("\n");
    for (int i = 0; i < lines.length - 1; i++) {
      text.let(lines[i]);
    }
    return text.with(lines[lines.length - 1].substring(2));
  }

  /** Library layers whose parameters have the names of the case. */
  private static Translation convolutional(GoldenCase golden, Map<String, Tensor> given) {
    CaseText text = new CaseText(golden, true).instances();
    int classes = given.get("W").dim(1);
    text.classes("y", classes).named("first.K", "K1").named("first.b", "c1");
    if (given.containsKey("K2")) {
      text.named("second.K", "K2").named("second.b", "c2");
      text.let("first = " + convolution(given.get("K1"), "padding: 1"));
      text.let("second = " + convolution(given.get("K2"), "padding: 0"));
      text.let("h1 = tanh(first(x)) |> avg_pool2d(2)");
      text.let("h = relu(second(h1)) |> max_pool2d(2) |> flatten");
    } else {
      text.named("gain", "g").named("bias", "s");
      text.let("first = " + convolution(given.get("K1"), "stride: 2, bias: false"));
      text.let("h = first(x) |> batch_statistics_norm |> relu |> global_avg_pool");
    }
    return text.with("cross_entropy(h |> dense(" + classes + "), y)");
  }

  private static String convolution(Tensor kernel, String settings) {
    List<Integer> window = kernel.shape().subList(2, 4);
    return "conv2d(" + kernel.dim(0) + ", " + Tensor.dims(window) + ", " + settings + ")";
  }

  private static Translation fourier(GoldenCase golden, CaseText text) {
    int octaves = (int) golden.number("frequencies", 1);
    text.let("features = fourier_features(x, " + octaves + ")");
    return text.with("mse(sigmoid(affine(relu(affine(features, W1, b1)), W2, b2)), t)");
  }

  private static Translation experts(Map<String, Tensor> given, CaseText text) {
    text.let("gate = softmax(affine(x, Wg, bg))");
    StringBuilder mixed = new StringBuilder();
    for (int e = 0; e < given.get("bg").dim(0); e++) {
      mixed.append(e == 0 ? "" : " + ");
      mixed.append("gate[%d] * tanh(affine(x, W%d, b%d))".formatted(e, e, e));
    }
    return text.with("mse(" + mixed + ", t)");
  }

  /** The recurrence is written out step by step; a token's embedding is picked by comparison. */
  private static Translation characters(Map<String, Tensor> given, CaseText text) {
    int classes = given.get("E").dim(0);
    int hidden = given.get("bi").dim(0);
    int steps = given.get("ids").dim(1) - 1;
    text.define(
        """
        fn embedded(E[V, D], k: int<V>) {
          y[d] = sum[v] (if v == k then E[v, d] else 0)
          return y
        }
        fn gate(x[n], W[n, m], h[m], U[m, m], b[m]) {
          y[o] = (sum[i] x[i] * W[i, o]) + (sum[k] h[k] * U[k, o]) + b[o]
          return y
        }
        fn nothing(n) {
          place = range(n)
          y[i] = 0 * place[i]
          return y
        }
        """);
    text.classes("ids", classes);
    text.let("c0 = nothing(" + hidden + ")").let("h0 = c0");
    StringBuilder losses = new StringBuilder();
    for (int t = 0; t < steps; t++) {
      text.let("x%d = embedded(E, ids[%d])".formatted(t, t));
      for (String name : new String[] {"i", "f", "g", "o"}) {
        String function = name.equals("g") ? "tanh" : "sigmoid";
        text.let(
            "%s%d = %s(gate(x%d, W%s, h%d, U%s, b%s))"
                .formatted(name, t, function, t, name, t, name, name));
      }
      int next = t + 1;
      text.let("c%d = f%d * c%d + i%d * g%d".formatted(next, t, t, t, t));
      text.let("h%d = o%d * tanh(c%d)".formatted(next, t, next));
      losses.append(t == 0 ? "" : " + ");
      losses.append("cross_entropy(affine(h%d, Wy, by), ids[%d])".formatted(next, next));
    }
    return text.with("(" + losses + ") / " + steps);
  }
}
