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

  private static final String CONVOLUTION =
      """
      fn conv(x[c, h, w], K[f, c, p, q], stride = 1, margin = 0) {
        z = pad(x, margin)
        y[o, i, j] = sum[k, di, dj] z[k, stride*i + di, stride*j + dj] * K[o, k, di, dj]
        return y
      }
      fn shifted(x[c, h, w], b[c]) {
        y[o, i, j] = x[o, i, j] + b[o]
        return y
      }
      fn average_pool(x[c, h, w]) {
        y[o, i, j] = mean[di in 0..2, dj in 0..2] x[o, 2*i + di, 2*j + dj]
        return y
      }
      fn max_pool(x[c, h, w]) {
        y[o, i, j] = max[di in 0..2, dj in 0..2] x[o, 2*i + di, 2*j + dj]
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
          """,
          "small_cnn",
          """
          h1 = average_pool(tanh(shifted(conv(x, K1, 1, 1), c1)))
          h2 = max_pool(relu(shifted(conv(h1, K2), c2)))
          = cross_entropy(affine(flatten(h2), W, b), y)
          """,
          "conv_bn_gap",
          """
          u = conv(x, K1, 2)
          level[o] = mean[batch] (mean[i, j] u[o, i, j])
          spread[o] = mean[batch] (mean[i, j] (u[o, i, j] - level[o])^2)
          v[o, i, j] = relu(g[o] * (u[o, i, j] - level[o]) / sqrt(spread[o] + 1e-5) + s[o])
          pooled[o] = mean[i, j] v[o, i, j]
          = cross_entropy(affine(pooled, W, b), y)
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
    if (key == null) {
      return DescribedNetwork.translate(golden);
    }
    text.define(CONVOLUTION);
    if (given.containsKey("y")) {
      text.classes("y", given.get("W").dim(1));
    }
    String[] lines = Template.fill(FORMULAS.get(key), golden).strip().split("\n");
    for (int i = 0; i < lines.length - 1; i++) {
      text.let(lines[i]);
    }
    return text.with(lines[lines.length - 1].substring(2));
  }

  private static Translation fourier(GoldenCase golden, CaseText text) {
    StringBuilder features = new StringBuilder("features = concat(");
    for (int k = 0; k < (int) golden.number("frequencies", 1); k++) {
      String angle = (1 << k) + " * pi * x";
      features.append(k == 0 ? "" : ", ").append("sin(").append(angle).append("), cos(");
      features.append(angle).append(')');
    }
    text.let(features.append(')').toString());
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
