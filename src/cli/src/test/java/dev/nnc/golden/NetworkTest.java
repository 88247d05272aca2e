package dev.nnc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Values;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small networks of library layers train. */
class NetworkTest {
  private static final String CONVOLUTIONAL =
      """
      model M {
        input x[1, 8, 8]
        target label: int<3>
        logits = x |> conv2d(4, 3, padding: 1) |> batch_statistics_norm |> relu |> max_pool2d(2)
                   |> conv2d(8, 3, padding: 1) |> squeeze_excite |> relu
                   |> upsample2d |> avg_pool2d(4) |> flatten |> dense(3)
        output p = softmax(logits)
        loss cross_entropy(logits, label)
      }
      """;

  private static final String TRANSFORMER =
      """
      model M {
        input x[6]: int<9>
        target label: int<3>
        h = x |> embedding(9, 8) |> learned_positions
              |> repeat 2 { transformer_block(2, causal: true) } |> layer_norm
        logits = h[5] |> dense(3)
        output p = softmax(logits)
        loss cross_entropy(logits, label)
      }
      """;

  @Test
  void networksLearn() {
    learns(CONVOLUTIONAL, 3);
    learns(TRANSFORMER, 9);
  }

  /** 40 steps on 12 random examples halve the loss. */
  private static void learns(String source, int values) {
    Model model = compiled(source, Precision.FLOAT).load();
    Frame train = started(model.routine("train"), model, values);
    double first = Double.NaN;
    for (int step = 0; step < 40; step++) {
      train.run();
      first = step == 0 ? train.values("loss").get(0) : first;
      Values parameters = train.values("parameters");
      for (int i = 0; i < parameters.length(); i++) {
        parameters.set(i, parameters.get(i) - 0.2 * train.values("gradients").get(i));
      }
    }
    double last = train.values("loss").get(0);
    assertTrue(last < first / 2, "from " + first + " to " + last);
  }

  @Test
  void generatedCodeHasTheBitsOfTheInterpreter() {
    for (String source : new String[] {CONVOLUTIONAL, TRANSFORMER}) {
      for (Precision precision : Precision.values()) {
        CompiledModel compiled = compiled(source, precision);
        Model model = compiled.load();
        Routine interpreted =
            new InterpretedRoutine(compiled.passes().get("train").program(), precision);
        Values expected = gradients(interpreted, model);
        Values actual = gradients(model.routine("train"), model);
        for (int i = 0; i < expected.length(); i++) {
          assertEquals(expected.get(i), actual.get(i), precision + ", gradient " + i);
        }
      }
    }
  }

  private static Values gradients(Routine routine, Model model) {
    Frame train = started(routine, model, 3);
    train.run();
    return train.values("gradients");
  }

  private static CompiledModel compiled(String source, Precision precision) {
    return Compiler.compile(
        new Source("network.nn", source),
        Options.standard().with(precision),
        (from, path) -> Optional.empty());
  }

  /** A frame of the routine with initial parameters and random examples. */
  private static Frame started(Routine routine, Model model, int values) {
    Frame initialize = new Frame(model.routine("initialize"), 1);
    initialize.seed = 5;
    initialize.run();
    Frame train = new Frame(routine, 12);
    train.bind("parameters", initialize.values("parameters"));
    Random random = new Random(1);
    fill(train.values("input:x"), random, values);
    fill(train.values("target:label"), random, 3);
    return train;
  }

  private static void fill(Values values, Random random, int limit) {
    for (int i = 0; i < values.length(); i++) {
      values.set(i, random.nextInt(limit));
    }
  }
}
