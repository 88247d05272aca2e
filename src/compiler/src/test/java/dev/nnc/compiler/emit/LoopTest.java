package dev.nnc.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.Kernel;
import dev.nnc.compiler.plan.Launch;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Values;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops over steps: what is done before them, what they store, and where threads meet. */
class LoopTest {
  private static final int BATCH = 7;
  private static final int STEPS = 6;
  private static final int WIDTH = 32;

  private static final String MEMORY =
      """
      model M(V = 5, T = 6, H = 32) {
        input  tokens[T]: int<V>
        target next[T]: int<V>
        embed = embedding(V, 8)
        memory = %s
        head  = dense(V)
        logits = tokens |> embed |> memory |> head
        output logits
        loss mean[t] cross_entropy(logits[t], next[t])
      }
      train M { optimizer = sgd(lr: 0.1) }
      """;

  private static Program train(String layer) {
    Source source = new Source("m.nn", MEMORY.formatted(layer));
    Elaborated model = Compiler.elaborate(source, Options.standard(), (f, n) -> Optional.empty());
    return Pipeline.standard().run(model.program("train")).program();
  }

  private static Plan plan(String layer, Target target) {
    return Planner.plan(train(layer), Precision.FLOAT, target, true);
  }

  /** Compares engines and threads with the interpreter, bit by bit. */
  private static void agrees(Program program) {
    Frame expected = frame(new InterpretedRoutine(program, Precision.FLOAT));
    expected.run();
    for (Target target : Check.LANES ? Target.values() : new Target[] {Target.SCALAR}) {
      Plan plan = Planner.plan(program, Precision.FLOAT, target, true);
      Routine routine =
          RoutineLoader.load(Emitter.emit(plan, "test.Generated", "m.nn"), "test.Generated");
      for (int threads = 1; threads <= 3; threads++) {
        Frame frame = frame(routine);
        frame.run(threads);
        for (Program.Output output : program.outputs()) {
          Values wanted = expected.values(output.slot());
          Values got = frame.values(output.slot());
          for (int i = 0; i < wanted.length(); i++) {
            String place = output.name() + "[" + i + "] " + target + " by " + threads + "\n";
            assertEquals(wanted.get(i), got.get(i), () -> place + plan.describe());
          }
        }
      }
    }
  }

  private static Frame frame(Routine routine) {
    Frame frame = new Frame(routine, BATCH);
    frame.batch = BATCH;
    for (Slot slot : routine.slots()) {
      Random random = new Random(slot.name().hashCode());
      Values values = frame.values(slot.name());
      boolean places = slot.name().endsWith("tokens") || slot.name().endsWith("next");
      for (int i = 0; !slot.scratch() && i < values.length(); i++) {
        values.set(i, places ? random.nextInt(5) : random.nextGaussian());
      }
    }
    return frame;
  }

  @Test
  void everyThreadAndEngineComputesTheSame() {
    for (String layer : new String[] {"rnn(H)", "lstm(H)", "gru(H)", "bilstm(H)"}) {
      agrees(train(layer));
    }
  }

  @Test
  void threadsRunThroughTheStepsOfTheirExamplesWithoutMeeting() {
    for (Target target : Target.values()) {
      Plan plan = plan("lstm(H)", target);
      assertEquals(2, plan.loops().size(), plan.describe());
      for (Plan.Loop loop : plan.loops()) {
        for (int launch = loop.from(); launch < loop.to(); launch++) {
          assertTrue(plan.launches().get(launch).kernel().split(), plan.describe());
          assertFalse(plan.meetings().contains(launch), plan.describe());
        }
      }
      assertFalse(plan.meetings().isEmpty(), plan.describe());
    }
  }

  @Test
  void threadsMeetWithinALoopWhoseStepsMixExamples() {
    String text =
        """
        model M(T = 6, H = 16) {
          input x[T, H]
          target y[H]
          param U[H, H] ~ normal
          scan t in 0..T with h[H] = 0 {
            z[j] = x[t, j] + sum[i] h[i] * U[i, j]
            h' = tanh(z - mean[batch] z)
          }
          output h
          loss mse(h, y)
        }
        train M { optimizer = sgd(lr: 0.1) }
        """;
    Source source = new Source("m.nn", text);
    Elaborated model = Compiler.elaborate(source, Options.standard(), (f, n) -> Optional.empty());
    Program program = Pipeline.standard().run(model.program("predict")).program();
    Plan plan = Planner.plan(program, Precision.FLOAT, Target.SCALAR, true);
    Plan.Loop loop = plan.loops().get(0);
    assertTrue(
        plan.meetings().stream().anyMatch(m -> m >= loop.from() && m < loop.to()), plan.describe());
    agrees(program);
  }

  @Test
  void aMatrixThatEveryStepReadsTransposedIsLaidOutBeforeTheLoop() {
    Plan plan = plan("lstm(H)", Target.VECTOR);
    int panel = plan.slots().size() - 1;
    for (Plan.Loop loop : plan.loops()) {
      for (Launch launch : plan.launches().subList(loop.from(), loop.to())) {
        Kernel kernel = launch.kernel();
        assertFalse(
            !kernel.calls().isEmpty() && launch.arrays().contains(new Launch.FrameArray(panel)),
            plan.describe());
      }
    }
  }

  @Test
  void whatOnlyItsOwnStepReadsHasRoomForOneStep() {
    Plan plan = plan("lstm(H)", Target.SCALAR);
    int passing = 0;
    for (Plan.Loop loop : plan.loops()) {
      for (Plan.Held held : plan.buffers()) {
        if (held.first() >= loop.from() && held.last() < loop.to()) {
          assertTrue(held.size() <= 4 * WIDTH, held + "\n" + plan.describe());
          passing++;
        }
      }
    }
    assertTrue(passing > 2, plan.describe());
  }

  @Test
  void aSigmoidIsMadeAgainFromTheTangentThatIsStored() {
    Plan plan = plan("lstm(H)", Target.SCALAR);
    long sequences =
        plan.buffers().stream()
            .filter(held -> held.batched() && held.size() == STEPS * WIDTH)
            .filter(held -> held.first() >= plan.loops().get(0).from())
            .filter(held -> held.first() < plan.loops().get(0).to())
            .count();
    // Four gates, the tangent of what is carried, and the output.
    assertEquals(6, sequences, plan.describe());
  }
}
