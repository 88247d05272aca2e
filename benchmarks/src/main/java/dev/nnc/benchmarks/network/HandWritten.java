package dev.nnc.benchmarks.network;

import static java.util.Map.entry;

import dev.nnc.benchmarks.network.LayeredNetwork.Recipe;
import dev.nnc.runtime.ModelInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** The networks that a person wrote in Java, by the name of the workload. */
public final class HandWritten {
  private static final IntFunction<Descent> SGD = Descent.plain(0.1f);

  private static final Map<String, Written> ALL =
      Map.ofEntries(
          entry(
              "tiny", perceptron(new Recipe(Activation.TANH, Loss.SQUARED_ERROR, Head.PLAIN, SGD))),
          entry(
              "digits",
              perceptron(new Recipe(Activation.RELU, Loss.CROSS_ENTROPY, Head.PLAIN, SGD))),
          entry(
              "residual",
              residual(new Recipe(Activation.RELU, Loss.CROSS_ENTROPY, Head.PLAIN, SGD), false)),
          entry(
              "house-price",
              perceptron(
                  new Recipe(
                      Activation.RELU,
                      Loss.SQUARED_ERROR,
                      Head.IN_UNITS,
                      Descent.momentum(0.05f, 0.9f)))),
          entry(
              "churn",
              perceptron(
                  new Recipe(Activation.RELU, Loss.BINARY, Head.SIGMOID, Descent.adam(0.01f)))),
          entry(
              "sine",
              perceptron(
                  new Recipe(
                      Activation.TANH, Loss.SQUARED_ERROR, Head.PLAIN, Descent.adam(0.05f)))),
          entry(
              "spiral",
              residual(
                  new Recipe(
                      Activation.TANH, Loss.CROSS_ENTROPY, Head.SOFTMAX, Descent.adam(0.005f)),
                  true)),
          entry(
              "depth-vs-width",
              perceptron(
                  new Recipe(Activation.TANH, Loss.BINARY, Head.SIGMOID, Descent.adam(0.01f)))),
          entry("option-price", with(OptionNetwork::new, Descent.adam(0.02f))),
          entry("digits-cnn", with(ConvNetwork::new, Descent.adam(0.001f))),
          entry("char-rnn", with(LstmNetwork::new, Descent.adam(0.005f))),
          entry("tiny-gpt", with(TransformerNetwork::new, Descent.adamw(0.002f, 0.01f))),
          entry("vae", with(VaeNetwork::new, Descent.adam(0.001f))),
          entry("digits-resnet", with(ConvResidualNetwork::new, Descent.adam(0.005f))));

  private HandWritten() {}

  /** Makes a network. */
  private interface Written {
    Network network(ModelInfo info, Batch batch, float[] initial);
  }

  /** The constructor of a network that is written for one workload. */
  private interface Special {
    Network network(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent);
  }

  private static Written with(Special special, IntFunction<Descent> descent) {
    return (info, batch, initial) -> special.network(info, batch, initial, descent);
  }

  private static Written perceptron(Recipe recipe) {
    return (info, batch, initial) -> new Perceptron(info, batch, initial, recipe);
  }

  private static Written residual(Recipe recipe, boolean activated) {
    return (info, batch, initial) ->
        new ResidualPerceptron(info, batch, initial, recipe, activated);
  }

  /** The networks that somebody wrote. */
  public static List<Workload> all() {
    return Workload.all().stream().filter(HandWritten::has).toList();
  }

  /** Whether somebody wrote it. */
  public static boolean has(Workload workload) {
    return ALL.containsKey(workload.name());
  }

  /**
   * The network as a person writes it in Java.
   *
   * @param workload which
   * @param info its description, which says where parameters are
   * @param batch the examples
   * @param initial the parameters to start from, copied
   * @return empty where nobody wrote it
   */
  public static Optional<Network> of(
      Workload workload, ModelInfo info, Batch batch, float[] initial) {
    return Optional.ofNullable(ALL.get(workload.name()))
        .map(written -> written.network(info, batch, initial));
  }
}
