package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the script by which a shell completes the command's words. */
@Command(
    name = "completion",
    description = "Prints a script that lets bash and zsh complete nnc's words.",
    footer = {"", "Use it now:  source <(nnc completion)"})
final class Completion implements Runnable {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  Completion(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    terminal.out().print(AutoComplete.bash("nnc", spec.root().commandLine()));
  }
}
