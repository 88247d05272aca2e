package dev.nnc.benchmarks.network;

import java.util.Arrays;

/**
 * A long short-term memory over sequences, whose steps are rows behind each other. With z = x W + h
 * U + b, one part a gate: i = σ(z₀), f = σ(z₁), g = tanh(z₂), o = σ(z₃); c' = f·c + i·g and h' =
 * o·tanh(c').
 */
final class Lstm {
  private final int steps;
  private final int width;
  private final Dense input;
  private final Parameter recurrent;
  private final float[][] transposed;
  private final float[][] gates;
  private final float[][] cell;
  private final float[][] squashed;
  private final float[][] dGates;
  private final float[] dCell;
  private final float[] dState;

  /**
   * A layer.
   *
   * @param input to the four gates, one behind the other
   * @param recurrent from the state to the four gates
   * @param rows all steps of all examples
   * @param steps of an example
   */
  Lstm(Dense input, Parameter recurrent, int rows, int steps) {
    this.input = input;
    this.recurrent = recurrent;
    this.steps = steps;
    width = recurrent.value.length;
    transposed = new float[4 * width][width];
    gates = new float[rows][4 * width];
    dGates = new float[rows][4 * width];
    cell = new float[rows][width];
    squashed = new float[rows][width];
    dCell = new float[width];
    dState = new float[width];
  }

  /** How many cells it has. */
  int width() {
    return width;
  }

  /** Computes the state of each step, h, from x. */
  void forward(float[][] x, float[][] h) {
    input.forward(x, gates);
    for (int r = 0; r < x.length; r++) {
      boolean first = r % steps == 0;
      if (!first) {
        Rows.addProduct(h[r - 1], recurrent.value, gates[r]);
      }
      step(gates[r], first ? null : cell[r - 1], cell[r], squashed[r], h[r]);
    }
  }

  private void step(float[] z, float[] before, float[] c, float[] tanh, float[] h) {
    for (int j = 0; j < width; j++) {
      float i = sigmoid(z[j]);
      float f = sigmoid(z[width + j]);
      float g = (float) Math.tanh(z[2 * width + j]);
      float o = sigmoid(z[3 * width + j]);
      c[j] = i * g + (before == null ? 0 : f * before[j]);
      tanh[j] = (float) Math.tanh(c[j]);
      h[j] = o * tanh[j];
      z[j] = i;
      z[width + j] = f;
      z[2 * width + j] = g;
      z[3 * width + j] = o;
    }
  }

  private static float sigmoid(float x) {
    return 1 / (1 + (float) Math.exp(-x));
  }

  /** Computes the gradients of the parameters and of x from that of h. */
  void backward(float[][] x, float[][] h, float[][] dh, float[][] dx) {
    Rows.transpose(recurrent.value, transposed);
    recurrent.clear();
    for (int r = x.length - 1; r >= 0; r--) {
      boolean first = r % steps == 0;
      if (r % steps == steps - 1) {
        Arrays.fill(dCell, 0);
        Arrays.fill(dState, 0);
      }
      Rows.addScaled(1, dh[r], dState);
      stepBack(gates[r], first ? null : cell[r - 1], squashed[r], dGates[r]);
      Arrays.fill(dState, 0);
      Rows.addProduct(dGates[r], transposed, dState);
      for (int k = 0; k < width && !first; k++) {
        Rows.addScaled(h[r - 1][k], dGates[r], recurrent.gradient[k]);
      }
    }
    input.backward(x, dGates);
    input.backwardToInput(dGates, dx);
  }

  /** From the gradients of a step's state and cell to those of its gates and of the cell before. */
  private void stepBack(float[] gate, float[] before, float[] tanh, float[] dz) {
    for (int j = 0; j < width; j++) {
      float i = gate[j];
      float f = gate[width + j];
      float g = gate[2 * width + j];
      float o = gate[3 * width + j];
      float dc = dCell[j] + dState[j] * o * (1 - tanh[j] * tanh[j]);
      dz[j] = dc * g * i * (1 - i);
      dz[width + j] = before == null ? 0 : dc * before[j] * f * (1 - f);
      dz[2 * width + j] = dc * i * (1 - g * g);
      dz[3 * width + j] = dState[j] * tanh[j] * o * (1 - o);
      dCell[j] = dc * f;
    }
  }
}
