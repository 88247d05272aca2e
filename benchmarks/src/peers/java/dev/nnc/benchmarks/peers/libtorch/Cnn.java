package dev.nnc.benchmarks.peers.libtorch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Two convolutions with pooling, two dense layers. */
final class Cnn implements Network {
  private static final long[] ONE = {1, 1};
  private static final long[] TWO = {2, 2};
  private static final long[] NONE = {0, 0};

  private final Tensor image;
  private final Tensor label;
  private final Tensor kernel1;
  private final TensorOptional bias1;
  private final Tensor kernel2;
  private final TensorOptional bias2;
  private final Tensor weight3;
  private final TensorOptional bias3;
  private final Tensor weight4;
  private final TensorOptional bias4;

  Cnn(Parameters parameters) {
    int batch = parameters.task().line().batch();
    image = parameters.input("image", batch, 1, 28, 28);
    label = parameters.classes("label", batch);
    kernel1 = parameters.plain("conv2d1.K");
    bias1 = parameters.vector("conv2d1.b");
    kernel2 = parameters.plain("conv2d2.K");
    bias2 = parameters.vector("conv2d2.b");
    weight3 = parameters.matrix("dense1.W");
    bias3 = parameters.vector("dense1.b");
    weight4 = parameters.matrix("dense2.W");
    bias4 = parameters.vector("dense2.b");
  }

  @Override
  public Tensor predict() {
    Tensor first = pool(torch.conv2d(image, kernel1, bias1, ONE, TWO, ONE, 1));
    Tensor second = pool(torch.conv2d(first, kernel2, bias2, ONE, TWO, ONE, 1));
    Tensor third = torch.relu(torch.linear(second.flatten(1, -1), weight3, bias3));
    return torch.linear(third, weight4, bias4);
  }

  private static Tensor pool(Tensor x) {
    return torch.max_pool2d(torch.relu_(x), TWO, TWO, NONE, ONE, false);
  }

  @Override
  public Tensor loss() {
    return torch.cross_entropy_loss(predict(), label);
  }
}
