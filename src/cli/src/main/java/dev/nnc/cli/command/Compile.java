package dev.nnc.cli.command;

import dev.nnc.cli.jar.ModelJar;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compiles without training. */
@Command(
    name = "compile",
    description =
        "Compiles a model into a jar without training it; its weights are the initial ones.")
final class Compile implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ModelFile model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.jar",
      description = "The jar; unless given, the name of the .nn file with .jar.")
  private Path output;

  @Option(names = "--no-runtime", description = "Leave out what the jar needs to run alone.")
  private boolean noRuntime;

  Compile(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    CompiledModel compiled = model.compile(terminal, Map.of(), model.precision);
    Path target = output != null ? output : Path.of(model.stem() + ".jar");
    Model instance = compiled.load();
    Weights initial = Weights.initial(instance, instance.info().settings().seed());
    ModelJar.write(target, compiled, initial, !noRuntime);
    terminal.out().println(JarLine.of(target));
    return Exit.OK.code();
  }
}
