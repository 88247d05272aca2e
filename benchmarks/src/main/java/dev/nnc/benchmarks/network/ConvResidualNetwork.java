package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The network of {@code digits-resnet}, written by hand: stages of a convolution that halves an
 * image and a residual block of two more, all with batch normalisation; then the mean of each
 * channel and a fully connected layer.
 */
final class ConvResidualNetwork extends ImageNetwork {
  private final Stage first;
  private final Stage second;
  private final float[][] pooled;
  private final float[][] dPooled;

  /** A convolution and a batch normalisation, with what comes out and its gradients. */
  private static final class Normalised {
    private final Conv conv;
    private final BatchNorm norm;
    private final float[][] y;
    private final float[][] dy;

    Normalised(Conv conv, BatchNorm norm, int examples) {
      this.conv = conv;
      this.norm = norm;
      y = conv.rows(examples);
      dy = conv.rows(examples);
    }

    void forward(float[][] x, boolean training) {
      conv.forward(x, y);
      norm.forward(y, training);
    }

    /** From dy to the gradients of the parameters and of what the convolution gave. */
    void backward(float[][] x) {
      norm.backward(dy);
      conv.backward(x, dy);
    }
  }

  /** A convolution that halves, relu, and a residual block. */
  private static final class Stage {
    private final Normalised half;
    private final Normalised inner;
    private final Normalised outer;
    private final float[][] path;

    Stage(Normalised half, Normalised inner, Normalised outer, int examples) {
      this.half = half;
      this.inner = inner;
      this.outer = outer;
      path = half.conv.rows(examples);
    }

    void forward(float[][] x, boolean training) {
      half.forward(x, training);
      Activation.RELU.forward(half.y);
      inner.forward(half.y, training);
      Activation.RELU.forward(inner.y);
      outer.forward(inner.y, training);
      Rows.add(half.y, outer.y);
      Activation.RELU.forward(outer.y);
    }

    /** From the gradient of the last results in {@code outer.dy}. */
    void backward(float[][] x) {
      Activation.RELU.backward(outer.y, outer.dy);
      for (int r = 0; r < path.length; r++) {
        System.arraycopy(outer.dy[r], 0, path[r], 0, path[r].length);
      }
      outer.backward(inner.y);
      outer.conv.backwardToInput(outer.dy, inner.dy);
      Activation.RELU.backward(inner.y, inner.dy);
      inner.backward(half.y);
      inner.conv.backwardToInput(inner.dy, half.dy);
      Rows.add(path, half.dy);
      Activation.RELU.backward(half.y, half.dy);
      half.backward(x);
    }
  }

  ConvResidualNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    super(info, batch, initial, descent);
    int n = batch.count();
    first = stage(info, batch, 1, IMAGE, 1);
    second = stage(info, batch, 2, first.half.conv.side(), first.half.conv.width());
    pooled = new float[n][second.half.conv.width()];
    dPooled = new float[n][second.half.conv.width()];
  }

  private Stage stage(ModelInfo info, Batch batch, int number, int size, int channels) {
    Conv half = new Conv(weights.named("conv2d" + number + ".K"), null, channels, size, 2, 1);
    int side = half.side();
    String block = "residual_block" + number + ".";
    return new Stage(
        normalised(info, batch, half, "batch_norm" + number),
        normalised(info, batch, same(block + "conv2d1.K", side), block + "batch_norm1"),
        normalised(info, batch, same(block + "conv2d2.K", side), block + "batch_norm2"),
        batch.count());
  }

  private Conv same(String name, int size) {
    Parameter kernels = weights.named(name);
    return new Conv(kernels, null, kernels.value.length, size, 1, 1);
  }

  private Normalised normalised(ModelInfo info, Batch batch, Conv conv, String name) {
    int places = conv.side() * conv.side();
    return new Normalised(conv, new BatchNorm(info, batch, weights, name, places), batch.count());
  }

  @Override
  void forwardImage(boolean training) {
    first.forward(image, training);
    second.forward(first.outer.y, training);
    int places = second.outer.conv.side() * second.outer.conv.side();
    for (int r = 0; r < pooled.length; r++) {
      for (int k = 0; k < pooled[r].length; k++) {
        float sum = 0;
        for (int p = k * places; p < (k + 1) * places; p++) {
          sum += second.outer.y[r][p];
        }
        pooled[r][k] = sum / places;
      }
    }
    layers.get(0).forward(pooled, y);
  }

  @Override
  void backward() {
    layers.get(0).backward(pooled, dy);
    layers.get(0).backwardToInput(dy, dPooled);
    int places = second.outer.conv.side() * second.outer.conv.side();
    for (int r = 0; r < pooled.length; r++) {
      for (int k = 0; k < pooled[r].length; k++) {
        Arrays.fill(second.outer.dy[r], k * places, (k + 1) * places, dPooled[r][k] / places);
      }
    }
    second.backward(first.outer.y);
    second.half.conv.backwardToInput(second.half.dy, first.outer.dy);
    first.backward(image);
  }
}
