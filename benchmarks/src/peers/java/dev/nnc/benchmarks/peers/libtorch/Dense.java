package dev.nnc.benchmarks.peers.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Layers that are fully connected. */
final class Dense implements Network {
  private static final int LAYERS = 3;

  private final List<Tensor> weights = new ArrayList<>();
  private final List<TensorOptional> biases = new ArrayList<>();
  private final UnaryOperator<Tensor> activation;
  private final Tensor input;
  private final Tensor target;
  private final boolean classes;

  private Dense(
      Parameters parameters,
      UnaryOperator<Tensor> activation,
      Tensor input,
      Tensor target,
      boolean classes) {
    for (int i = 1; i <= LAYERS; i++) {
      weights.add(parameters.matrix("dense" + i + ".W"));
      biases.add(parameters.vector("dense" + i + ".b"));
    }
    this.activation = activation;
    this.input = input;
    this.target = target;
    this.classes = classes;
  }

  /** 3-16-16-1 with tanh. */
  static Network tiny(Parameters parameters) {
    int batch = parameters.task().line().batch();
    Tensor x = parameters.input("x", batch, 3);
    Tensor y = parameters.input("y", batch, 1);
    return new Dense(parameters, torch::tanh, x, y, false);
  }

  /** 784 to 10 with relu. */
  static Network digits(Parameters parameters) {
    int batch = parameters.task().line().batch();
    Tensor image = parameters.input("image", batch, 784);
    Tensor label = parameters.classes("label", batch);
    return new Dense(parameters, torch::relu, image, label, true);
  }

  @Override
  public Tensor predict() {
    Tensor x = input;
    for (int i = 0; i < LAYERS; i++) {
      x = torch.linear(x, weights.get(i), biases.get(i));
      if (i < LAYERS - 1) {
        x = activation.apply(x);
      }
    }
    return x;
  }

  @Override
  public Tensor loss() {
    Tensor outputs = predict();
    return classes ? torch.cross_entropy_loss(outputs, target) : torch.mse_loss(outputs, target);
  }
}
