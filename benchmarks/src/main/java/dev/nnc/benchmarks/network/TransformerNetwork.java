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
    String block = "blocks.block.";
    while (weights.named(block + "norm1.gain") != null) {
      Layer attention = new Attention(weights, block + "mix.", HEADS, tokens.length, steps);
      add(norm(block + "norm1"), attention);
      Dense wide = weights.dense(block + "wide");
      Dense narrow = weights.dense(block + "narrow");
      add(norm(block + "norm2"), new FeedForward(wide, narrow, tokens.length));
      block = block.replace("block.", "rest.block.");
    }
    norm = norm("norm");
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
        weights.named(name + ".gain"), weights.named(name + ".bias"), tokens.length);
  }

  private void add(LayerNorm before, Layer inner) {
    int width = embedding.width();
    Dropout dropout = new Dropout(blocks.size(), DROPPED, tokens.length, steps, width);
    blocks.add(new Residual(before, inner, dropout, tokens.length, width));
    h.add(rows());
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
