package dev.nnc.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.source.Source;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal blocks of a network are launched by loops: the same bits, and no more code for more. */
class RepeatsTest {
  private static final String TRANSFORMER =
      """
      model Gpt(T = 8, V = 20, D = 16, layers = 2) {
        input  tokens[T]: int<V>
        target next[T]:   int<V>
        h = embedding(V, D)(tokens)
            |> repeat layers {
                 residual { layer_norm |> attention(2, causal: true) }
                 |> residual { layer_norm |> dense(4 * D) |> gelu |> dense(D) }
               }
            |> layer_norm
        logits = dense(V)(h)
        output probability = softmax(logits)
        loss   mean[t] cross_entropy(logits[t], next[t])
      }
      train Gpt { data = csv("none.csv") optimizer = adam(lr: 0.01) }
      """;

  private static final String RECURRENT =
      """
      model Memory(T = 16, V = 20) {
        input  tokens[T]: int<V>
        target next[T]:   int<V>
        logits = tokens |> embedding(V, 12) |> lstm(16) |> bigru(8) |> dense(V)
        output probability = softmax(logits)
        loss   mean[t] cross_entropy(logits[t], next[t])
      }
      train Memory { data = csv("none.csv") optimizer = adam(lr: 0.01) }
      """;

  private static CompiledModel compile(String text, Map<String, String> set) {
    return Compiler.compile(
        new Source("repeats.nn", text),
        Options.standard().with(set),
        (from, path) -> Optional.empty());
  }

  private static int bytes(CompiledModel model) {
    return model.classes().values().stream().mapToInt(b -> b.length).sum();
  }

  @Test
  void manyLayersHaveHardlyMoreCodeThanTwo() {
    CompiledModel few = compile(TRANSFORMER, Map.of("layers", "2"));
    CompiledModel many = compile(TRANSFORMER, Map.of("layers", "48"));
    assertTrue(
        many.plans().get("train").launches().size()
            > 10 * few.plans().get("train").launches().size());
    assertTrue(bytes(many) < 1.2 * bytes(few), () -> bytes(few) + " and " + bytes(many));
  }

  @Test
  void aLongSequenceHasNoMoreCodeThanAShortOne() {
    CompiledModel brief = compile(RECURRENT, Map.of("T", "16"));
    CompiledModel longer = compile(RECURRENT, Map.of("T", "4096"));
    assertEquals(
        brief.plans().get("train").launches().size(),
        longer.plans().get("train").launches().size());
    assertTrue(bytes(longer) < 1.1 * bytes(brief), () -> bytes(brief) + " and " + bytes(longer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"predict", "train", "evaluate", "initialize"})
  void aDeepTransformerKeepsItsBits(String routine) {
    CompiledModel model = compile(TRANSFORMER, Map.of("layers", "5", "T", "4", "D", "4"));
    assertFalse(model.plans().get(routine).repeats().isEmpty());
    Check.agrees(model.passes().get(routine).program());
  }

  @Test
  void numbersOutOfOrderAreListed() {
    StringBuilder text = new StringBuilder("model M {\n  input x[300]\n");
    text.append("  first = dense(300) |> dense(8)\n  a = dense(8)\n  b = dense(8)\n  y = first(x)");
    for (int i = 0; i < 40; i++) {
      text.append(" |> ").append("abbabaab".charAt(i * i % 23 % 8)).append(" |> tanh");
    }
    text.append("\n  output y\n  loss sum(y)\n}\n");
    CompiledModel model = compile(text.toString(), Map.of());
    Plan plan = model.plans().get("predict");
    assertEquals(1, plan.repeats().size(), plan::describe);
    assertTrue(plan.describe().contains("times the same kernels"), plan::describe);
    Check.agrees(model.passes().get("predict").program());
  }

  @Test
  void aStretchInsideALoopOverStepsStaysInIt() {
    String text =
        """
        model M {
          input x[3, 4]
          scan t with h[4] = 0 {
            h' = x[t] + h |> repeat 20 { dense(4) |> tanh }
          }
          output h
          loss sum(h)
        }
        """;
    CompiledModel model = compile(text, Map.of());
    assertTrue(model.plans().get("predict").repeats().isEmpty());
  }
}
