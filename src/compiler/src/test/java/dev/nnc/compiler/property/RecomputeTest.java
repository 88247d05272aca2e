package dev.nnc.compiler.property;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.Simplified;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.AnyChoice;
import dev.nnc.compiler.plan.MemoryLimit;
import dev.nnc.compiler.plan.PlanOptions;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random training steps give the bits of the interpreter whatever they compute again. {@code
 * -Dnnc.programs=5000} runs more of them and {@code -Dnnc.seed=7} others.
 */
class RecomputeTest {
  private static final int PROGRAMS = Integer.getInteger("nnc.programs", 120);
  private static final long FIRST = Long.getLong("nnc.seed", 0);

  @Test
  void randomProgramsKeepTheirBits() {
    int steps = 0;
    for (long seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
      String text = ProgramText.of(Choices.seeded(seed));
      try {
        steps += check(text, seed);
      } catch (CompileException e) {
        assertTrue(e.diagnostics().size() > 0, "refused without a word");
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e + "\n" + text, e);
      }
    }
    assertTrue(steps > PROGRAMS / 2, "only " + steps + " training steps");
  }

  private static int check(String text, long seed) {
    Elaborated model =
        Compiler.elaborate(
            new Source("random.nn", text), Options.standard(), (f, p) -> Optional.empty());
    Workbench bench = new Workbench(model.info());
    int steps = 0;
    for (Pipeline.Result result : Simplified.of(model, Pipeline.standard()).results().values()) {
      Program ready = result.program();
      if (AnyChoice.trains(ready)) {
        steps++;
        Random random = new Random(seed);
        for (Precision precision : Precision.values()) {
          agrees(bench, ready, precision, Target.SCALAR, random);
          if (precision == Precision.FLOAT && Workbench.LANES) {
            agrees(bench, ready, precision, Target.VECTOR, random);
          }
        }
      }
    }
    return steps;
  }

  private static void agrees(
      Workbench bench, Program program, Precision precision, Target target, Random random) {
    Routine any = Workbench.generated(AnyChoice.plan(program, precision, target, random));
    MemoryLimit limit = MemoryLimit.LEAST.forBatch(1 + random.nextInt(8));
    Routine least =
        Workbench.generated(
            Planner.plan(program, PlanOptions.of(precision, target).with(true).with(limit)));
    for (int threads = 1; threads <= 3; threads++) {
      int batch = 1 + random.nextInt(8);
      long seed = random.nextInt(1000);
      bench.engines(program, any, batch, seed, threads);
      bench.engines(program, least, batch, seed, threads);
    }
  }
}
