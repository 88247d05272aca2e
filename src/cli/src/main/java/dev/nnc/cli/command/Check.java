package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reports everything that is wrong with files. */
@Command(
    name = "check",
    description = "Reports every error and warning of .nn files, and writes nothing.")
@SuppressWarnings("UnusedVariable")
final class Check implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "1..*", paramLabel = "FILE.nn", description = "The files.")
  private List<Path> files;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Check with another value of a hyperparameter or setting. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  Check(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    throw new UnsupportedOperationException();
  }
}
