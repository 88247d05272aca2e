package dev.nnc.cli.command;

import dev.nnc.cli.jar.Version;
import dev.nnc.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/** Says which release this is. */
@Command(name = "version", description = "Tells the release of nnc and of Java.")
final class ShowVersion implements Runnable {
  private final Terminal terminal;

  ShowVersion(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    terminal
        .out()
        .printf(
            "nnc %s (Java %s, %s)%n",
            Version.NUMBER, System.getProperty("java.version"), System.getProperty("java.vm.name"));
  }
}
