package dev.nnc.benchmarks.peers.libtorch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A long short-term memory over 64 signs. */
final class Lstm implements Network {
  private static final int STEPS = 64;
  private static final int HIDDEN = 128;
  private static final int SIGNS = 65;

  private final Tensor tokens;
  private final Tensor next;
  private final Tensor embedding;
  private final TensorVector start;
  private final TensorOptional theirBias;
  private final TensorVector cell;
  private final Tensor head;
  private final TensorOptional bias;

  Lstm(Parameters parameters) {
    int batch = parameters.task().line().batch();
    tokens = parameters.classes("tokens", batch, STEPS);
    next = parameters.classes("next", (long) batch * STEPS);
    embedding = parameters.plain("embed.E");
    Tensor zeros = Tensor.create(new float[batch * HIDDEN], 1, batch, HIDDEN);
    start = new TensorVector(zeros, zeros);
    Tensor w = parameters.matrix("memory.cell.W");
    Tensor u = parameters.matrix("memory.cell.U");
    theirBias = parameters.vector("memory.cell.b");
    Tensor b = theirBias.get();
    // libtorch has a second bias, of the product with the state: zeros that do not learn.
    cell = new TensorVector(w, u, b, Tensor.create(new float[4 * HIDDEN], 4 * HIDDEN));
    head = parameters.matrix("head.W");
    bias = parameters.vector("head.b");
  }

  @Override
  public Tensor predict() {
    Tensor x = torch.embedding(embedding, tokens);
    Tensor states = torch.lstm(x, start, cell, true, 1, 0, true, false, true).get0();
    return torch.linear(states, head, bias);
  }

  @Override
  public Tensor loss() {
    return torch.cross_entropy_loss(predict().view(-1, SIGNS), next);
  }
}
