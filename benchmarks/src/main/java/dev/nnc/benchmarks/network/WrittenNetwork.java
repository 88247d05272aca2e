package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What networks written by hand share: parameters, their update, and the outputs. */
abstract class WrittenNetwork implements Network {
  /** All parameters. */
  final Parameters weights;

  /** The fully connected layers in the order of their parameters. */
  final List<Dense> layers;

  private final float[] parameters;
  private final float[] gradients;
  private final float[] loss = new float[1];
  private final Map<String, float[]> outputs = new LinkedHashMap<>();
  private float rate = 1;

  WrittenNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    weights = new Parameters(info, initial, descent);
    layers = weights.dense();
    parameters = new float[initial.length];
    gradients = new float[initial.length];
    info.outputs().forEach(out -> outputs.put(out.name(), new float[batch.count() * out.size()]));
  }

  /** Computes the loss and the gradients of all parameters. */
  abstract float differentiate();

  @Override
  public final void step() {
    loss[0] = differentiate();
    weights.update(rate);
  }

  @Override
  public final void rate(float factor) {
    rate = factor;
  }

  @Override
  public final float[] parameters() {
    weights.copy(false, parameters);
    return parameters;
  }

  @Override
  public final float[] gradients() {
    weights.copy(true, gradients);
    return gradients;
  }

  @Override
  public final float[] loss() {
    return loss;
  }

  @Override
  public final Map<String, float[]> outputs() {
    return outputs;
  }
}
