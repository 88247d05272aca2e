package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;

/**
 * A first layer, blocks h + W₂ f(W₁ h), and a last layer, written by hand. The first layer ends
 * with the activation f or with nothing.
 */
final class ResidualPerceptron extends LayeredNetwork {
  private final boolean activated;
  private final int blocks;
  private final float[][][] h;
  private final float[][][] inner;
  private final float[][] dh;
  private final float[][] path;
  private final float[][] dInner;

  ResidualPerceptron(
      ModelInfo info, Batch batch, float[] initial, Recipe recipe, boolean activated) {
    super(info, batch, initial, recipe);
    this.activated = activated;
    int n = batch.count();
    blocks = (layers.size() - 2) / 2;
    h = new float[blocks + 1][][];
    inner = new float[blocks][][];
    h[0] = layers.get(0).rows(n);
    for (int k = 0; k < blocks; k++) {
      inner[k] = layers.get(2 * k + 1).rows(n);
      h[k + 1] = layers.get(2 * k + 2).rows(n);
    }
    dh = layers.get(0).rows(n);
    path = layers.get(0).rows(n);
    dInner = layers.get(1).rows(n);
  }

  @Override
  void forward(boolean training) {
    layers.get(0).forward(x, h[0]);
    if (activated) {
      activation().forward(h[0]);
    }
    for (int k = 0; k < blocks; k++) {
      layers.get(2 * k + 1).forward(h[k], inner[k]);
      activation().forward(inner[k]);
      layers.get(2 * k + 2).forward(inner[k], h[k + 1]);
      Rows.add(h[k], h[k + 1]);
    }
    last().forward(h[blocks], y);
  }

  @Override
  void backward() {
    last().backward(h[blocks], dy);
    last().backwardToInput(dy, dh);
    for (int k = blocks - 1; k >= 0; k--) {
      Dense second = layers.get(2 * k + 2);
      second.backward(inner[k], dh);
      second.backwardToInput(dh, dInner);
      activation().backward(inner[k], dInner);
      Dense first = layers.get(2 * k + 1);
      first.backward(h[k], dInner);
      first.backwardToInput(dInner, path);
      Rows.add(path, dh);
    }
    if (activated) {
      activation().backward(h[0], dh);
    }
    layers.get(0).backward(x, dh);
  }

  private Dense last() {
    return layers.get(layers.size() - 1);
  }
}
