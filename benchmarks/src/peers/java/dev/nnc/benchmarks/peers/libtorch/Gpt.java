package dev.nnc.benchmarks.peers.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A transformer of four layers over 128 signs. */
final class Gpt implements Network {
  private static final int STEPS = 128;
  private static final int WIDTH = 128;
  private static final int HEADS = 4;
  private static final int LAYERS = 4;
  private static final int SIGNS = 65;
  private static final long[] NORMAL = {WIDTH};
  private static final double EPSILON = 1e-5;

  private final int batch;
  private final Tensor tokens;
  private final Tensor next;
  private final Tensor token;
  private final Tensor place;
  private final List<Block> blocks = new ArrayList<>();
  private final TensorOptional gain;
  private final TensorOptional bias;
  private final Tensor head;

  Gpt(Parameters parameters) {
    batch = parameters.task().line().batch();
    tokens = parameters.classes("tokens", batch, STEPS);
    next = parameters.classes("next", (long) batch * STEPS);
    token = parameters.plain("token.E");
    place = parameters.plain("place.P");
    for (int i = 1; i <= LAYERS; i++) {
      blocks.add(new Block(parameters, "transformer_block" + i));
    }
    gain = parameters.vector("norm.gain");
    bias = parameters.vector("norm.bias");
    head = parameters.matrix("head.W");
  }

  @Override
  public Tensor predict() {
    Tensor x = torch.embedding(token, tokens).add(place);
    for (Block block : blocks) {
      x = block.apply(x);
    }
    return torch.linear(norm(x, gain, bias), head);
  }

  @Override
  public Tensor loss() {
    return torch.cross_entropy_loss(predict().view(-1, SIGNS), next);
  }

  private static Tensor norm(Tensor x, TensorOptional gain, TensorOptional bias) {
    return torch.layer_norm(x, NORMAL, gain, bias, EPSILON, true);
  }

  /** Attention and a dense part, each normalised first. */
  private final class Block {
    private final TensorOptional gain1;
    private final TensorOptional bias1;
    private final Tensor queriesKeysValues;
    private final TensorOptional theirBias;
    private final Tensor mix;
    private final TensorOptional mixBias;
    private final TensorOptional gain2;
    private final TensorOptional bias2;
    private final Tensor wide;
    private final TensorOptional wideBias;
    private final Tensor narrow;
    private final TensorOptional narrowBias;
    private final TensorOptional noMask = new TensorOptional();
    private final DoubleOptional usualScale = new DoubleOptional();

    Block(Parameters parameters, String name) {
      gain1 = parameters.vector(name + ".norm1.gain");
      bias1 = parameters.vector(name + ".norm1.bias");
      String both = name + ".mix.both.";
      queriesKeysValues = parameters.matrix(both + "Wq", both + "Wk", both + "Wv");
      theirBias = parameters.vector(both + "bq", both + "bk", both + "bv");
      mix = parameters.matrix(both + "Wo");
      mixBias = parameters.vector(both + "bo");
      gain2 = parameters.vector(name + ".norm2.gain");
      bias2 = parameters.vector(name + ".norm2.bias");
      wide = parameters.matrix(name + ".wide.W");
      wideBias = parameters.vector(name + ".wide.b");
      narrow = parameters.matrix(name + ".narrow.W");
      narrowBias = parameters.vector(name + ".narrow.b");
    }

    Tensor apply(Tensor x) {
      Tensor all = torch.linear(norm(x, gain1, bias1), queriesKeysValues, theirBias);
      TensorVector parts = all.split(WIDTH, 2);
      Tensor attended =
          torch.scaled_dot_product_attention(
              heads(parts.get(0)),
              heads(parts.get(1)),
              heads(parts.get(2)),
              noMask,
              0,
              true,
              usualScale,
              false);
      Tensor together = attended.transpose(1, 2).reshape(batch, STEPS, WIDTH);
      Tensor h = x.add(torch.linear(together, mix, mixBias));
      Tensor hidden = torch.gelu(torch.linear(norm(h, gain2, bias2), wide, wideBias));
      return h.add(torch.linear(hidden, narrow, narrowBias));
    }

    private Tensor heads(Tensor x) {
      return x.view(batch, STEPS, HEADS, WIDTH / HEADS).transpose(1, 2);
    }
  }
}
