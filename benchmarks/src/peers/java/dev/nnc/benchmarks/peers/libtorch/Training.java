package dev.nnc.benchmarks.peers.libtorch;

import dev.nnc.benchmarks.peers.Answer;
import dev.nnc.benchmarks.peers.Contestant;
import dev.nnc.benchmarks.peers.Task;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A step: loss, gradients by libtorch's tape, update in place. */
final class Training implements Contestant {
  private final Parameters parameters;
  private final Network network;
  private final TensorVector all;
  private Scalar rate;

  Training(Task task, Parameters parameters, Network network) {
    this.parameters = parameters;
    this.network = network;
    parameters.complete();
    all = parameters.all();
    rate = new Scalar(-Task.RATE);
  }

  @Override
  @SuppressWarnings("try")
  public void run() {
    try (PointerScope scope = new PointerScope()) {
      TensorVector gradients = torch.grad(new TensorVector(network.loss()), all);
      update(gradients);
    }
  }

  private void update(TensorVector gradients) {
    NoGradGuard guard = new NoGradGuard();
    List<Tensor> tensors = parameters.tensors();
    for (int i = 0; i < tensors.size(); i++) {
      tensors.get(i).add_(gradients.get(i), rate);
    }
    guard.close();
  }

  @Override
  @SuppressWarnings("try")
  public Answer answer() {
    try (PointerScope scope = new PointerScope()) {
      Tensor loss = network.loss();
      TensorVector gradients = torch.grad(new TensorVector(loss), all);
      List<Tensor> before = new ArrayList<>();
      NoGradGuard guard = new NoGradGuard();
      parameters.tensors().forEach(tensor -> before.add(tensor.clone()));
      guard.close();
      update(gradients);
      Answer answer =
          Answer.step(
              loss.item_float(),
              parameters.numbers(List.of(gradients.get())),
              parameters.numbers(parameters.tensors()));
      restore(before);
      return answer;
    } finally {
      rate = new Scalar(0f);
    }
  }

  private void restore(List<Tensor> before) {
    NoGradGuard guard = new NoGradGuard();
    for (int i = 0; i < before.size(); i++) {
      parameters.tensors().get(i).copy_(before.get(i));
    }
    guard.close();
  }
}
