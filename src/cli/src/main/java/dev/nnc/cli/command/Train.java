package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Interrupt;
import dev.nnc.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a model and writes it as a jar. */
@Command(name = "train", description = "Trains a model on its data and writes it as a jar.")
@SuppressWarnings("UnusedVariable")
final class Train implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupt interrupt;

  @Mixin private ModelFile model;
  @Mixin private DataFiles data;
  @Mixin private TrainOptions options;

  Train(Terminal terminal, Interrupt interrupt) {
    this.terminal = terminal;
    this.interrupt = interrupt;
  }

  @Override
  public Integer call() {
    throw new UnsupportedOperationException();
  }
}
