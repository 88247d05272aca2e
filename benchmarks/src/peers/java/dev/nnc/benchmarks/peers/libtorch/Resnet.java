package dev.nnc.benchmarks.peers.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Three stages of two residual blocks. */
final class Resnet implements Network {
  private final Tensor image;
  private final Tensor label;
  private final Convolution first;
  private final List<Block> blocks = new ArrayList<>();
  private final Tensor head;
  private final TensorOptional bias;

  Resnet(Parameters parameters) {
    int batch = parameters.task().line().batch();
    image = parameters.input("image", batch, 3, 32, 32);
    label = parameters.classes("label", batch);
    first = new Convolution(parameters, "", 1, 1);
    for (int i = 1; i <= 6; i++) {
      blocks.add(new Block(parameters, "block" + i + ".", i == 3 || i == 5));
    }
    head = parameters.matrix("dense1.W");
    bias = parameters.vector("dense1.b");
  }

  @Override
  public Tensor predict() {
    Tensor x = torch.relu_(first.apply(image));
    for (Block block : blocks) {
      x = block.apply(x);
    }
    return torch.linear(x.mean(2, 3), head, bias);
  }

  @Override
  public Tensor loss() {
    return torch.cross_entropy_loss(predict(), label);
  }

  /** Two convolutions around which the input goes as well. */
  private static final class Block {
    private final Convolution first;
    private final Convolution second;
    private final Optional<Convolution> around;

    Block(Parameters parameters, String path, boolean shrinks) {
      first = new Convolution(parameters, path, 1, shrinks ? 2 : 1);
      second = new Convolution(parameters, path, 2, 1);
      around =
          shrinks ? Optional.of(new Convolution(parameters, path, 3, 2)) : Optional.empty();
    }

    Tensor apply(Tensor x) {
      Tensor y = second.apply(torch.relu_(first.apply(x)));
      Tensor z = around.isPresent() ? around.get().apply(x) : x;
      return torch.relu_(z.add(y));
    }
  }
}
