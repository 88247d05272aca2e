package dev.nnc.cli.command;

import dev.nnc.cli.jar.ModelJar;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.runtime.Evaluation;
import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Scores;
import dev.nnc.runtime.Settings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures a model on data. */
@Command(
    name = "eval",
    description = "Prints the loss and metrics of a model on data with targets.")
final class Eval implements Callable<Integer> {
  private static final int AT_ONCE = 256;

  private final Terminal terminal;

  @Mixin private TrainedFile trained;

  @Mixin private DataFiles data;

  Eval(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (data.data.isEmpty()) {
      throw new Failure(Exit.USAGE, "no data given", "name it with --data FILE");
    }
    try (ModelJar opened = ModelJar.open(trained.jar)) {
      Model model = opened.model();
      if (!model.has("evaluate")) {
        throw new Failure(Exit.DATA, trained.jar + " has no loss to measure", "");
      }
      Settings settings = TrainingData.redirected(model.info().settings(), data.data, null);
      Examples examples = TrainingData.all(model, settings.data(), Path.of(""));
      Scores scores = new Evaluation(model, model.weights(), AT_ONCE).over(examples);
      terminal.out().println("examples " + scores.examples());
      terminal.out().println("loss " + scores.loss());
      new Measures(scores).lines().forEach(terminal.out()::println);
      return Exit.OK.code();
    }
  }
}
