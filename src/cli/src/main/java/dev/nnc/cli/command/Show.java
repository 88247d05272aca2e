package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lays the derivation of a model open. */
@Command(
    name = "show",
    description =
        "Prints the derivation of a model: the formula of each value, each gradient as the chain "
            + "rule gives it and after simplification, and how many nodes sharing saved.")
@SuppressWarnings("UnusedVariable")
final class Show implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ModelFile model;

  @Option(names = "--dot", description = "Print the expression graph for Graphviz instead.")
  private boolean dot;

  @Option(names = "--plan", description = "Print the plan of the generated code instead.")
  private boolean plan;

  @Option(
      names = "--dump",
      split = ",",
      paramLabel = "PASS",
      description = "Print the program after these passes, or after all of them (all).")
  private List<String> dump = List.of();

  @Option(names = "--time", description = "Tell how long each pass took, on standard error.")
  private boolean time;

  Show(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    throw new UnsupportedOperationException();
  }
}
