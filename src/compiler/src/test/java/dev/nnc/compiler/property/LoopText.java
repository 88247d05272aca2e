package dev.nnc.compiler.property;

import java.util.List;
import java.util.Random;

/** A random loop, written as a scan and written out step by step. */
final class LoopText {
  private static final List<String> ATOMS = List.of("z", "h", "c", "p", "0.5", "b");

  private final Random random;
  private final int steps;
  private final int width;
  private final boolean reversed;
  private final String nextH;
  private final String nextC;
  private final String yielded;

  LoopText(long seed) {
    random = new Random(seed);
    steps = 1 + random.nextInt(4);
    width = 1 + random.nextInt(3);
    reversed = random.nextBoolean();
    nextH = expression(3) + " + 0.3 * $h$";
    nextC = expression(2) + " + 0.2 * $c$ * $h$";
    yielded = expression(2);
  }

  /** A formula over vectors; $h$ and $c$ are what the step finds, $H$ and $C$ what it leaves. */
  private String expression(int depth) {
    if (depth == 0) {
      return "$" + ATOMS.get(random.nextInt(ATOMS.size())) + "$";
    }
    return switch (random.nextInt(8)) {
      case 0 -> "tanh(" + expression(depth - 1) + ")";
      case 1 -> "(" + expression(depth - 1) + " + " + expression(depth - 1) + ")";
      case 2 -> "0.5 * sin(" + expression(depth - 1) + ") * $b$";
      case 3 -> "(if $t$ > 1 then " + expression(depth - 1) + " else " + expression(0) + ")";
      case 4 -> "softmax(" + expression(depth - 1) + " + $b$)";
      case 5 -> "(sum(" + expression(depth - 1) + ") / 4 + $b$)";
      case 6 -> "(" + expression(0) + " * " + expression(0) + " + $z$)";
      default -> "reverse(" + expression(depth - 1) + " + $b$)";
    };
  }

  private static String at(String text, String h, String c, String z, String p, String t) {
    return text.replace("$h$", h)
        .replace("$c$", c)
        .replace("$z$", z)
        .replace("$p$", p)
        .replace("$t$", t)
        .replace("$b$", "b")
        .replace("$0.5$", "(0.5 * b)");
  }

  private String head() {
    return """
        model M {
          input x[%1$d, 2], s
          target y
          param W[2, %2$d] ~ normal(deviation: 1)
          param U[%2$d, %2$d] ~ normal(deviation: 1)
          param b[%2$d] ~ normal(deviation: 1)
        """
        .formatted(steps, width);
  }

  private static String tail(String ys, String h, String c) {
    return """
          ys = %s
          rest = sum(%s) + 2 * sum(%s)
          output ys
          output slope = grad(rest + sum(ys), wrt: s)
          output rest
          loss (sum(ys * ys) / 8 + rest - y)^2 + grad(rest, wrt: s)^2 / 16
        }
        """
        .formatted(ys, h, c);
  }

  private String products(String z, String p, String x, String h) {
    return "  %s[j] = (sum[i] %s[i] * W[i, j]) + (sum[k] %s[k] * U[k, j])\n".formatted(z, x, h)
        + "  %s[j] = sum[i] %s[i]^2 * W[i, j]\n".formatted(p, x);
  }

  /** As a loop. */
  String scanned() {
    String loop =
        "  seq = scan t in 0.."
            + steps
            + (reversed ? " reversed" : "")
            + " with h["
            + width
            + "] = s, c["
            + width
            + "] = 0.25 {\n"
            + "  v[i] = x[t, i]\n"
            + products("z", "p", "v", "h")
            + "  h' = "
            + at(nextH, "h", "c", "z", "p", "t")
            + "\n"
            + "  c' = "
            + at(nextC, "h'", "c", "z", "p", "t")
            + "\n"
            + "  yield "
            + at(yielded, "h'", "c'", "z", "p", "t")
            + " + 0 * b\n"
            + "  }\n";
    return head() + loop + tail("seq", "h", "c");
  }

  /** Step after step. */
  String written() {
    StringBuilder text = new StringBuilder(head());
    text.append("  h_0 = s + 0 * b\n  c_0 = 0.25 + 0 * b\n");
    StringBuilder ys = new StringBuilder();
    for (int n = 0; n < steps; n++) {
      int t = reversed ? steps - 1 - n : n;
      String h = "h_" + n;
      String c = "c_" + n;
      String z = "z_" + n;
      String p = "p_" + n;
      String nextH1 = "h_" + (n + 1);
      String nextC1 = "c_" + (n + 1);
      text.append("  v_" + n + "[i] = x[" + t + ", i]\n");
      text.append(products(z, p, "v_" + n, h));
      text.append("  " + nextH1 + " = " + at(nextH, h, c, z, p, "" + t) + "\n");
      text.append("  " + nextC1 + " = " + at(nextC, nextH1, c, z, p, "" + t) + "\n");
      text.append("  y_" + t + " = " + at(yielded, nextH1, nextC1, z, p, "" + t) + " + 0 * b\n");
    }
    for (int t = 0; t < steps; t++) {
      ys.append(t == 0 ? "stack(" : ", ").append("y_" + t);
    }
    return text + tail(ys + ")", "h_" + steps, "c_" + steps);
  }
}
