package dev.nnc.benchmarks.network;

import java.util.Arrays;

/**
 * Causal self-attention with several heads: each step takes the mean of the values of the steps up
 * to it, weighted by softmax(q·k/√width). The steps of an example are rows behind each other, the
 * heads are parts of a row; what is remembered of a step are its keys and, behind them, its values.
 */
final class Attention implements Layer {
  private final int steps;
  private final int heads;
  private final int width;
  private final int model;
  private final Dense asking;
  private final Dense remembering;
  private final Dense last;
  private final float[][] queries;
  private final float[][] dQueries;
  private final float[][] memory;
  private final float[][] dMemory;
  private final float[][] mixed;
  private final float[][] dMixed;
  private final float[][] weight;
  private final float[][] across;
  private final float[] dWeight;
  private final float[][] path;

  /**
   * A layer.
   *
   * @param parameters of the network
   * @param name before those of the layer
   * @param heads how many
   * @param rows all steps of all examples
   * @param steps of an example
   */
  Attention(Parameters parameters, String name, int heads, int rows, int steps) {
    this.steps = steps;
    this.heads = heads;
    last = dense(parameters, name, "o");
    asking = dense(parameters, name, "q");
    remembering = dense(parameters, name, "m");
    model = last.width();
    width = model / heads;
    queries = asking.rows(rows);
    dQueries = asking.rows(rows);
    memory = remembering.rows(rows);
    dMemory = remembering.rows(rows);
    mixed = new float[rows][model];
    dMixed = new float[rows][model];
    path = new float[rows][model];
    weight = new float[rows * heads][steps];
    across = new float[model][steps];
    dWeight = new float[steps];
  }

  private static Dense dense(Parameters parameters, String name, String letter) {
    return new Dense(parameters.named(name + "W" + letter), parameters.named(name + "b" + letter));
  }

  @Override
  public void forward(float[][] x, float[][] y) {
    asking.forward(x, queries);
    remembering.forward(x, memory);
    for (int start = 0; start < x.length; start += steps) {
      turn(start, 0);
      for (int i = 0; i < steps; i++) {
        Arrays.fill(mixed[start + i], 0);
        for (int h = 0; h < heads; h++) {
          attend(start, i, h);
        }
      }
    }
    last.forward(mixed, y);
  }

  /**
   * Writes the keys or values of an example, which start at a column, with their axes exchanged.
   */
  private void turn(int start, int column) {
    for (int i = 0; i < steps; i++) {
      for (int c = 0; c < across.length; c++) {
        across[c][i] = memory[start + i][column + c];
      }
    }
  }

  private void attend(int start, int i, int h) {
    float[] w = weight[(start + i) * heads + h];
    float[] q = queries[start + i];
    int from = h * width;
    float scale = 1 / (float) Math.sqrt(width);
    Arrays.fill(w, 0);
    for (int c = from; c < from + width; c++) {
      Rows.addScaled(q[c] * scale, across[c], 0, w, 0, i + 1);
    }
    softmax(w, i + 1);
    for (int j = 0; j <= i; j++) {
      Rows.addScaled(w[j], memory[start + j], model + from, mixed[start + i], from, width);
    }
  }

  private static void softmax(float[] w, int length) {
    float greatest = w[0];
    for (int j = 1; j < length; j++) {
      greatest = Math.max(greatest, w[j]);
    }
    float total = 0;
    for (int j = 0; j < length; j++) {
      w[j] = (float) Math.exp(w[j] - greatest);
      total += w[j];
    }
    for (int j = 0; j < length; j++) {
      w[j] /= total;
    }
  }

  @Override
  public void backward(float[][] x, float[][] dy, float[][] dx) {
    last.backward(mixed, dy);
    last.backwardToInput(dy, dMixed);
    for (int r = 0; r < x.length; r++) {
      Arrays.fill(dQueries[r], 0);
      Arrays.fill(dMemory[r], 0);
    }
    for (int start = 0; start < x.length; start += steps) {
      turn(start, model);
      for (int i = 0; i < steps; i++) {
        for (int h = 0; h < heads; h++) {
          attendBack(start, i, h);
        }
      }
    }
    asking.backward(x, dQueries);
    asking.backwardToInput(dQueries, dx);
    remembering.backward(x, dMemory);
    remembering.backwardToInput(dMemory, path);
    Rows.add(path, dx);
  }

  private void attendBack(int start, int i, int h) {
    float[] w = weight[(start + i) * heads + h];
    float[] d = dMixed[start + i];
    int from = h * width;
    Arrays.fill(dWeight, 0);
    for (int c = from; c < from + width; c++) {
      Rows.addScaled(d[c], across[c], 0, dWeight, 0, i + 1);
    }
    float mean = 0;
    for (int j = 0; j <= i; j++) {
      mean += w[j] * dWeight[j];
    }
    float scale = 1 / (float) Math.sqrt(width);
    for (int j = 0; j <= i; j++) {
      float score = w[j] * (dWeight[j] - mean) * scale;
      float[] remembered = dMemory[start + j];
      Rows.addScaled(score, memory[start + j], from, dQueries[start + i], from, width);
      Rows.addScaled(score, queries[start + i], from, remembered, from, width);
      Rows.addScaled(w[j], d, from, remembered, model + from, width);
    }
  }
}
