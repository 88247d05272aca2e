package dev.nnc.golden;

import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.elaborate.ElaboratedModel;
import dev.nnc.compiler.elaborate.ModelElaborator;
import dev.nnc.compiler.elaborate.Parameter;
import dev.nnc.compiler.elaborate.Programs;
import dev.nnc.compiler.elaborate.TrainElaborator;
import dev.nnc.compiler.elaborate.Training;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.SourceFile;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
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
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = Parser.parse(new Source("case.nn", text), diagnostics);
    check(diagnostics);
    Definitions definitions = new Definitions(file, (from, path) -> Optional.empty(), diagnostics);
    Definition.Model model = definitions.models().get(0);
    ElaboratedModel elaborated =
        new ModelElaborator(definitions, model, Map.of(), diagnostics).elaborate();
    check(diagnostics);
    int count = 0;
    for (Parameter parameter : elaborated.parameters()) {
      count = parameter.offset() + (int) parameter.leaf().shape().elements();
    }
    Map<String, Expr> settings = new LinkedHashMap<>();
    Definition.Train train = definitions.train(model.name());
    if (train != null) {
      train.settings().forEach(setting -> settings.put(setting.name(), setting.value()));
    }
    Training training =
        new TrainElaborator(definitions, count, List.of(), diagnostics).elaborate(settings);
    check(diagnostics);
    Programs programs = Programs.of(elaborated, training, diagnostics, model.nameSpan());
    check(diagnostics);
    List<Engine> engines = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      ModelInfo info = programs.info(elaborated, training, "Case", precision);
      engines.add(
          new Engine("interpreted " + precision, new Interpreted(info, programs.all(), precision)));
    }
    return engines;
  }

  private static void check(Diagnostics diagnostics) {
    if (diagnostics.hasErrors()) {
      throw new CompileException(diagnostics.all());
    }
  }

  /** A model whose routines are interpreted. */
  private static final class Interpreted extends Model {
    private final ModelInfo info;
    private final Map<String, Routine> routines = new LinkedHashMap<>();

    Interpreted(ModelInfo info, List<Program> programs, Precision precision) {
      this.info = info;
      programs.forEach(p -> routines.put(p.name(), new InterpretedRoutine(p, precision)));
    }

    @Override
    public ModelInfo info() {
      return info;
    }

    @Override
    public Routine routine(String name) {
      Routine routine = routines.get(name);
      if (routine == null) {
        throw new IllegalArgumentException("no routine " + name);
      }
      return routine;
    }
  }
}
