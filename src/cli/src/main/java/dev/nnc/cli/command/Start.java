package dev.nnc.cli.command;

import dev.nnc.cli.jar.ModelJar;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.data.WeightFile;
import dev.nnc.runtime.Initialization;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Parameter;
import dev.nnc.runtime.NamedWeights;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What a training run starts from, where it is not random. */
final class Start {
  @Option(
      names = "--init",
      paramLabel = "FILE",
      description = "Start from the weights of this .npz or .safetensors file.")
  private Path init;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Start from trained weights of this or another model, in a jar, .npz or .safetensors "
              + "file: parameters of the same name and shape take them, the others start afresh.")
  private Path weights;

  /**
   * The first parameters.
   *
   * @param terminal is told what was taken over
   * @param model the model to train
   * @param seed of what starts afresh
   * @return the parameters, or null for random ones
   */
  Values parameters(Terminal terminal, Model model, long seed) {
    if (init != null && weights != null) {
      throw new Failure(
          Exit.USAGE,
          "--init and --weights both say what to start from",
          "--init takes exactly the model's parameters, --weights those that fit; give one");
    }
    if (init != null) {
      return WeightFile.read(init, model.info());
    }
    return weights == null ? null : taken(terminal, model, seed);
  }

  /** The first states, or null for those that the model begins with. */
  Values states(Model model) {
    return init == null ? null : WeightFile.readStates(init, model.info());
  }

  private Values taken(Terminal terminal, Model model, long seed) {
    NamedWeights named = named();
    Values values = Initialization.parameters(model, seed);
    NamedWeights.Transfer transfer = named.copyTo(model.info(), values);
    if (transfer.taken().isEmpty()) {
      throw new Failure(
          Exit.DATA,
          weights
              + ": none of its parameters has the name and shape of one of the model: it has "
              + list(named.parameters())
              + "; the model has "
              + list(model.info().parameters()),
          "give the layers the same names and sizes in both models");
    }
    String fresh =
        transfer.fresh().entrySet().stream()
            .map(
                e ->
                    title(e.getKey())
                        + (e.getValue() == null ? "" : " (there " + e.getValue() + ")"))
            .collect(Collectors.joining(", "));
    terminal
        .err()
        .printf(
            "weights: %d of %d parameters from %s%s%n",
            transfer.taken().size(),
            model.info().parameters().size(),
            weights,
            fresh.isEmpty() ? "" : "; afresh start " + fresh);
    terminal.err().flush();
    return values;
  }

  private NamedWeights named() {
    Path name = weights.getFileName();
    if (name == null || !name.toString().endsWith(".jar")) {
      return WeightFile.read(weights);
    }
    try (ModelJar jar = ModelJar.open(weights)) {
      NamedWeights own = NamedWeights.of(jar.model());
      return new NamedWeights(own.parameters(), own.values().copy());
    }
  }

  private static String list(List<Parameter> parameters) {
    return parameters.stream().map(Start::title).collect(Collectors.joining(", "));
  }

  /** A parameter's name and shape. */
  static String title(ModelInfo.Parameter parameter) {
    return parameter.name() + (parameter.shape().isEmpty() ? "" : parameter.shape());
  }
}
