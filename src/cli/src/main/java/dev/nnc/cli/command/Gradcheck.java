package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings;
import java.util.ArrayList;
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
    ModelInfo info = instance.info();
    Settings settings = TrainingData.redirected(info.settings(), data.data, null);
    List<GradientCheck.Line> lines = new ArrayList<>();
    List<String> losses = new ArrayList<>();
    for (ModelInfo.Loss loss : info.losses()) {
      GradientCheck check = new GradientCheck(instance, loss, batch, seed);
      if (!random && settings.data() != null) {
        check.examples(TrainingData.all(instance, settings.data(), model.folder()));
      }
      for (GradientCheck.Line line : check.run()) {
        lines.add(line);
        losses.add(info.losses().size() == 1 ? "" : loss.name());
      }
    }
    Set<String> estimated = compiled.elaborated().model().estimated();
    int failed = 0;
    int width = 9;
    for (ModelInfo.Parameter parameter : info.parameters()) {
      width = Math.max(width, Start.title(parameter).length());
    }
    String format = "%-" + width + "s  %15s  %15s  %10s  %s%n";
    terminal.out().printf(format, "parameter", "derived", "difference", "error", "");
    for (int i = 0; i < lines.size(); i++) {
      GradientCheck.Line line = lines.get(i);
      if (!losses.get(i).isEmpty() && (i == 0 || !losses.get(i).equals(losses.get(i - 1)))) {
        terminal.out().println("loss " + losses.get(i));
      }
      boolean estimate = estimated.contains(line.parameter().name());
      boolean passes = estimate || line.error() <= tolerance;
      failed += passes ? 0 : 1;
      terminal
          .out()
          .printf(
              Locale.ROOT,
              format,
              Start.title(line.parameter()),
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
}
