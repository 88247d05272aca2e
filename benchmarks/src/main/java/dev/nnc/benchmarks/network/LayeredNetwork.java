package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.function.IntFunction;

/** A hand-written network from the columns of a model to one output and one loss. */
abstract class LayeredNetwork extends WrittenNetwork {
  /** The inputs, an example a row. */
  final float[][] x;

  /** What the last layer gives, an example a row. */
  final float[][] y;

  /** The gradient of the loss with respect to that. */
  final float[][] dy;

  private final Columns inputs;
  private final Columns targets;
  private final Recipe recipe;
  private final float[] output;
  private final float mean;
  private final float deviation;

  /**
   * What tells networks of the same layers apart.
   *
   * @param activation of hidden layers
   * @param loss of training
   * @param head of predictions
   * @param descent of the optimiser
   */
  record Recipe(Activation activation, Loss loss, Head head, IntFunction<Descent> descent) {}

  LayeredNetwork(ModelInfo info, Batch batch, float[] initial, Recipe recipe) {
    super(info, batch, initial, recipe.descent());
    this.recipe = recipe;
    inputs = new Columns(info.inputs(), batch);
    targets = new Columns(info.targets(), batch);
    x = inputs.rows();
    y = layers.get(layers.size() - 1).rows(batch.count());
    dy = layers.get(layers.size() - 1).rows(batch.count());
    output = outputs().get(info.outputs().get(0).name());
    int fitted = info.targets().get(0).fitted();
    mean = fitted < 0 ? 0 : batch.fitted()[fitted];
    deviation = fitted < 0 ? 1 : batch.fitted()[fitted + 1];
  }

  /** Computes y. */
  abstract void forward(boolean training);

  /** Computes the gradients of all layers from dy. */
  abstract void backward();

  /** What hidden layers end with. */
  final Activation activation() {
    return recipe.activation();
  }

  @Override
  public final void predict() {
    inputs.refresh();
    forward(false);
    int width = output.length / y.length;
    for (int r = 0; r < y.length; r++) {
      recipe.head().apply(y[r], output, r * width, mean, deviation);
    }
  }

  @Override
  final float differentiate() {
    inputs.refresh();
    targets.refresh();
    forward(true);
    float loss = recipe.loss().of(y, targets.rows(), dy);
    backward();
    return loss;
  }
}
