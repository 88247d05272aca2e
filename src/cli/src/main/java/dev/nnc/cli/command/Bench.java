package dev.nnc.cli.command;

import dev.nnc.cli.bench.Json;
import dev.nnc.cli.bench.Report;
import dev.nnc.cli.bench.Table;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Threads;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures where the time of a step goes. */
@Command(
    name = "bench",
    description =
        "Measures how long a training step takes on made-up examples, and by kernel where the time "
            + "goes, against the peak of this machine.")
final class Bench implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private ModelFile model;
  @Mixin private StepOptions steps;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to measure, after a warm-up (default 5).")
  private double seconds = 5;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Kernels to show, those that take longest (default 30).")
  private int top = 30;

  @Option(names = "--json", description = "Print JSON, for programs, with all kernels.")
  private boolean json;

  Bench(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    check();
    CompiledModel compiled = model.compileWatched(terminal, steps.batch);
    steps.check(model, compiled);
    model.tuning.tell(terminal, model.file, model.tuning.read(model.file), compiled);
    int examples = steps.examples(compiled);
    String property = System.getProperty(Engine.PROPERTY, "");
    Engine demanded = property.isEmpty() ? null : Engine.valueOf(property.toUpperCase(Locale.ROOT));
    dev.nnc.cli.bench.Bench bench =
        new dev.nnc.cli.bench.Bench(compiled, demanded, steps.predict, examples, steps.seed);
    Report report = bench.measure(seconds);
    String engines = String.join(", ", bench.engines());
    if (json) {
      Map<String, Object> about = new LinkedHashMap<>();
      about.put("model", compiled.info().className());
      about.put("measured", steps.measured());
      about.put("batch", examples);
      about.put("threads", Threads.count());
      about.put("engines", engines);
      about.put("precision", model.precision.name().toLowerCase(Locale.ROOT));
      terminal.out().println(new Json(report).text(about));
      return Exit.OK.code();
    }
    terminal
        .out()
        .printf(
            "%s, batch %d, %s, %d %s, %s%n",
            compiled.info().className(),
            examples,
            model.precision.name().toLowerCase(Locale.ROOT),
            Threads.count(),
            Threads.count() == 1 ? "thread" : "threads",
            engines);
    new Table(report).lines(steps.one(), examples, top).forEach(terminal.out()::println);
    return Exit.OK.code();
  }

  private void check() {
    steps.check(spec, seconds);
    if (top < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--top is a number from 1, not " + top);
    }
  }
}
