package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Measures a model on data. */
@Command(
    name = "eval",
    description = "Prints the loss and metrics of a model on data with targets.")
@SuppressWarnings("UnusedVariable")
final class Eval implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "FILE.jar", description = "A model made by nnc.")
  private Path jar;

  @Mixin private DataFiles data;

  Eval(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    throw new UnsupportedOperationException();
  }
}
