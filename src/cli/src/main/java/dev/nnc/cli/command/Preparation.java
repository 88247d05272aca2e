package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Elaborated;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Vocabulary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a training run starts from. Where {@code --set V=auto} leaves a hyperparameter to the data,
 * these are read before the model is compiled.
 *
 * @param compiled the model
 * @param settings of the run
 * @param examples of the run
 */
record Preparation(CompiledModel compiled, Settings settings, TrainingData examples) {
  /** More tokens than any text has. */
  private static final int ENDLESS = 1 << 30;

  /** Compiles a model and reads its data. */
  static Preparation of(
      ModelFile model, TrainOptions options, List<String> data, Terminal terminal) {
    Set<String> automatic = model.takeAutomatic();
    TrainingData examples = null;
    if (!automatic.isEmpty()) {
      Elaborated draft = model.elaborate(options.settings());
      Map<String, Integer> endless = new HashMap<>();
      for (ModelInfo.Field field : draft.info().fields()) {
        if (automatic.contains(draft.classParameter(field.name()))) {
          endless.put(field.name(), ENDLESS);
        }
      }
      Settings settings = redirected(draft.info(), options, data);
      examples = TrainingData.open(draft.info().withClasses(endless), settings, model.folder());
      decide(automatic, draft, examples.vocabularies(), model);
    }
    CompiledModel compiled = model.compileTrainable(terminal, options.settings(), model.precision);
    Settings settings = redirected(compiled.info(), options, data);
    if (examples == null) {
      examples = TrainingData.open(compiled.info(), settings, model.folder());
    }
    return new Preparation(compiled, settings, examples);
  }

  private static Settings redirected(ModelInfo info, TrainOptions options, List<String> data) {
    return TrainingData.redirected(info.settings(), data, options.test);
  }

  /** Gives each hyperparameter the size of the largest vocabulary that it stands for. */
  private static void decide(
      Set<String> automatic,
      Elaborated draft,
      Map<String, Vocabulary> vocabularies,
      ModelFile model) {
    for (String name : automatic) {
      int size =
          vocabularies.entrySet().stream()
              .filter(entry -> name.equals(draft.classParameter(entry.getKey())))
              .mapToInt(entry -> entry.getValue().size())
              .max()
              .orElseThrow(
                  () ->
                      new Failure(
                          Exit.USAGE,
                          "--set " + name + "=auto: no text decides " + name,
                          "give it a number, or declare what is read as text as int<"
                              + name
                              + ">"));
      model.set.put(name, String.valueOf(size));
    }
  }
}
