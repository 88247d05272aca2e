package dev.nnc.compiler;

import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.emit.ModelClass;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From the text of a .nn file to the bytes of its classes. */
public final class Compiler {
  /** Programs that run once an epoch at most, over a few numbers: always in double. */
  private static final Set<String> BOOKKEEPING = Set.of("metrics");

  private Compiler() {}

  /**
   * Understands a file without compiling it.
   *
   * @param source the file
   * @param options what is chosen
   * @param importer finds the files that it imports
   * @return the model
   * @throws CompileException if the file has errors; carries all of them
   */
  public static Elaborated elaborate(
      Source source, Options options, Definitions.Importer importer) {
    return new FrontEnd(source, options, importer).elaborate();
  }

  /**
   * What is wrong with a file.
   *
   * @param source the file
   * @param options what is chosen
   * @param importer finds the files that it imports
   * @return errors and warnings, in the order of the file; empty where there are none
   */
  public static List<Diagnostic> check(
      Source source, Options options, Definitions.Importer importer) {
    try {
      return elaborate(source, options, importer).warnings();
    } catch (CompileException e) {
      return e.diagnostics();
    }
  }

  /**
   * Compiles a file.
   *
   * @param source the file
   * @param options what is chosen
   * @param importer finds the files that it imports
   * @return the classes and what they are
   * @throws CompileException if the file has errors; carries all of them
   */
  public static CompiledModel compile(
      Source source, Options options, Definitions.Importer importer) {
    return compile(elaborate(source, options, importer), options);
  }

  /**
   * Compiles a model.
   *
   * @param elaborated the model
   * @param options the options with which it was elaborated
   * @return the classes and what they are
   */
  public static CompiledModel compile(Elaborated elaborated, Options options) {
    return compile(
        elaborated, options, options.simplify() ? Pipeline.standard() : new Pipeline(List.of()));
  }

  /**
   * Compiles a model by passes of one's own.
   *
   * @param elaborated the model
   * @param options the options with which it was elaborated
   * @param pipeline what becomes of each program before it is planned
   * @return the classes and what they are
   */
  public static CompiledModel compile(Elaborated elaborated, Options options, Pipeline pipeline) {
    ClassFiles files = new ClassFiles(elaborated, options);
    try {
      return compile(elaborated, options, pipeline, files);
    } finally {
      files.close();
    }
  }

  private static CompiledModel compile(
      Elaborated elaborated, Options options, Pipeline pipeline, ClassFiles files) {
    String className = elaborated.info().className();
    Map<String, Pipeline.Result> passes = new LinkedHashMap<>();
    Map<String, Plan> plans = new LinkedHashMap<>();
    Map<String, Plan> overLanes = new LinkedHashMap<>();
    Map<String, String> routines = new LinkedHashMap<>();
    Planning planning = new Planning(elaborated, options, pipeline);
    for (Pipeline.Result result : Simplified.of(elaborated, pipeline).results().values()) {
      Program program = result.program();
      Precision precision =
          BOOKKEEPING.contains(program.name()) ? Precision.DOUBLE : options.precision();
      Plan plan = planning.plan(program, precision, Target.SCALAR);
      String routine = Routine.className(className, program.name());
      files.add(plan, Engine.SCALAR);
      if (precision == Precision.FLOAT) {
        Plan lanes = planning.plan(program, precision, Target.VECTOR);
        if (lanes.overLanes()) {
          files.add(lanes, Engine.VECTOR);
          overLanes.put(program.name(), lanes);
        }
      }
      passes.put(program.name(), result);
      plans.put(program.name(), plan);
      routines.put(program.name(), routine);
    }
    Map<String, byte[]> classes = files.all();
    classes.putAll(ModelClass.emit(elaborated.info(), routines, files.source()));
    return new CompiledModel(elaborated, classes, passes, plans, overLanes);
  }
}
