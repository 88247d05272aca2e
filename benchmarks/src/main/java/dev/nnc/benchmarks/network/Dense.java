package dev.nnc.benchmarks.network;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * A fully connected layer as plain loops: y = x W + b. Rows are arrays of their own and the
 * innermost loops run over columns with one index, which C2 turns into vector code.
 */
final class Dense {
  private final float[][] weight;
  private final float[][] transposed;
  private final float[][] weightGradient;
  private final float[] bias;
  private final float[] biasGradient;
  private final Descent[] descents;
  private final Descent biasDescent;

  /**
   * A layer.
   *
   * @param inputs numbers it reads
   * @param outputs numbers it gives
   * @param initial parameters to copy: weights input by input, then biases
   * @param offset where they start
   * @param descent makes what changes so many numbers
   */
  Dense(int inputs, int outputs, float[] initial, int offset, IntFunction<Descent> descent) {
    weight = new float[inputs][outputs];
    transposed = new float[outputs][inputs];
    weightGradient = new float[inputs][outputs];
    bias = new float[outputs];
    biasGradient = new float[outputs];
    descents = new Descent[inputs];
    for (int i = 0; i < inputs; i++) {
      System.arraycopy(initial, offset + i * outputs, weight[i], 0, outputs);
      descents[i] = descent.apply(outputs);
    }
    System.arraycopy(initial, offset + inputs * outputs, bias, 0, outputs);
    biasDescent = descent.apply(outputs);
  }

  /** The weights of one input. */
  float[] weights(int input) {
    return weight[input];
  }

  /** The gradients of the weights of one input. */
  float[] weightGradients(int input) {
    return weightGradient[input];
  }

  /** Computes y from x, an example a row. */
  void forward(float[][] x, float[][] y) {
    for (int r = 0; r < x.length; r++) {
      System.arraycopy(bias, 0, y[r], 0, bias.length);
      addProduct(x[r], y[r]);
    }
  }

  /** Computes how y changes where x changes by dx: the same without biases. */
  void forwardTangent(float[][] dx, float[][] dy) {
    for (int r = 0; r < dx.length; r++) {
      Arrays.fill(dy[r], 0);
      addProduct(dx[r], dy[r]);
    }
  }

  private void addProduct(float[] x, float[] y) {
    for (int i = 0; i < weight.length; i++) {
      addScaled(x[i], weight[i], y);
    }
  }

  /** Computes the gradients of the parameters from x and the gradient of y. */
  void backward(float[][] x, float[][] dy) {
    for (int i = 0; i < weight.length; i++) {
      Arrays.fill(weightGradient[i], 0);
    }
    addToWeights(x, dy);
    Arrays.fill(biasGradient, 0);
    for (float[] row : dy) {
      addScaled(1, row, biasGradient);
    }
  }

  /** Adds what comes of a second product with the same weights. */
  void addToWeights(float[][] x, float[][] dy) {
    for (int i = 0; i < weight.length; i++) {
      for (int r = 0; r < x.length; r++) {
        addScaled(x[r][i], dy[r], weightGradient[i]);
      }
    }
  }

  /** Computes the gradient of x from that of y. */
  void backwardToInput(float[][] dy, float[][] dx) {
    for (int i = 0; i < weight.length; i++) {
      for (int j = 0; j < bias.length; j++) {
        transposed[j][i] = weight[i][j];
      }
    }
    for (int r = 0; r < dy.length; r++) {
      Arrays.fill(dx[r], 0);
      for (int j = 0; j < bias.length; j++) {
        addScaled(dy[r][j], transposed[j], dx[r]);
      }
    }
  }

  /** Takes a step against the gradients. */
  void update(float factor) {
    for (int i = 0; i < weight.length; i++) {
      descents[i].step(weight[i], weightGradient[i], factor);
    }
    biasDescent.step(bias, biasGradient, factor);
  }

  /** Copies parameters or gradients to where the compiler has them. */
  void copy(boolean gradients, float[] target, int offset) {
    int place = offset;
    for (float[] row : gradients ? weightGradient : weight) {
      System.arraycopy(row, 0, target, place, row.length);
      place += row.length;
    }
    System.arraycopy(gradients ? biasGradient : bias, 0, target, place, bias.length);
  }

  private static void addScaled(float factor, float[] from, float[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * from[j];
    }
  }
}
