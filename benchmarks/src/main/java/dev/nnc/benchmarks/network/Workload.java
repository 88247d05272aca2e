package dev.nnc.benchmarks.network;

import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.ModelInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The networks that are measured, each with its .nn file. */
public enum Workload {
  /** A small regression: fixed costs dominate. */
  TINY("tiny.nn", "3-16-16-1 tanh, squared error"),
  /** A classification: products of matrices dominate, of very unequal sizes. */
  DIGITS("digits.nn", "784-128-64-10 relu, cross-entropy"),
  /** Products of equal matrices, and sums that join two paths. */
  RESIDUAL("residual.nn", "64-128, 4 residual blocks 128-128-128 relu, 10, cross-entropy");

  private final String file;
  private final String title;

  Workload(String file, String title) {
    this.file = file;
    this.title = title;
  }

  /** What tables call it. */
  public String title() {
    return title;
  }

  /** Its text. */
  public Source source() {
    try (InputStream in = Workload.class.getResourceAsStream("/dev/nnc/benchmarks/" + file)) {
      return new Source(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The network as a person writes it in Java.
   *
   * @param info its description, which says where parameters are
   * @param examples the batch
   * @param initial the parameters to start from, copied
   */
  public Network written(ModelInfo info, Examples examples, float[] initial) {
    return switch (this) {
      case TINY -> new Perceptron(info, examples, initial, Activation.TANH);
      case DIGITS -> new Perceptron(info, examples, initial, Activation.RELU);
      case RESIDUAL -> new ResidualPerceptron(info, examples, initial);
    };
  }

  /**
   * The floating-point operations of the products of matrices in a training step, two for each
   * multiplication with its addition. Everything else is not counted.
   *
   * @param info the description of the network
   * @param examples in the batch
   */
  public static long stepOperations(ModelInfo info, int examples) {
    long all = predictionOperations(info, examples);
    long first = 2L * examples * info.parameters().get(0).size();
    return 3 * all - first;
  }

  /** The same in a prediction. */
  public static long predictionOperations(ModelInfo info, int examples) {
    return info.parameters().stream()
        .filter(p -> p.shape().size() == 2)
        .mapToLong(p -> 2L * examples * p.size())
        .sum();
  }
}
