package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Interrupt;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Threads;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
    name = "nnc",
    description = "Compiles and trains neural networks written in .nn files.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n")
@SuppressWarnings({"UnusedVariable", "UnusedMethod"}) // picocli sets and calls them
public final class Nnc implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show what a command takes.")
  private boolean help;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      scope = ScopeType.INHERIT,
      description = "auto (default), always or never; auto honours NO_COLOR.")
  private Terminal.Color color = Terminal.Color.AUTO;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show Java's stack trace of an error, for bug reports.")
  private boolean stackTrace;

  @Option(
      names = "--threads",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      description = "Threads that share the work; unless given, one a processor. Same results.")
  private void threads(int count) {
    if (count < 1 || count > Threads.MOST) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--threads is a number from 1 to " + Threads.MOST + ", not " + count);
    }
    System.setProperty(Threads.PROPERTY, String.valueOf(count));
  }

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      scope = ScopeType.INHERIT,
      description =
          "scalar: plain loops; vector: vectors from the first step on; unless given, plain loops"
              + " until vector code is ready. Same results.")
  private void engine(Engine engine) {
    if (engine == Engine.VECTOR && !Engine.vectors()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--engine vector: this Java has no module jdk.incubator.vector; leave the option out");
    }
    System.setProperty(Engine.PROPERTY, engine.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The parser of this command and all below it.
   *
   * @param terminal where commands read and write
   * @param interrupt tells them when to stop
   * @return the parser
   */
  public CommandLine with(Terminal terminal, Interrupt interrupt) {
    CommandLine line =
        new CommandLine(this)
            .addSubcommand(new Train(terminal, interrupt))
            .addSubcommand(new Sweep(terminal, interrupt))
            .addSubcommand(new Predict(terminal))
            .addSubcommand(new Generate(terminal))
            .addSubcommand(new Draw(terminal))
            .addSubcommand(new Eval(terminal))
            .addSubcommand(new Compile(terminal))
            .addSubcommand(new Check(terminal))
            .addSubcommand(new Show(terminal))
            .addSubcommand(new Bench(terminal))
            .addSubcommand(new Tune(terminal))
            .addSubcommand(new Docs(terminal))
            .addSubcommand(new Gradcheck(terminal))
            .addSubcommand(new Init(terminal))
            .addSubcommand(new Completion(terminal))
            .addSubcommand(new ShowVersion(terminal));
    Map<String, String> codes = new LinkedHashMap<>();
    for (Exit exit : Exit.values()) {
      codes.put(" " + exit.code(), exit.meaning());
    }
    line.getCommandSpec().usageMessage().exitCodeList(codes);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.registerConverter(
        Settings.Order.class,
        text -> {
          try {
            return Settings.Order.valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT));
          } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(
                "expected shuffled, sequential or java-shuffle but was '" + text + "'");
          }
        });
    return line;
  }

  /** Whether errors come with a stack trace. */
  public boolean stackTrace() {
    return stackTrace;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }
}
