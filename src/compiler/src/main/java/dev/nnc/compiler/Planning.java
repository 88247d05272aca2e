package dev.nnc.compiler;

import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.MemoryException;
import dev.nnc.compiler.plan.MemoryLimit;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.PlanOptions;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;

/** Plans the programs of a model as its options want it; what cannot be planned is an error. */
public final class Planning {
  /** For so many examples where training takes all at once. */
  private static final int GUESSED_BATCH = 64;

  private final Elaborated elaborated;
  private final Pipeline pipeline;
  private final Options options;
  private final MemoryLimit limit;

  /**
   * Plans for a model.
   *
   * @param elaborated the model
   * @param options the options with which it was elaborated
   * @param pipeline what becomes of each program before it is planned
   */
  public Planning(Elaborated elaborated, Options options, Pipeline pipeline) {
    this.elaborated = elaborated;
    this.options = options;
    this.pipeline = pipeline;
    int trained = elaborated.info().settings().batch();
    int asked = options.memory().batch();
    limit = options.memory().forBatch(asked > 0 ? asked : trained > 0 ? trained : GUESSED_BATCH);
  }

  /**
   * The plan of a program.
   *
   * @param program one of the model's, after the passes
   * @param precision the format of all numbers
   * @param target for what kind of code
   * @return how it is computed
   * @throws CompileException if it is too large, or takes more memory than it may
   */
  public Plan plan(Program program, Precision precision, Target target) {
    try {
      return Planner.plan(program, options(precision, target));
    } catch (ArithmeticException e) {
      throw error(
          Code.TOO_LARGE,
          "a value of the program `" + program.name() + "` has more than 2^31 numbers an example",
          "make the model smaller");
    } catch (MemoryException e) {
      String least = MemoryLimit.text(Math.max(e.least(), least()));
      throw error(
          Code.TOO_LITTLE_MEMORY,
          "a training step of "
              + limit.batch()
              + (limit.batch() == 1 ? " example" : " examples")
              + " takes at least "
              + least
              + " for values in between, but memory is "
              + MemoryLimit.text(limit.bytes()),
          "let it take " + least + ", or make the batch smaller");
    }
  }

  private PlanOptions options(Precision precision, Target target) {
    return PlanOptions.of(precision, target).with(limit).with(options.choices());
  }

  /** The least size to which all programs of the model keep, on every engine. */
  private long least() {
    List<Target> targets = new ArrayList<>(List.of(Target.SCALAR));
    if (options.precision() == Precision.FLOAT) {
      targets.add(Target.VECTOR);
    }
    long least = 0;
    for (Pipeline.Result result : Simplified.of(elaborated, pipeline).results().values()) {
      for (Target target : targets) {
        PlanOptions wanted = options(options.precision(), target);
        least = Math.max(least, Planner.least(result.program(), wanted));
      }
    }
    return least;
  }

  private CompileException error(Code code, String message, String fix) {
    Diagnostics found = new Diagnostics();
    found.error(code, new Span(elaborated.source(), 0, 0), message, fix);
    return new CompileException(found.all());
  }
}
