package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Report;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Diagnostic;
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
    Options options = Options.standard().with(set);
    Exit exit = Exit.OK;
    for (Path file : files) {
      List<Diagnostic> found = Compiler.check(SourceText.read(file), options, SourceText::imported);
      new Report(terminal).diagnostics(found);
      long errors = found.stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).count();
      long warnings = found.size() - errors;
      terminal
          .out()
          .println(file + ": " + count(errors, "error") + ", " + count(warnings, "warning"));
      exit = errors > 0 ? Exit.SOURCE : exit;
    }
    return exit.code();
  }

  private static String count(long number, String what) {
    return (number == 0 ? "no" : String.valueOf(number)) + " " + what + (number == 1 ? "" : "s");
  }
}
