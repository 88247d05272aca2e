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
import dev.nnc.runtime.Watch;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routines that tell of their launches: they compute the same, and name each launch. */
class WatchTest {
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
  void everyLaunchIsToldAndTheBitsAreTheSame(Engine engine, int threads)
      throws ReflectiveOperationException {
    assumeTrue(engine == Engine.SCALAR || Check.LANES, "no module of vectors");
    CompiledModel model = compile(Options.standard().withWatches());
    Plan plan = (engine == Engine.SCALAR ? model.plans() : model.lanes()).get("train");
    assertFalse(plan.loops().isEmpty(), "steps of the recurrence");
    assertFalse(plan.repeats().isEmpty(), "equal blocks");
    assertTrue(plan.work() > 0, "split between threads");
    ClassLoader loader = model.load().getClass().getClassLoader();
    String name = model.info().className();
    Frame plain = frame(loader, Routine.className(name, "train", engine));
    Frame watched = frame(loader, Routine.watchedName(name, "train", engine));
    int[] told = new int[plan.launches().size()];
    int[] runs = new int[1];
    watched.watch(
        new Watch() {
          @Override
          public void begun() {
            runs[0]++;
          }

          @Override
          public void launched(int launch, String kernels) {
            assertTrue(kernels.startsWith(plain.routine().getClass().getName()), kernels);
            told[launch]++;
          }
        });
    for (int run = 0; run < RUNS; run++) {
      watched.run(threads);
    }
    plain.run(threads);
    for (Slot slot : plan.slots()) {
      if (!slot.scratch()) {
        int index = plain.routine().slot(slot.name());
        assertArrayEquals(plain.floats[index], watched.floats[index], slot.name());
      }
    }
    assertEquals(RUNS, runs[0]);
    for (int launch = 0; launch < told.length; launch++) {
      int each = times(plan, launch);
      assertEquals(RUNS * each, told[launch], plan.launches().get(launch).label());
    }
  }

  /** How often a launch runs in a run. */
  private static int times(Plan plan, int launch) {
    return plan.loops().stream()
        .filter(loop -> loop.from() <= launch && launch < loop.to())
        .mapToInt(Plan.Loop::steps)
        .findAny()
        .orElse(1);
  }

  @ParameterizedTest
  @CsvSource({"predict", "train", "update"})
  void plainLoopsTellOnlyIfAsked(String routine) {
    String name = Routine.watchedName("clock.M", routine, Engine.SCALAR);
    assertFalse(compile(Options.standard()).classes().containsKey(name));
    assertTrue(compile(Options.standard().withWatches()).classes().containsKey(name));
  }
}
