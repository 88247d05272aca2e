package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.compiler.CompiledModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which steps on made-up examples are measured. */
final class StepOptions {
  private static final double LONGEST = 3600;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Examples a step; unless given, what the train block says.")
  int batch;

  @Option(names = "--predict", description = "Take predictions instead of training steps.")
  boolean predict;

  @Option(names = "--seed", paramLabel = "N", description = "Of weights and examples.")
  long seed = 1;

  /**
   * Checks numbers.
   *
   * @param spec the command
   * @param seconds how long it measures
   * @throws ParameterException if one makes no sense
   */
  void check(CommandSpec spec, double seconds) {
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--batch");
    String wrong =
        given && batch < 1
            ? "--batch is a number from 1, not " + batch
            : !(seconds > 0) || seconds > LONGEST
                ? "--seconds is more than 0 and at most 3600, not " + seconds
                : null;
    if (wrong != null) {
      throw new ParameterException(spec.commandLine(), wrong);
    }
  }

  /**
   * Checks that a model has such steps.
   *
   * @throws Failure if it has no loss and so learns nothing
   */
  void check(ModelFile model, CompiledModel compiled) {
    if (!predict && compiled.info().losses().isEmpty()) {
      throw new Failure(
          Exit.USAGE, model.file + ": the model has no loss and so no step", "add --predict");
    }
  }

  /** How many examples a step of a model takes. */
  int examples(CompiledModel compiled) {
    return ModelFile.batch(batch, compiled.info().settings());
  }

  /** What is measured, for people. */
  String one() {
    return "a " + measured();
  }

  /** What is measured, for programs. */
  String measured() {
    return predict ? "prediction" : "step";
  }
}
