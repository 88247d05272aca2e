package dev.nnc.cli;

import dev.nnc.cli.terminal.Interrupt;
import dev.nnc.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The process around the command. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args as typed
   */
  public static void main(String[] args) {
    VectorModule.load();
    Interrupt interrupt = new Interrupt();
    Runtime.getRuntime().addShutdownHook(new Thread(interrupt::requestAndWait, "interrupt"));
    boolean terminal = Terminal.attached();
    int code =
        Cli.run(
            args,
            new Cli.Surroundings(
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.in,
                terminal,
                Terminal.columns(System.getenv("COLUMNS")),
                System.getenv("NO_COLOR"),
                interrupt));
    System.exit(code);
  }
}
