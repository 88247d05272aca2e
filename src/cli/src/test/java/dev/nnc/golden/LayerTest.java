package dev.nnc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Properties of the library's layers, in shapes and settings that no reference case has. */
class LayerTest {
  private static final double NONE = 1e-12;

  /** Zero, from 300 numbers without a pattern. */
  private static void vanishes(String statements, String formula) {
    assertEquals(0, of(statements, formula), NONE, statements + formula);
  }

  private static double of(String statements, String formula) {
    return Formulas.value(statements, formula, Formulas.numbers(300));
  }

  @Test
  void transposedConvolutionsAreAdjoint() {
    vanishes(
        """
        u = reshape(x[0..18], 2, 9)
        W = reshape(x[20..32], 4, 1, 3)
        z = correlate1d(u, W, 2, 1, dilation: 2, groups: 2)
        g = reshape(x[50..66], 4, 4)
        """,
        "sum(z * g) - sum(u * spread1d(g, W, 2, 1, dilation: 2, groups: 2))");
    vanishes(
        """
        u = reshape(x[0..60], 2, 6, 5)
        W = reshape(x[60..84], 4, 1, 3, 2)
        z = correlate2d(u, W, [2, 1], [1, 0], dilation: [1, 2], groups: 2)
        g = reshape(x[100..136], 4, 3, 3)
        """,
        "sum(z * g) - sum(u * spread2d(g, W, [2, 1], [1, 0], [1, 0], [1, 2], 2))");
    vanishes(
        """
        u = reshape(x[0..72], 2, 3, 4, 3)
        W = reshape(x[80..112], 2, 2, 2, 2, 2)
        z = correlate3d(u, W, [1, 2, 1], [0, 0, 1])
        g = reshape(x[120..152], 2, 2, 2, 4)
        """,
        "sum(z * g) - sum(u * spread3d(g, W, [1, 2, 1], [0, 0, 1]))");
  }

  @Test
  void groupsAreConvolutionsOfTheirOwn() {
    vanishes(
        """
        u = reshape(x[0..80], 4, 5, 4)
        W = reshape(x[80..152], 4, 2, 3, 3)
        both = correlate2d(u, W, padding: 1, groups: 2)
        first = correlate2d(u[0..2], W[0..2], padding: 1)
        second = correlate2d(u[2..4], W[2..4], padding: 1)
        """,
        "sum(abs(both - concat(first, second)))");
    String depthwise =
        """
        u = reshape(x[0..48], 3, 4, 4)
        z = u |> depthwise_conv2d(3, multiplier: 2, padding: 1)
        d = grad(sum(z[2..4]), wrt: u)
        """;
    vanishes(depthwise, "sum(abs(d[0])) + sum(abs(d[2]))");
    assertTrue(of(depthwise, "sum(abs(d[1]))") > 0.1);
  }

  @Test
  void mixturesAddUpTheBestExperts() {
    String mixture =
        """
        u = reshape(x[0..12], 3, 4)
        f = mixture_of_experts(5, 6, top: 2)
        z = f(u)
        score[t, e] = sum[i] u[t, i] * f.G[i, e]
        w = top_weights(score, 2)
        """;
    vanishes(mixture, "sum[t] abs(1 - (sum[e] w[t, e]))");
    vanishes(mixture, "sum[t] abs(2 - (sum[e] (if w[t, e] > 0 then 1 else 0)))");
    vanishes(
        mixture
            + """
            inner[t, e, h] = f.a[e, h] + sum[i] u[t, i] * f.U[e, i, h]
            expert[t, e, j] = f.b[e, j] + sum[h] gelu(inner[t, e, h]) * f.V[e, h, j]
            best[t] = argmax[e] score[t, e]
            rest[t, e] = if e == best[t] then -inf else score[t, e]
            second[t] = argmax[e] rest[t, e]
            high[t] = max[e] score[t, e]
            low[t] = max[e] rest[t, e]
            part[t] = sigmoid(high[t] - low[t])
            first[t, j] = sum[e] (if e == best[t] then expert[t, e, j] else 0)
            other[t, j] = sum[e] (if e == second[t] then expert[t, e, j] else 0)
            v[t, j] = part[t] * first[t, j] + (1 - part[t]) * other[t, j]
            """,
        "sum(abs(z - v))");
    vanishes("even = reshape(x[0..12] * 0, 3, 4)", "expert_load(even) - 1");
    assertEquals(
        4 / (1 + 3 * Math.exp(-9)),
        of(
            "only = reshape(x[0..12] * 0, 3, 4) + stack(stack(9, 0, 0, 0), stack(9, 0, 0, 0), "
                + "stack(9, 0, 0, 0))",
            "expert_load(only)"),
        NONE);
  }

  @Test
  void pointwiseConvolutionIsDenseAlongChannels() {
    vanishes(
        """
        u = reshape(x[0..24], 2, 3, 4)
        f = conv2d(5, 1)
        z = f(u)
        w[o, i, j] = (sum[k] f.K[o, k, 0, 0] * u[k, i, j]) + f.b[o]
        """,
        "sum(abs(z - w))");
    assertEquals(
        6 * 4 * 3,
        of(
            "z = reshape(x[0..24], 2, 4, 3) |> separable_conv2d(6, 3, padding: 1)",
            "sum(0 * z + 1)"));
  }

  @Test
  void poolingIgnoresWhatIsOutside() {
    String low = "u = 0 * reshape(x[0..30], 1, 5, 6) - 3\n";
    for (String pool :
        new String[] {
          "max_pool2d(u, 3, 2, 1)",
          "max_pool2d(u, [2, 4], ceil: true)",
          "avg_pool2d(u, 3, 2, 1, counted: false)",
          "avg_pool2d(u, 4, 3, 1, ceil: true, counted: false)",
          "adaptive_avg_pool2d(u, [3, 4])",
          "adaptive_max_pool2d(u, 2)",
          "max_pool1d(u[0], 4, 3, 2, ceil: true)",
          "avg_pool3d(stack(u, u), 2, ceil: true, counted: false)",
          "global_max_pool(u)"
        }) {
      vanishes(low + "z = " + pool, "sum(abs(z + 3))");
    }
    vanishes("u = reshape(x[0..30], 1, 5, 6)", "sum(abs(adaptive_avg_pool2d(u, [5, 6]) - u))");
  }

  @Test
  void upsamplingIsUndoneByPooling() {
    vanishes(
        "u = reshape(x[0..24], 2, 3, 4)",
        "sum(abs(avg_pool2d(upsample2d(u, [2, 3]), [2, 3]) - u))");
    vanishes("u = reshape(x[0..8], 2, 4)", "sum(abs(max_pool1d(upsample1d(u, 3), 3) - u))");
    vanishes("u = reshape(x[0..6], 2, 3)", "sum(tile(u, 3, 2)) - 6 * sum(u)");
  }

  @Test
  void paddingContinues() {
    assertPadded("pad_reflect(u, 2, 1)", 3, 2, 1, 2, 3, 2);
    assertPadded("pad_replicate(u, 1, 2)", 1, 1, 2, 3, 3, 3);
    assertPadded("pad_circular(u, 1, 3)", 3, 1, 2, 3, 1, 2, 3);
    assertPadded("pad_last(u, 0, 2)", 1, 2, 3, 0, 0);
    assertPadded("pad_last(u, 1, 0, 7)", 7, 1, 2, 3);
    assertPadded("reverse(u)", 3, 2, 1);
  }

  private static void assertPadded(String formula, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      double actual = Formulas.value("u = 1 * x", formula + "[" + i + "]", 1, 2, 3);
      assertEquals(expected[i], actual, formula + " " + i);
    }
    double size = Formulas.value("u = 1 * x", "size(" + formula + ", 0)", 1, 2, 3);
    assertEquals(expected.length, size, formula);
  }

  @Test
  void masksCount() {
    assertEquals(6, of("", "sum(causal_mask(3))"));
    assertEquals(3 + 4, of("", "sum(causal_mask(2, 4))"));
    assertEquals(1 + 2 + 2 + 2, of("", "sum(sliding_mask(4, 2))"));
    assertEquals(2, of("", "sum(length_mask(2, 5))"));
    assertEquals(3 * 2, of("", "sum(key_mask(length_mask(2, 5), 3))"));
  }

  @Test
  void maskedStepsHaveNoInfluence() {
    String causal =
        """
        u = reshape(x[0..32], 4, 8)
        z = u |> attention(4, causal: true, kv_heads: 2)
        d = grad(sum(z[1]), wrt: u)
        """;
    vanishes(causal, "sum(abs(d[2..4]))");
    assertTrue(of(causal, "sum(abs(d[0]))") > 1e-3);
    vanishes(
        """
        u = reshape(x[0..32], 4, 8)
        z = masked_attention(u, u, u, key_mask(length_mask(3, 4), 4))
        shorter = scaled_dot_product(u, u[0..3], u[0..3])
        """,
        "sum(abs(z - shorter))");
  }

  @Test
  void sharedKeysAreThoseOfOneHead() {
    vanishes(
        """
        u = reshape(x[0..24], 3, 8)
        f = multi_head(2, kv_heads: 1, bias: false)
        z = f(u, u)
        k = matmul(u, f.Wk)
        v = matmul(u, f.Wv)
        q = matmul(u, f.Wq)
        first = scaled_dot_product(q[.., 0..4], k, v)
        second = scaled_dot_product(q[.., 4..8], k, v)
        """,
        "sum(abs(z - matmul(concat(first, second, axis: 1), f.Wo)))");
  }

  @Test
  void memoriesGoOnWhereTheyEnded() {
    vanishes(
        """
        u = reshape(x[0..32], 4, 8)
        f = remembering_attention(1)
        z = f(u)[0]
        k[i, d] = sum[c] u[i, c] * f.Wm[c, 0, d]
        v[i, d] = sum[c] u[i, c] * f.Wm[c, 1, d]
        w = scaled_dot_product(matmul(u, f.Wq), k, v, causal: true)
        """,
        "sum(abs(z - matmul(w, f.Wo)))");
    String parts =
        """
        u = reshape(x[0..40], 5, 8)
        f = remembering_transformer(2, 4)
        z = f(u)
        a = f(u[0..1], 0 * reshape(x[0..160], 2, 5, 2, 8), 0)
        b = f(u[1..4], a[1], argmax(x[2..5]))
        c = f(u[4..5], b[1], 4)
        """;
    assertEquals(1, of("", "argmax(x[2..5])"), "a start known only at run time");
    vanishes(parts, "sum(abs(z[0] - concat(a[0], b[0], c[0])))");
    vanishes(parts, "sum(abs(z[1] - c[1]))");
  }

  @Test
  void positionsTurn() {
    assertEquals(Math.sin(1), of("", "sinusoidal_positions(3, 4)[1, 0]"), NONE);
    assertEquals(Math.cos(2 / 100.0), of("", "sinusoidal_positions(3, 4)[2, 3]"), NONE);
    String turned = "u = reshape(x[0..24], 3, 8)\na = rotary(u)\nb = rotary(u, start: 5)\n";
    vanishes(turned, "sum(a^2) - sum(u^2)");
    vanishes(turned, "dot(a[0], a[2]) - dot(b[0], b[2])");
    assertTrue(Math.abs(of(turned, "dot(a[0], a[2]) - dot(u[0], u[2])")) > 1e-3);
    vanishes(
        "u = reshape(x[0..6], 2, 3)\nf = learned_positions()\nz = f(u)", "sum(abs(z - u - f.P))");
    assertEquals(
        Math.cos(2 * Math.PI * 0.3),
        Formulas.value("", "fourier_features(x, 3)[7]", 0.7, 0.3),
        NONE);
  }

  @Test
  void embeddingsAreRows() {
    vanishes(
        "f = embedding(300, 4)\nz = f(argmax(x))\nk = argmax(x)\nw[d] = f.E[k, d]",
        "sum(abs(z - w))");
    vanishes(
        """
        f = embedding_bag(300, 4)
        z = f(stack(argmax(x), argmin(x), argmax(x)))
        a = argmax(x)
        b = argmin(x)
        w[d] = 2 * f.E[a, d] + f.E[b, d]
        """,
        "sum(abs(z - w))");
  }

  @Test
  void gatedLayersKeepTheirShape() {
    for (String layer : new String[] {"swiglu(5)", "geglu(5)"}) {
      vanishes("z = 0 * reshape(x[0..8], 2, 4) |> " + layer, "sum(abs(z))");
      assertTrue(Math.abs(of("z = reshape(x[0..8], 2, 4) |> " + layer, "sum(z)")) > 1e-6, layer);
    }
    vanishes(
        "u = reshape(x[0..24], 2, 3, 4)\nr = (u |> squeeze_excite(2)) / u",
        "max(r[0]) - min(r[0]) + max(r[1]) - min(r[1]) + max(max(r) - 1, 0) + max(-min(r), 0)");
  }

  @Test
  void normsRemoveLevelAndScale() {
    String u = "u = reshape(x[0..48], 4, 3, 4)\n";
    vanishes(u + "z = u |> group_norm(2)", "mean(z[0..2]) + mean(z[2..4])");
    vanishes(u + "z = u |> instance_norm", "abs(mean(z[0])) + abs(mean(z[3]))");
    vanishes(u + "z = u |> instance_norm(0)", "var(z[1]) - 1");
    vanishes(u + "z = u |> layer_norm2(0)", "var(z[2]) - 1");
    vanishes(u, "l2_norm(l2_normalize(u)[1, 2]) - 1");
  }
}
