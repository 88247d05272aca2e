package dev.nnc.golden;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways in which a case is run: interpreted and compiled, each in double and in float. */
final class Engines {
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
      engines.add(
          new Engine("interpreted " + precision, precision, elaborated.info(), routines::get));
      engines.add(
          new Engine(
              "compiled " + precision,
              precision,
              elaborated.info(),
              Compiler.compile(elaborated, options).load()::routine));
    }
    return engines;
  }
}
