package dev.nnc.compiler;

import dev.nnc.compiler.elaborate.ElaboratedModel;
import dev.nnc.compiler.elaborate.Training;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.ModelInfo;
import java.util.List;

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
   * A program by its name.
   *
   * @param name as {@link dev.nnc.runtime.Model} lists them
   * @return the program, or null where the model has none of that name
   */
  public Program program(String name) {
    return programs.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
  }
}
