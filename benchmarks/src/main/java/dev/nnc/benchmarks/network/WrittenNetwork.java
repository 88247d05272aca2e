package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What networks written by hand share: their layers and the outputs. */
abstract class WrittenNetwork implements Network {
  /** The layers in the order of their parameters. */
  final List<Dense> layers = new ArrayList<>();

  private final List<ModelInfo.Parameter> weights;
  private final float[] parameters;
  private final float[] gradients;
  private final float[] loss = new float[1];
  private final Map<String, float[]> outputs = new LinkedHashMap<>();
  private float rate = 1;

  WrittenNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    weights = info.parameters().stream().filter(p -> p.shape().size() == 2).toList();
    for (ModelInfo.Parameter w : weights) {
      layers.add(new Dense(w.shape().get(0), w.shape().get(1), initial, w.offset(), descent));
    }
    parameters = initial.clone();
    gradients = new float[initial.length];
    info.outputs().forEach(out -> outputs.put(out.name(), new float[batch.count() * out.size()]));
  }

  /** Computes the loss and the gradients of all layers. */
  abstract float differentiate();

  /** The numbers that a layer gives, for so many examples. */
  final float[][] rows(int layer, int examples) {
    return new float[examples][weights.get(layer).shape().get(1)];
  }

  @Override
  public final void step() {
    loss[0] = differentiate();
    for (int k = 0; k < layers.size(); k++) {
      layers.get(k).update(rate);
    }
  }

  @Override
  public final void rate(float factor) {
    rate = factor;
  }

  @Override
  public final float[] parameters() {
    return copy(false, parameters);
  }

  @Override
  public final float[] gradients() {
    return copy(true, gradients);
  }

  private float[] copy(boolean which, float[] target) {
    for (int k = 0; k < layers.size(); k++) {
      layers.get(k).copy(which, target, weights.get(k).offset());
    }
    return target;
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
