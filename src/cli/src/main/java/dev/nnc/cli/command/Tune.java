package dev.nnc.cli.command;

import dev.nnc.cli.bench.Units;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Report;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.cli.tune.Json;
import dev.nnc.cli.tune.Machine;
import dev.nnc.cli.tune.Table;
import dev.nnc.cli.tune.Tuner;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Tuning;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures ways to compute contractions and keeps those that are faster on this machine. */
@Command(
    name = "tune",
    description =
        "Measures on this machine in which ways the contractions of a model are fastest, and writes "
            + "them beside it, where every command that compiles it finds them. Same results.")
final class Tune implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private ModelFile model;
  @Mixin private StepOptions steps;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to try ways (default 60); to get code ready takes more.")
  private double seconds = 60;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.tune",
      description = "The tuning file; unless given, the name of the .nn file with .tune.")
  private Path output;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  Tune(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    check();
    Path target = output != null ? output : Tuning.beside(model.file);
    Train.checkFolders(target);
    Tuning known = model.tuning.read(model.file);
    CompiledModel compiled = model.compileWatched(known.choices());
    new Report(terminal).diagnostics(compiled.elaborated().warnings());
    steps.check(model, compiled);
    model.tuning.tell(terminal, model.file, known, compiled);
    String machine = Machine.line();
    Tuning start =
        known.machine().equals(machine) ? known : new Tuning(machine, Choices.NONE, Map.of());
    int examples = steps.examples(compiled);
    Tuner tuner =
        new Tuner(model::compileWatched, start.choices(), steps.predict, examples, steps.seed);
    Tuner.Outcome outcome = tuner.tune(seconds, line -> terminal.err().println(line));
    Tuning found = start;
    for (Tuner.Line line : outcome.lines()) {
      if (line.gains()) {
        String remark = "%s before, %s now, batch %d, threads %d";
        found =
            found.with(
                line.key(),
                line.chosen(),
                remark.formatted(
                    Units.time(line.before()),
                    Units.time(line.after()),
                    examples,
                    Threads.count()));
      }
    }
    boolean gains = !found.choices().equals(known.choices());
    if (gains) {
      found.write(target);
    }
    print(compiled, outcome, examples, gains ? target : null);
    return Exit.OK.code();
  }

  private void print(CompiledModel compiled, Tuner.Outcome outcome, int examples, Path written) {
    if (json) {
      Map<String, Object> about = new LinkedHashMap<>();
      about.put("model", compiled.info().className());
      about.put("measured", steps.measured());
      about.put("batch", examples);
      about.put("threads", Threads.count());
      about.put("machine", Machine.line());
      about.put("file", written);
      terminal.out().println(new Json(outcome).text(about));
      return;
    }
    terminal
        .out()
        .printf(
            "%s, batch %d, %d %s, %s%n",
            compiled.info().className(),
            examples,
            Threads.count(),
            Threads.count() == 1 ? "thread" : "threads",
            Machine.line());
    Table table = new Table(outcome);
    table.lines().forEach(terminal.out()::println);
    if (outcome.untried() > 0) {
      terminal
          .out()
          .printf("there was no time to try %d of them; --seconds gives more%n", outcome.untried());
    }
    terminal.out().println(table.step(steps.one()));
    terminal
        .out()
        .println(written == null ? "nothing gains, nothing is written" : "wrote " + written);
  }

  private void check() {
    steps.check(spec, seconds);
    boolean scalar = Engine.SCALAR.name().equalsIgnoreCase(System.getProperty(Engine.PROPERTY));
    if (scalar || model.precision == Precision.DOUBLE) {
      throw new Failure(
          Exit.USAGE,
          "plain loops have nothing to tune",
          "leave " + (scalar ? "--engine scalar" : "--precision double") + " out");
    }
    if (!Engine.vectors()) {
      throw new Failure(
          Exit.USAGE,
          "plain loops have nothing to tune, and this Java has no module jdk.incubator.vector",
          "take a JDK with the module");
    }
  }
}
