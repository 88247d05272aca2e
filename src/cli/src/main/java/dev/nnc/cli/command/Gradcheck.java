package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares derived gradients with differences of the loss. */
@Command(
    name = "gradcheck",
    description =
        "Compares the gradient of the loss by each parameter with central differences along random "
            + "directions, in double. Exit code 5 where they differ.")
@SuppressWarnings("UnusedVariable")
final class Gradcheck implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ModelFile model;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many random examples the loss is taken over (default 4).")
  private int batch = 4;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the random examples and directions.")
  private long seed = 1;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description = "The relative difference that still passes (default 1e-6).")
  private double tolerance = 1e-6;

  Gradcheck(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    throw new UnsupportedOperationException();
  }
}
