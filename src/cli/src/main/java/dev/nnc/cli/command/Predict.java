package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Applies a model to data. */
@Command(name = "predict", description = "Prints a model's predictions for the rows of a CSV file.")
@SuppressWarnings("UnusedVariable")
final class Predict implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "FILE.jar", description = "A model made by nnc.")
  private Path jar;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE.csv",
      description = "The inputs, a column each; - reads standard input.")
  private String data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.csv",
      description = "Write the predictions there instead of printing them.")
  private Path output;

  Predict(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    throw new UnsupportedOperationException();
  }
}
