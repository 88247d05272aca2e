package dev.nnc.golden;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Recurrent layers: the library's steps in a scan, gates that are given apart put side by side. */
final class RecurrentRule {
  /** How the library's steps are run from given states; a state and what it carries behind it. */
  private static final String RUNS =
      """
      fn gates(s[g, n, H]) {
        w[i, k, j] = s[k, i, j]
        return w
      }
      fn lstm_run(x[T, n], h0, c0, W[n, 4, H], U[H, 4, H], b[4, H]) {
        scan t in 0..T with h[H] = h0, c[H] = c0 {
          step = lstm_step(x[t], h, c, W, U, b)
          h' = step[0]
          c' = step[1]
          yield concat(h', c')
        }
      }
      fn gru_run(x[T, n], h0, W[n, 3, H], U[H, 3, H], b[3, H], d[H]) {
        scan t in 0..T with h[H] = h0 {
          h' = gru_step(x[t], h, W, U, b, d)
          yield h'
        }
      }
      fn gru_reset_first_run(x[T, n], h0, W[n, 3, H], U[H, 3, H], b[3, H]) {
        scan t in 0..T with h[H] = h0 {
          h' = gru_reset_first_step(x[t], h, W, U, b)
          yield h'
        }
      }
      fn rnn_run(x[T, n], h0, W[n, H], U[H, H], b[H], f) {
        scan t in 0..T with h[H] = h0 {
          h' = rnn_step(x[t], h, W, U, b, f)
          yield h'
        }
      }""";

  private final GoldenCase golden;
  private final Map<String, Tensor> given;
  private final boolean last;
  private final int end;

  private RecurrentRule(GoldenCase golden) {
    this.golden = golden;
    given = golden.given();
    last = golden.name().contains("last");
    end = golden.input("x").dim(1) - 1;
  }

  static Translation translate(GoldenCase golden) {
    String key = golden.key(List.of("rnn", "lstm", "gru", "bilstm", "bigru", "birnn"));
    if (key == null) {
      return null;
    }
    CaseText text = new CaseText(golden, true).define(RUNS);
    return text.with(new RecurrentRule(golden).formula(key));
  }

  private String formula(String key) {
    if (key.startsWith("bi")) {
      String forward = run("f_", "x");
      String back = run("b_", "backwards(x)");
      return last
          ? "concat(" + forward + "[" + end + "], " + back + "[" + end + "])"
          : "concat(" + forward + ", backwards(" + back + "), axis: 1)";
    }
    if (golden.tensors("outputs").size() == 2) {
      return cells("", "x") + "[" + end + "]";
    }
    String sequence = key.equals("lstm") && hasLayers() ? run("b_", run("a_", "x")) : run("", "x");
    return last ? sequence + "[" + end + "]" : sequence;
  }

  private boolean hasLayers() {
    return given.containsKey("a_Ui");
  }

  /** The states of a run over a sequence. */
  private String run(String prefix, String x) {
    if (given.containsKey(prefix + "Ui")) {
      return cells(prefix, x) + "[.., 0.." + given.get(prefix + "Ui").dim(0) + "]";
    }
    if (given.containsKey(prefix + "Ur")) {
      boolean first = golden.description().contains("before the product");
      String rest = first ? ")" : ", " + prefix + "cn)";
      return (first ? "gru_reset_first_run(" : "gru_run(")
          + String.join(", ", x, state("h0"), side(prefix, "rzn"))
          + rest;
    }
    String f = golden.description().contains("act=relu") ? "relu" : "tanh";
    return "rnn_run("
        + String.join(", ", x, state("h0"), prefix + "W", prefix + "U", prefix + "b", f)
        + ")";
  }

  private String cells(String prefix, String x) {
    String states = String.join(", ", x, state("h0"), state("c0"));
    return "lstm_run(" + states + ", " + side(prefix, "ifgo") + ")";
  }

  private String state(String name) {
    return given.containsKey(name) ? name : "0";
  }

  /** The matrices and vectors of some gates. */
  private static String side(String prefix, String gates) {
    String inputs = stack(prefix + "W", gates);
    String states = stack(prefix + "U", gates);
    return "gates(" + inputs + "), gates(" + states + "), " + stack(prefix + "b", gates);
  }

  private static String stack(String name, String gates) {
    return Stream.of(gates.split("")).map(g -> name + g).collect(joining(", ", "stack(", ")"));
  }
}
