package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.compiler.Elaborated;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Vocabulary;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The hyperparameters that {@code --set V=auto} leaves to the data: V becomes the size of the
 * vocabulary of what is declared as {@code int<V>}. The data are read before the model is compiled.
 */
final class AutomaticSizes {
  /** More tokens than any text has. */
  private static final int ENDLESS = 1 << 30;

  private AutomaticSizes() {}

  /**
   * Decides them, where there are any.
   *
   * @param model gets their values
   * @param data files in place of those that the .nn file names
   * @param options how the run differs from what the file says
   * @return the data that decided, or null where nothing was left to them
   */
  static TrainingData decide(ModelFile model, DataFiles data, RunOptions options) {
    Set<String> automatic = model.takeAutomatic();
    if (automatic.isEmpty()) {
      return null;
    }
    Elaborated draft = model.elaborate(options.settings());
    Map<String, Integer> endless = new HashMap<>();
    for (ModelInfo.Field field : draft.info().fields()) {
      String size = draft.classParameter(field.name());
      if (size != null && automatic.contains(size)) {
        endless.put(field.name(), ENDLESS);
      }
    }
    Settings settings = TrainingData.redirected(draft.info().settings(), data.data, options.test);
    TrainingData examples =
        TrainingData.open(draft.info().withClasses(endless), settings, model.folder());
    for (String name : automatic) {
      model.set.put(name, String.valueOf(size(name, draft, examples.vocabularies())));
    }
    return examples;
  }

  /** The size of the largest vocabulary that a hyperparameter stands for. */
  private static int size(String name, Elaborated draft, Map<String, Vocabulary> vocabularies) {
    return vocabularies.entrySet().stream()
        .filter(entry -> name.equals(draft.classParameter(entry.getKey())))
        .mapToInt(entry -> entry.getValue().size())
        .max()
        .orElseThrow(
            () ->
                new Failure(
                    Exit.USAGE,
                    "--set " + name + "=auto: no text decides " + name,
                    "give it a number, or declare what is read as text as int<" + name + ">"));
  }
}
