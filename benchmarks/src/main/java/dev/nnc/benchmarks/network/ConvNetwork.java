package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.function.IntFunction;

/**
 * The network of {@code digits-cnn}, written by hand: two convolutions, each with relu and pooling,
 * and two fully connected layers.
 */
final class ConvNetwork extends ImageNetwork {
  private final Stage first;
  private final Stage second;
  private final float[][] hidden;
  private final float[][] dHidden;

  /** A convolution, relu and pooling, with what comes out and its gradients. */
  private static final class Stage {
    private final Conv conv;
    private final MaxPool pool;
    private final float[][] y;
    private final float[][] dy;
    private final float[][] pooled;
    private final float[][] dPooled;

    Stage(Conv conv, int examples) {
      this.conv = conv;
      pool = new MaxPool(examples, conv.width(), conv.side());
      y = conv.rows(examples);
      dy = conv.rows(examples);
      pooled = pool.rows();
      dPooled = pool.rows();
    }

    void forward(float[][] x) {
      conv.forward(x, y);
      Activation.RELU.forward(y);
      pool.forward(y, pooled);
    }

    void backward(float[][] x) {
      pool.backward(dPooled, dy);
      Activation.RELU.backward(y, dy);
      conv.backward(x, dy);
    }
  }

  ConvNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    super(info, batch, initial, descent);
    int n = batch.count();
    first = new Stage(conv("conv2d1", 1, IMAGE), n);
    second = new Stage(conv("conv2d2", first.conv.width(), first.conv.side() / 2), n);
    hidden = layers.get(0).rows(n);
    dHidden = layers.get(0).rows(n);
  }

  private Conv conv(String name, int channels, int size) {
    return new Conv(weights.named(name + ".K"), weights.named(name + ".b"), channels, size, 1, 0);
  }

  @Override
  void forwardImage(boolean training) {
    first.forward(image);
    second.forward(first.pooled);
    layers.get(0).forward(second.pooled, hidden);
    activation().forward(hidden);
    layers.get(1).forward(hidden, y);
  }

  @Override
  void backward() {
    layers.get(1).backward(hidden, dy);
    layers.get(1).backwardToInput(dy, dHidden);
    activation().backward(hidden, dHidden);
    layers.get(0).backward(second.pooled, dHidden);
    layers.get(0).backwardToInput(dHidden, second.dPooled);
    second.backward(first.pooled);
    second.conv.backwardToInput(second.dy, first.dPooled);
    first.backward(image);
  }
}
