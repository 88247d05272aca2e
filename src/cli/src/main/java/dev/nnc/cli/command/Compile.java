package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compiles without training: the jar's weights are the initial ones. */
@Command(
    name = "compile",
    description =
        "Compiles a model into a jar without training it; its weights are the initial ones.")
@SuppressWarnings("UnusedVariable")
final class Compile implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ModelFile model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.jar",
      description = "The jar; unless given, the name of the .nn file with .jar.")
  private Path output;

  @Option(names = "--no-runtime", description = "Leave out what the jar needs to run alone.")
  private boolean noRuntime;

  Compile(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    throw new UnsupportedOperationException();
  }
}
