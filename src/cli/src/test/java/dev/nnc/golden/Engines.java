package dev.nnc.golden;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.emit.Emitter;
import dev.nnc.compiler.emit.RoutineLoader;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ways in which a case is run: interpreted and compiled, each in double and in float; and in
 * float over lanes, by three threads, where the module of vectors is there.
 */
final class Engines {
  private static final boolean LANES =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  private static final int THREADS = 3;

  private Engines() {}

  /**
   * The only model of a text, in every way.
   *
   * @throws CompileException if the text has errors
   */
  static List<Engine> of(String text) {
    return of(text, Map.of());
  }

  /**
   * The only model of a text, in every way.
   *
   * @param set values of its hyperparameters
   * @throws CompileException if the text has errors
   */
  static List<Engine> of(String text, Map<String, String> set) {
    List<Engine> engines = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      Options options = Options.standard().with(precision).with(set);
      Elaborated elaborated =
          Compiler.elaborate(
              new Source("case.nn", text), options, (from, path) -> Optional.empty());
      Map<String, Routine> routines = new LinkedHashMap<>();
      elaborated
          .programs()
          .forEach(p -> routines.put(p.name(), new InterpretedRoutine(p, precision)));
      ModelInfo info = elaborated.info();
      CompiledModel compiled = Compiler.compile(elaborated, options);
      engines.add(new Engine("interpreted " + precision, precision, info, routines::get, 1));
      engines.add(
          new Engine("compiled " + precision, precision, info, compiled.load()::routine, 1));
      if (LANES && precision == Precision.FLOAT) {
        engines.add(
            new Engine("over lanes", precision, info, name -> overLanes(compiled, name), THREADS));
      }
    }
    return engines;
  }

  /** A routine over lanes, split between threads however little work it has. */
  private static Routine overLanes(CompiledModel compiled, String name) {
    Program program = compiled.passes().get(name).program();
    Plan plan = Planner.plan(program, Precision.FLOAT, Target.VECTOR, true);
    return RoutineLoader.load(Emitter.emit(plan, "golden.Lanes", "case.nn"), "golden.Lanes");
  }
}
