package dev.nnc.benchmarks.peers.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A U-Net over 64 × 64 pixels. */
final class Unet implements Network {
  private static final int SIZE = 64;
  private static final int DEPTH = 2;
  private static final long[] ONE = {1, 1};
  private static final long[] TWO = {2, 2};
  private static final long[] NONE = {0, 0};

  private final Tensor image;
  private final Tensor truth;
  private final List<Convolution> down = new ArrayList<>();
  private final List<Convolution> up = new ArrayList<>();
  private final Tensor head;
  private final TensorOptional bias;
  private final Scalar one = new Scalar(1f);
  private final Scalar two = new Scalar(2f);

  Unet(Parameters parameters) {
    int batch = parameters.task().line().batch();
    image = parameters.input("image", batch, 1, SIZE, SIZE);
    float[] mask = parameters.task().column("mask");
    float[] membrane = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      membrane[i] = 1 - mask[i];
    }
    truth = Tensor.create(membrane, batch, 1, SIZE, SIZE);
    for (int level = 0; level <= DEPTH; level++) {
      String path = "unet1.".repeat(level + 1);
      two(parameters, path + "convolutions1.", down);
      if (level < DEPTH) {
        two(parameters, path + "convolutions2.", up);
      }
    }
    head = parameters.plain("conv2d1.K");
    bias = parameters.vector("conv2d1.b");
  }

  private static void two(Parameters parameters, String path, List<Convolution> list) {
    list.add(new Convolution(parameters, path, 1, 1));
    list.add(new Convolution(parameters, path, 2, 1));
  }

  private static Tensor two(List<Convolution> list, int level, Tensor x) {
    Tensor y = torch.relu_(list.get(2 * level).apply(x));
    return torch.relu_(list.get(2 * level + 1).apply(y));
  }

  @Override
  public Tensor predict() {
    List<Tensor> here = new ArrayList<>();
    Tensor x = two(down, 0, image);
    for (int level = 1; level <= DEPTH; level++) {
      here.add(x);
      x = two(down, level, torch.max_pool2d(x, TWO, TWO, NONE, ONE, false));
    }
    for (int level = DEPTH - 1; level >= 0; level--) {
      long side = SIZE >> level;
      Tensor below = torch.upsample_nearest2d(x, side, side);
      x = two(up, level, torch.cat(new TensorVector(here.get(level), below), 1));
    }
    return torch.conv2d(x, head, bias, ONE, NONE, ONE, 1);
  }

  @Override
  public Tensor loss() {
    Tensor logit = predict();
    Tensor entropy = torch.binary_cross_entropy_with_logits(logit, truth);
    Tensor p = logit.sigmoid();
    Tensor common = p.mul(truth).sum().mul(two).add(one);
    Tensor total = p.add(truth).sum().add(one);
    return entropy.add(one).sub(common.div(total));
  }
}
