package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;

/** Layers one behind the other, written by hand. */
final class Perceptron extends LayeredNetwork {
  private final float[][][] a;
  private final float[][][] da;

  Perceptron(ModelInfo info, Batch batch, float[] initial, Recipe recipe) {
    super(info, batch, initial, recipe);
    int n = layers.size();
    a = new float[n + 1][][];
    da = new float[n + 1][][];
    a[0] = x;
    a[n] = y;
    da[n] = dy;
    for (int k = 1; k < n; k++) {
      a[k] = layers.get(k - 1).rows(batch.count());
      da[k] = layers.get(k - 1).rows(batch.count());
    }
  }

  @Override
  void forward(boolean training) {
    for (int k = 0; k < layers.size(); k++) {
      layers.get(k).forward(a[k], a[k + 1]);
      if (k + 1 < layers.size()) {
        activation().forward(a[k + 1]);
      }
    }
  }

  @Override
  void backward() {
    for (int k = layers.size() - 1; k >= 0; k--) {
      layers.get(k).backward(a[k], da[k + 1]);
      if (k > 0) {
        layers.get(k).backwardToInput(da[k + 1], da[k]);
        activation().backward(a[k], da[k]);
      }
    }
  }
}
