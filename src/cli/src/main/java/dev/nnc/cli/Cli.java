package dev.nnc.cli;

import dev.nnc.cli.command.Nnc;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Interrupt;
import dev.nnc.cli.terminal.Report;
import dev.nnc.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The command line tool as a function, from arguments to an exit code. */
public final class Cli {
  private Cli() {}

  /**
   * What surrounds a command.
   *
   * @param out gets results
   * @param err gets progress and messages
   * @param in what is piped in
   * @param terminal whether {@code err} is a terminal
   * @param columns how wide it is
   * @param noColor the variable NO_COLOR, or null
   * @param interrupt tells when to stop
   */
  public record Surroundings(
      PrintWriter out,
      PrintWriter err,
      InputStream in,
      boolean terminal,
      int columns,
      String noColor,
      Interrupt interrupt) {}

  /**
   * Runs a command as from a script: no terminal, no colours.
   *
   * @param args as typed
   * @param out gets results
   * @param err gets progress and messages
   * @param in what is piped in
   * @return the exit code, see {@link Exit}
   */
  public static int run(String[] args, PrintWriter out, PrintWriter err, InputStream in) {
    return run(args, new Surroundings(out, err, in, false, 80, null, new Interrupt()));
  }

  /**
   * Runs a command.
   *
   * @param args as typed
   * @param around where it runs
   * @return the exit code, see {@link Exit}
   */
  public static int run(String[] args, Surroundings around) {
    boolean colored = Terminal.colored(color(List.of(args)), around.terminal(), around.noColor());
    Terminal terminal =
        new Terminal(
            around.out(), around.err(), around.in(), colored, around.terminal(), around.columns());
    try {
      return commandLine(terminal, around.interrupt()).execute(args);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  /**
   * The model of all commands and options.
   *
   * @param terminal where commands read and write
   * @param interrupt tells them when to stop
   * @return the parser
   */
  static CommandLine commandLine(Terminal terminal, Interrupt interrupt) {
    Report report = new Report(terminal);
    Nnc nnc = new Nnc();
    CommandLine line = nnc.with(terminal, interrupt);
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colored() ? Ansi.ON : Ansi.OFF));
    line.setParameterExceptionHandler(
        (problem, args) -> {
          report.error(problem.getMessage(), "");
          CommandLine.UnmatchedArgumentException.printSuggestions(problem, terminal.err());
          String name = problem.getCommandLine().getCommandSpec().qualifiedName();
          terminal.err().println("'" + name + " --help' tells what it takes");
          return Exit.USAGE.code();
        });
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> report.tell(problem, nnc.stackTrace()).code());
    return line;
  }

  /** What --color says; needed before the arguments are parsed, to tell errors in them. */
  private static Terminal.Color color(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      String value =
          arg.startsWith("--color=")
              ? arg.substring("--color=".length())
              : arg.equals("--color") && i + 1 < args.size() ? args.get(i + 1) : "";
      for (Terminal.Color color : Terminal.Color.values()) {
        if (color.name().equals(value.toUpperCase(Locale.ROOT))) {
          return color;
        }
      }
    }
    return Terminal.Color.AUTO;
  }
}
