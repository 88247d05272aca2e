package dev.nnc.cli.command;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.data.WeightFile;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Trainer;
import java.nio.file.Path;

/**
 * All that a training run is made of, as the .nn file and the command line say it.
 *
 * @param compiled the model
 * @param instance the same, loaded
 * @param settings of the run
 * @param examples what it learns from and is judged by
 * @param init a file of weights to start from, or null
 */
record TrainingRun(
    CompiledModel compiled, Model instance, Settings settings, TrainingData examples, Path init) {

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
    return new TrainingRun(compiled, instance, settings, examples, options.init);
  }

  /** The loop over the examples, ready to be told more and built. */
  Trainer.Builder trainer() {
    return Trainer.builder(instance, examples.training())
        .settings(settings)
        .validation(examples.validation())
        .test(examples.test())
        .parameters(init == null ? null : WeightFile.read(init, instance.info()))
        .states(init == null ? null : WeightFile.readStates(init, instance.info()));
  }
}
