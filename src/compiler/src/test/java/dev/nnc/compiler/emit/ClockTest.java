package dev.nnc.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Slot;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routines with a clock: they compute the same, and tell how long each launch takes. */
class ClockTest {
  private static final int RUNS = 20;

  private static final String MODEL =
      """
      model M(T = 6, V = 20, D = 16, layers = 12) {
        input  tokens[T]: int<V>
        target next[T]:   int<V>
        h = embedding(V, D)(tokens)
            |> lstm(D)
            |> repeat layers { residual { layer_norm |> dense(4 * D) |> gelu |> dense(D) } }
        logits = dense(V)(h)
        output probability = softmax(logits)
        loss   mean[t] cross_entropy(logits[t], next[t])
      }
      """;

  private static CompiledModel compile(Options options) {
    return Compiler.compile(
        new Source("clock.nn", MODEL), options, (from, path) -> Optional.empty());
  }

  private static Frame frame(ClassLoader loader, String name) throws ReflectiveOperationException {
    Routine routine = (Routine) loader.loadClass(name).getConstructor().newInstance();
    Frame frame = new Frame(routine, 40);
    Random random = new Random(1);
    for (Slot slot : routine.slots()) {
      for (int i = 0; i < frame.values(slot.name()).length(); i++) {
        frame.values(slot.name()).set(i, slot.scratch() ? 0 : random.nextInt(20) / 16.0);
      }
    }
    return frame;
  }

  @ParameterizedTest
  @CsvSource({"SCALAR, 1", "SCALAR, 3", "VECTOR, 1", "VECTOR, 2"})
  void everyLaunchIsTimedAndTheBitsAreTheSame(Engine engine, int threads)
      throws ReflectiveOperationException {
    assumeTrue(engine == Engine.SCALAR || Check.LANES, "no module of vectors");
    CompiledModel model = compile(Options.standard().withClocks());
    Plan plan = (engine == Engine.SCALAR ? model.plans() : model.lanes()).get("train");
    assertFalse(plan.loops().isEmpty(), "steps of the recurrence");
    assertFalse(plan.repeats().isEmpty(), "equal blocks");
    assertTrue(plan.work() > 0, "split between threads");
    ClassLoader loader = model.load().getClass().getClassLoader();
    String name = model.info().className();
    Frame plain = frame(loader, Routine.className(name, "train", engine));
    Frame timed = frame(loader, ClockEmitter.className(name, "train", engine));
    for (int run = 0; run < RUNS; run++) {
      timed.run(threads);
    }
    plain.run(threads);
    for (Slot slot : plan.slots()) {
      if (!slot.scratch()) {
        int index = plain.routine().slot(slot.name());
        assertArrayEquals(plain.floats[index], timed.floats[index], slot.name());
      }
    }
    Class<?> type = timed.routine().getClass();
    long[] nanos = (long[]) type.getField(ClockEmitter.NANOS).get(null);
    assertEquals(plan.launches().size(), nanos.length);
    for (int i = 0; i < nanos.length; i++) {
      assertTrue(nanos[i] > 0, plan.launches().get(i).label());
    }
  }

  @ParameterizedTest
  @CsvSource({"predict", "train", "update"})
  void nobodyGetsAClockWhoDoesNotAsk(String routine) {
    String name = ClockEmitter.className("clock.M", routine, Engine.SCALAR);
    assertFalse(compile(Options.standard()).classes().containsKey(name));
    assertTrue(compile(Options.standard().withClocks()).classes().containsKey(name));
  }
}
