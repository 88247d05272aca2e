package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.List;

/** What networks written by hand share: their layers, their batch, their losses. */
abstract class WrittenNetwork implements Network {
  /** The layers in the order of their parameters. */
  final List<Dense> layers = new ArrayList<>();

  /** The inputs, an example a row. */
  final float[][] x;

  /** The outputs, an example a row. */
  final float[][] y;

  /** The gradient of the loss with respect to the outputs. */
  final float[][] dy;

  private static final float LEARNING_RATE = 0.1f;
  private final List<ModelInfo.Parameter> weights;
  private final float[] targets;
  private final float[] parameters;
  private final float[] gradients;
  private final float[] loss = new float[1];
  private final float[] output;
  private float rate = LEARNING_RATE;

  WrittenNetwork(ModelInfo info, Examples examples, float[] initial) {
    weights = info.parameters().stream().filter(p -> p.shape().size() == 2).toList();
    for (ModelInfo.Parameter w : weights) {
      layers.add(new Dense(w.shape().get(0), w.shape().get(1), initial, w.offset()));
    }
    int n = examples.count();
    int width = examples.inputs().length / n;
    x = new float[n][width];
    for (int r = 0; r < n; r++) {
      System.arraycopy(examples.inputs(), r * width, x[r], 0, width);
    }
    targets = examples.targets();
    int outputs = info.outputs().get(0).size();
    y = new float[n][outputs];
    dy = new float[n][outputs];
    output = new float[n * outputs];
    parameters = initial.clone();
    gradients = new float[initial.length];
  }

  /** Computes y. */
  abstract void forward();

  /** Computes the gradients of all layers from dy. */
  abstract void backward();

  /** The numbers that a layer gives, for each example. */
  final float[][] rows(int layer) {
    return new float[x.length][weights.get(layer).shape().get(1)];
  }

  @Override
  public void predict() {
    forward();
  }

  @Override
  public void step() {
    forward();
    loss[0] = y[0].length == 1 ? squaredError() : crossEntropy();
    backward();
    for (Dense layer : layers) {
      layer.update(rate);
    }
  }

  private float squaredError() {
    float sum = 0;
    for (int r = 0; r < y.length; r++) {
      float error = y[r][0] - targets[r];
      sum += error * error;
      dy[r][0] = 2 * error / y.length;
    }
    return sum / y.length;
  }

  private float crossEntropy() {
    float sum = 0;
    for (int r = 0; r < y.length; r++) {
      float[] logits = y[r];
      float greatest = Float.NEGATIVE_INFINITY;
      for (float logit : logits) {
        greatest = Math.max(greatest, logit);
      }
      float total = 0;
      for (int c = 0; c < logits.length; c++) {
        dy[r][c] = (float) Math.exp(logits[c] - greatest);
        total += dy[r][c];
      }
      for (int c = 0; c < logits.length; c++) {
        dy[r][c] /= total * y.length;
      }
      int label = (int) targets[r];
      dy[r][label] -= 1f / y.length;
      sum += (float) Math.log(total) + greatest - logits[label];
    }
    return sum / y.length;
  }

  @Override
  public void rate(float factor) {
    rate = factor * LEARNING_RATE;
  }

  @Override
  public float[] parameters() {
    return copy(false, parameters);
  }

  @Override
  public float[] gradients() {
    return copy(true, gradients);
  }

  private float[] copy(boolean which, float[] target) {
    for (int k = 0; k < layers.size(); k++) {
      layers.get(k).copy(which, target, weights.get(k).offset());
    }
    return target;
  }

  @Override
  public float[] loss() {
    return loss;
  }

  @Override
  public float[] output() {
    for (int r = 0; r < y.length; r++) {
      System.arraycopy(y[r], 0, output, r * y[r].length, y[r].length);
    }
    return output;
  }
}
