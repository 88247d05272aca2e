package dev.nnc.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Slot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a routine takes, counted by hand. */
class MemoryTest {
  @Test
  void networkOfTwoLayers() {
    CompiledModel model =
        Compiler.compile(
            new Source(
                "memory.nn",
                """
                model M {
                  input  x[10]
                  target t
                  y = x |> dense(20) |> tanh |> dense(1) |> scalar
                  output y
                  loss   mse(y, t)
                }
                """),
            Options.standard(),
            (from, path) -> Optional.empty());
    Memory predict = Memory.of(model.plans().get("predict"), 3);
    assertEquals(4 * (10 * 20 + 20 + 20 + 1), predict.parameters());
    assertEquals(4 * 3 * 10, predict.examples());
    assertEquals(4 * 3, predict.results());
    assertEquals(4 * 3 * 20, predict.peak(), "the hidden layer");
    Memory train = Memory.of(model.plans().get("train"), 3);
    assertEquals(4 * 3 * 11, train.examples());
    assertEquals(4 * (241 + 1), train.results(), "gradients and loss");
    assertTrue(train.peak() >= 4 * 3 * 20 && train.peak() <= train.values(), train::toString);
    assertEquals(
        train.parameters() + train.examples() + train.results() + train.values() + train.panels(),
        train.frame());
  }

  @Test
  void peakIsWhereMostValuesAreAlive() {
    Kernel kernel = new Kernel(List.of(), List.of(), List.of());
    Launch launch = new Launch("nothing", kernel, List.of(), List.of());
    Plan plan =
        new Plan(
            "test",
            Target.SCALAR,
            Precision.DOUBLE,
            0,
            List.of(
                new Slot("parameters", false, 0, 7),
                new Slot("scratch0", true, 10, 0),
                new Slot("scratch1", true, 0, 30),
                new Slot("panel0", true, 0, 512)),
            List.of(),
            List.of(launch, launch, launch, launch),
            List.of(),
            List.of(),
            List.of(
                new Plan.Held("p", 0, 0, false, 7, -1, 3),
                new Plan.Held("a", 1, 0, true, 10, 0, 1),
                new Plan.Held("b", 1, 0, true, 6, 2, 3),
                new Plan.Held("c", 2, 0, false, 30, 1, 2)));
    Memory memory = Memory.of(plan, 5);
    assertEquals(new Memory(56, 0, 0, 8 * (50 + 30), 8 * 512, 8 * (50 + 30), 1), memory);
    // With one example, what counts for each of them is small.
    assertEquals(8 * (10 + 30), Memory.of(plan, 1).peak());
    assertEquals(56 + 640 + 4096, memory.frame());
    assertTrue(memory.lines(plan).get(6).contains("640 bytes, at step 1: nothing"));
  }
}
