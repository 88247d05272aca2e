package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares derived gradients with differences of the loss. */
@Command(
    name = "gradcheck",
    description =
        "Compares the gradient of the loss by each parameter with central differences along random "
            + "directions, in double. Exit code 5 where they differ.")
final class Gradcheck implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ModelFile model;
  @Mixin private DataFiles data;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many examples the loss is taken over (default 8).")
  private int batch = 8;

  @Option(
      names = "--random",
      description = "Take random examples even where the .nn file names data.")
  private boolean random;

  @Option(names = "--seed", paramLabel = "N", description = "Of random examples and directions.")
  private long seed = 1;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description = "The relative difference that still passes (default 1e-6).")
  private double tolerance = 1e-6;

  Gradcheck(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CompiledModel compiled = model.compileTrainable(terminal, Map.of(), Precision.DOUBLE);
    Model instance = compiled.load();
    GradientCheck check = new GradientCheck(instance, batch, seed);
    ModelInfo info = instance.info();
    Settings settings = TrainingData.redirected(info.settings(), data.data, null);
    if (!random && settings.data() != null) {
      check.examples(TrainingData.all(instance, settings.data(), model.folder()));
    }
    List<GradientCheck.Line> lines = check.run();
    Set<String> estimated = compiled.elaborated().model().estimated();
    int failed = 0;
    int width = 9;
    for (ModelInfo.Parameter parameter : info.parameters()) {
      width = Math.max(width, title(parameter).length());
    }
    String format = "%-" + width + "s  %15s  %15s  %10s  %s%n";
    terminal.out().printf(format, "parameter", "derived", "difference", "error", "");
    for (GradientCheck.Line line : lines) {
      boolean estimate = estimated.contains(line.parameter().name());
      boolean passes = estimate || line.error() <= tolerance;
      failed += passes ? 0 : 1;
      terminal
          .out()
          .printf(
              Locale.ROOT,
              format,
              title(line.parameter()),
              String.format(Locale.ROOT, "%.8e", line.derived()),
              String.format(Locale.ROOT, "%.8e", line.measured()),
              String.format(Locale.ROOT, "%.1e", line.error()),
              estimate ? "estimated" : passes ? "ok" : "DIFFERS");
    }
    terminal
        .out()
        .printf("%d of %d gradients agree with differences%n", lines.size() - failed, lines.size());
    return (failed == 0 ? Exit.OK : Exit.CHECK).code();
  }

  private static String title(ModelInfo.Parameter parameter) {
    return parameter.name() + (parameter.shape().isEmpty() ? "" : parameter.shape());
  }
}
