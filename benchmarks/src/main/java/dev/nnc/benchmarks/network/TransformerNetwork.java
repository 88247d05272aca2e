package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The network of {@code tiny-gpt}, written by hand: embeddings of tokens and positions, blocks of
 * causal attention and of two fully connected layers, scores by the table of the tokens.
 */
final class TransformerNetwork extends SequenceNetwork {
  private static final int HEADS = 4;
  private static final float DROPPED = 0.1f;

  private final Parameter table;
  private final Parameter places;
  private final Embedding embedding;
  private final Embedding position;
  private final int[] place;
  private final List<Residual> blocks = new ArrayList<>();
  private final LayerNorm norm;
  private final List<float[][]> h = new ArrayList<>();
  private final float[][] normal;
  private final float[][] dNormal;
  private final float[][] dh;
  private final float[][] across;

  TransformerNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    super(info, batch, initial, descent);
    table = weights.named("token.E");
    places = weights.named("position.E");
    embedding = new Embedding(table);
    position = new Embedding(places);
    place = new int[tokens.length];
    for (int r = 0; r < place.length; r++) {
      place[r] = r % steps;
    }
    h.add(rows());
    for (int k = 1; weights.named("residual" + k + ".layer_norm1.gain") != null; k++) {
      String name = "residual" + k + ".";
      Layer inner =
          k % 2 == 1
              ? new Attention(weights, name + "attention1.both.", HEADS, tokens.length, steps)
              : new FeedForward(
                  weights.dense(name + "dense1"), weights.dense(name + "dense2"), tokens.length);
      Dropout dropout = new Dropout(k - 1, DROPPED, tokens.length, steps, embedding.width());
      blocks.add(new Residual(norm(name), inner, dropout, tokens.length, embedding.width()));
      h.add(rows());
    }
    norm = norm("");
    normal = rows();
    dNormal = rows();
    dh = rows();
    across = new float[embedding.width()][table.value.length];
  }

  private float[][] rows() {
    return new float[tokens.length][embedding.width()];
  }

  private LayerNorm norm(String name) {
    return new LayerNorm(
        weights.named(name + "layer_norm1.gain"),
        weights.named(name + "layer_norm1.bias"),
        tokens.length);
  }

  @Override
  void forward(boolean training) {
    // The second embedding is added; `normal` is free until the end.
    embedding.forward(tokens, h.get(0));
    position.forward(place, normal);
    Rows.add(normal, h.get(0));
    for (int k = 0; k < blocks.size(); k++) {
      blocks.get(k).forward(h.get(k), h.get(k + 1), training);
    }
    norm.forward(h.get(blocks.size()), normal);
    Rows.transpose(table.value, across);
    Rows.product(normal, across, y);
  }

  @Override
  void backward() {
    table.clear();
    places.clear();
    for (int r = 0; r < dy.length; r++) {
      for (int c = 0; c < dy[r].length; c++) {
        Rows.addScaled(dy[r][c], normal[r], table.gradient[c]);
      }
    }
    Rows.product(dy, table.value, dNormal);
    norm.backward(h.get(blocks.size()), dNormal, dh);
    for (int k = blocks.size() - 1; k >= 0; k--) {
      blocks.get(k).addBackward(h.get(k), dh);
    }
    embedding.addBackward(tokens, dh);
    position.addBackward(place, dh);
  }
}
