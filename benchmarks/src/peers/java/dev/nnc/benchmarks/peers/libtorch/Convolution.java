package dev.nnc.benchmarks.peers.libtorch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A convolution without bias and batch normalisation behind it. */
final class Convolution {
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;
  private static final long[] ONE = {1, 1};

  private final Tensor kernel;
  private final TensorOptional none = new TensorOptional();
  private final TensorOptional gain;
  private final TensorOptional bias;
  private final TensorOptional mean;
  private final TensorOptional variance;
  private final long[] stride;
  private final long[] padding;

  /**
   * The parts number {@code number} of a layer.
   *
   * @param path of the layer, with a dot behind it
   */
  Convolution(Parameters parameters, String path, int number, int stride) {
    kernel = parameters.plain(path + "conv2d" + number + ".K");
    gain = parameters.vector(path + "batch_norm" + number + ".gain");
    bias = parameters.vector(path + "batch_norm" + number + ".bias");
    int channels = (int) kernel.size(0);
    mean = new TensorOptional(Tensor.create(new float[channels], channels));
    variance = new TensorOptional(torch.ones(channels));
    this.stride = new long[] {stride, stride};
    padding = new long[] {kernel.size(2) / 2, kernel.size(2) / 2};
  }

  Tensor apply(Tensor x) {
    Tensor y = torch.conv2d(x, kernel, none, stride, padding, ONE, 1);
    return torch.batch_norm(y, gain, bias, mean, variance, true, MOMENTUM, EPSILON, true);
  }
}
