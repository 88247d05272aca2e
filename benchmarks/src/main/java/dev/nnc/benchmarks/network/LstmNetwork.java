package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.function.IntFunction;

/**
 * The network of {@code char-rnn}, written by hand: an embedding, a long short-term memory, scores.
 */
final class LstmNetwork extends SequenceNetwork {
  private final Parameter table;
  private final Embedding embedding;
  private final Lstm lstm;
  private final Dense head;
  private final float[][] x;
  private final float[][] dx;
  private final float[][] h;
  private final float[][] dh;

  LstmNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    super(info, batch, initial, descent);
    int rows = tokens.length;
    table = weights.named("embed.E");
    embedding = new Embedding(table);
    lstm = new Lstm(weights.dense("cell"), weights.named("cell.U"), rows, steps);
    head = weights.dense("head");
    x = new float[rows][embedding.width()];
    dx = new float[rows][embedding.width()];
    h = new float[rows][lstm.width()];
    dh = new float[rows][lstm.width()];
  }

  @Override
  void forward(boolean training) {
    embedding.forward(tokens, x);
    lstm.forward(x, h);
    head.forward(h, y);
  }

  @Override
  void backward() {
    head.backward(h, dy);
    head.backwardToInput(dy, dh);
    lstm.backward(x, h, dh, dx);
    table.clear();
    embedding.addBackward(tokens, dx);
  }
}
