package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.function.IntFunction;

/**
 * A hand-written network that tells for each token of a sequence which one comes next. All steps of
 * all examples are rows, those of one example behind each other.
 */
abstract class SequenceNetwork extends WrittenNetwork {
  /** How many steps an example has. */
  final int steps;

  /** The token of each row. */
  final int[] tokens;

  /** The score of each token to come, a step a row. */
  final float[][] y;

  /** The gradient of the loss with respect to that. */
  final float[][] dy;

  private final float[] input;
  private final float[] target;
  private final float[][] targets;
  private final float[] probability;

  SequenceNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    super(info, batch, initial, descent);
    ModelInfo.Field field = info.inputs().get(0);
    steps = field.size();
    input = batch.column(field);
    target = batch.column(info.targets().get(0));
    tokens = new int[input.length];
    targets = new float[input.length][1];
    y = new float[input.length][field.classCount()];
    dy = new float[input.length][field.classCount()];
    probability = outputs().get(info.outputs().get(0).name());
  }

  /** Computes y from the tokens. */
  abstract void forward(boolean training);

  /** Computes the gradients of all parameters from dy. */
  abstract void backward();

  private void read() {
    for (int r = 0; r < tokens.length; r++) {
      tokens[r] = (int) input[r];
      targets[r][0] = target[r];
    }
  }

  @Override
  public final void predict() {
    read();
    forward(false);
    for (int r = 0; r < y.length; r++) {
      Head.SOFTMAX.apply(y[r], probability, r * y[r].length, 0, 1);
    }
  }

  @Override
  final float differentiate() {
    read();
    forward(true);
    float loss = Loss.CROSS_ENTROPY.of(y, targets, dy);
    backward();
    return loss;
  }
}
