package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Trainer;

/**
 * All that a training run is made of, as the .nn file and the command line say it.
 *
 * @param compiled the model
 * @param instance the same, loaded
 * @param settings of the run
 * @param examples what it learns from and is judged by
 * @param start what it starts from
 */
record TrainingRun(
    CompiledModel compiled, Model instance, Settings settings, TrainingData examples, Start start) {

  /**
   * Loads a model and reads its data.
   *
   * @param compiled the model
   * @param model the file that it is from
   * @param data files in place of those that it names
   * @param options how the run differs from what the file says
   * @return the run
   */
  static TrainingRun of(
      CompiledModel compiled, ModelFile model, DataFiles data, RunOptions options) {
    return of(compiled, model, data, options, null);
  }

  /** As the other, with data that were read before, or null. */
  static TrainingRun of(
      CompiledModel compiled,
      ModelFile model,
      DataFiles data,
      RunOptions options,
      TrainingData known) {
    Model instance = compiled.load();
    Settings settings =
        TrainingData.redirected(instance.info().settings(), data.data, options.test);
    TrainingData examples =
        known != null ? known : TrainingData.open(instance.info(), settings, model.folder());
    return new TrainingRun(compiled, instance, settings, examples, options.start);
  }

  /**
   * The loop over the examples, ready to be told more and built.
   *
   * @param terminal is told what weights were taken over
   */
  Trainer.Builder trainer(Terminal terminal) {
    return Trainer.builder(instance, examples.training())
        .settings(settings)
        .validation(examples.validation())
        .test(examples.test())
        .parameters(start.parameters(terminal, instance, settings.seed()))
        .states(start.states(instance));
  }
}
