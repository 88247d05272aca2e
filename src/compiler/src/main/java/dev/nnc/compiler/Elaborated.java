package dev.nnc.compiler;

import dev.nnc.compiler.elaborate.ElaboratedModel;
import dev.nnc.compiler.elaborate.Training;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.Statement;
import dev.nnc.runtime.ModelInfo;
import java.util.List;
import java.util.Objects;

/**
 * A model whose text has been understood: nothing is left that its author could have got wrong.
 *
 * @param source the file
 * @param model the model as a DAG
 * @param training how it is trained
 * @param programs its programs, not simplified
 * @param info its description
 * @param warnings what compiles, but probably does not say what was meant
 */
public record Elaborated(
    Source source,
    ElaboratedModel model,
    Training training,
    List<Program> programs,
    ModelInfo info,
    List<Diagnostic> warnings) {

  /** The same with another description. */
  public Elaborated with(ModelInfo other) {
    return new Elaborated(source, model, training, programs, other, warnings);
  }

  /**
   * The hyperparameter that says how many classes a field has: V where it is declared as {@code
   * int<V>}.
   *
   * @param field the name of an input or target
   * @return the name, or null where no hyperparameter stands there
   */
  public String classParameter(String field) {
    String model = info.className().substring(info.className().lastIndexOf('.') + 1);
    return Parser.parse(source, new Diagnostics()).definitions().stream()
        .filter(d -> d instanceof Definition.Model m && m.name().equals(model))
        .map(d -> classParameter((Definition.Model) d, field))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String classParameter(Definition.Model model, String field) {
    List<String> known = model.hyperparameters().stream().map(Statement.Parameter::name).toList();
    for (Statement statement : model.body()) {
      if (statement instanceof Statement.Input input) {
        for (Statement.Declarator item : input.items()) {
          if (item.name().equals(field)
              && item.type() != null
              && item.type().arguments().size() == 1
              && item.type().arguments().get(0) instanceof Expr.Name size
              && known.contains(size.name())) {
            return size.name();
          }
        }
      }
    }
    return null;
  }

  /**
   * A program by its name.
   *
   * @param name as {@link dev.nnc.runtime.Model} lists them
   * @return the program, or null where the model has none of that name
   */
  public Program program(String name) {
    return programs.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
  }
}
