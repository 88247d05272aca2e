package dev.nnc.benchmarks.network;

import java.util.Arrays;

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

  /**
   * A layer.
   *
   * @param weights a row an input, a column an output
   * @param biases one an output
   */
  Dense(Parameter weights, Parameter biases) {
    weight = weights.value;
    weightGradient = weights.gradient;
    bias = biases.value[0];
    biasGradient = biases.gradient[0];
    transposed = new float[bias.length][weight.length];
  }

  /** How many numbers it gives. */
  int width() {
    return bias.length;
  }

  /** Room for what it gives for so many examples. */
  float[][] rows(int examples) {
    return new float[examples][bias.length];
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
      Rows.addProduct(x[r], weight, y[r]);
    }
  }

  /** Computes how y changes where x changes by dx: the same without biases. */
  void forwardTangent(float[][] dx, float[][] dy) {
    Rows.product(dx, weight, dy);
  }

  /** Computes the gradients of the parameters from x and the gradient of y. */
  void backward(float[][] x, float[][] dy) {
    for (int i = 0; i < weight.length; i++) {
      Arrays.fill(weightGradient[i], 0);
    }
    addToWeights(x, dy);
    Arrays.fill(biasGradient, 0);
    for (float[] row : dy) {
      Rows.addScaled(1, row, biasGradient);
    }
  }

  /** Adds what comes of a second product with the same weights. */
  void addToWeights(float[][] x, float[][] dy) {
    for (int i = 0; i < weight.length; i++) {
      for (int r = 0; r < x.length; r++) {
        Rows.addScaled(x[r][i], dy[r], weightGradient[i]);
      }
    }
  }

  /** Computes the gradient of x from that of y. */
  void backwardToInput(float[][] dy, float[][] dx) {
    Rows.transpose(weight, transposed);
    Rows.product(dy, transposed, dx);
  }
}
