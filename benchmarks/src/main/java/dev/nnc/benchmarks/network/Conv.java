package dev.nnc.benchmarks.network;

import java.util.Arrays;

/**
 * A two-dimensional convolution with a square kernel. An example is a row, channel by channel. For
 * each example the windows are copied to columns, a row for each weight of a kernel and a place in
 * each column, so that the innermost loops run over all places.
 */
final class Conv {
  private final int size;
  private final int kernel;
  private final int stride;
  private final int padding;
  private final int side;
  private final Parameter kernels;
  private final Parameter biases;
  private final float[][] columns;
  private final float[][] windows;

  /**
   * A convolution.
   *
   * @param kernels a row for each channel that comes out
   * @param biases one for each of those, or null
   * @param channels of an example
   * @param size height and width of an example
   * @param stride between windows
   * @param padding zeros around an example
   */
  Conv(Parameter kernels, Parameter biases, int channels, int size, int stride, int padding) {
    this.kernels = kernels;
    this.biases = biases;
    this.size = size;
    this.stride = stride;
    this.padding = padding;
    int weights = kernels.value[0].length;
    kernel = (int) Math.sqrt((double) weights / channels);
    side = (size + 2 * padding - kernel) / stride + 1;
    columns = new float[weights][side * side];
    windows = new float[side * side][weights];
  }

  /** Height and width of what comes out. */
  int side() {
    return side;
  }

  /** How many channels come out. */
  int width() {
    return kernels.value.length;
  }

  /** Room for what it gives for so many examples. */
  float[][] rows(int examples) {
    return new float[examples][width() * side * side];
  }

  /** Computes y from x, an example a row. */
  void forward(float[][] x, float[][] y) {
    int places = side * side;
    for (int r = 0; r < x.length; r++) {
      unfold(x[r]);
      for (int o = 0; o < width(); o++) {
        float bias = biases == null ? 0 : biases.value[0][o];
        Arrays.fill(y[r], o * places, (o + 1) * places, bias);
        float[] weights = kernels.value[o];
        for (int q = 0; q < weights.length; q++) {
          Rows.addScaled(weights[q], columns[q], 0, y[r], o * places, places);
        }
      }
    }
  }

  /** Computes the gradients of the parameters from x and the gradient of y. */
  void backward(float[][] x, float[][] dy) {
    int places = side * side;
    kernels.clear();
    for (int r = 0; r < x.length; r++) {
      unfold(x[r]);
      Rows.transpose(columns, windows);
      for (int o = 0; o < width(); o++) {
        for (int p = 0; p < places; p++) {
          Rows.addScaled(dy[r][o * places + p], windows[p], kernels.gradient[o]);
        }
      }
    }
    if (biases != null) {
      backwardToBiases(dy);
    }
  }

  private void backwardToBiases(float[][] dy) {
    int places = side * side;
    for (int o = 0; o < width(); o++) {
      float total = 0;
      for (float[] row : dy) {
        for (int p = 0; p < places; p++) {
          total += row[o * places + p];
        }
      }
      biases.gradient[0][o] = total;
    }
  }

  /** Computes the gradient of x from that of y. */
  void backwardToInput(float[][] dy, float[][] dx) {
    int places = side * side;
    for (int r = 0; r < dy.length; r++) {
      for (int q = 0; q < columns.length; q++) {
        Arrays.fill(columns[q], 0);
        for (int o = 0; o < width(); o++) {
          Rows.addScaled(kernels.value[o][q], dy[r], o * places, columns[q], 0, places);
        }
      }
      fold(dx[r]);
    }
  }

  /** Copies the windows of an example to the columns. */
  private void unfold(float[] x) {
    for (int q = 0; q < columns.length; q++) {
      float[] column = columns[q];
      for (int i = 0; i < side; i++) {
        int row = row(q, i);
        for (int j = 0; j < side; j++) {
          int place = stride * j + q % kernel - padding;
          boolean inside = row >= 0 && place >= 0 && place < size;
          column[i * side + j] = inside ? x[row + place] : 0;
        }
      }
    }
  }

  /** Adds the columns up where the windows of an example lie. */
  private void fold(float[] dx) {
    Arrays.fill(dx, 0);
    for (int q = 0; q < columns.length; q++) {
      float[] column = columns[q];
      for (int i = 0; i < side; i++) {
        int row = row(q, i);
        for (int j = 0; j < side; j++) {
          int place = stride * j + q % kernel - padding;
          if (row >= 0 && place >= 0 && place < size) {
            dx[row + place] += column[i * side + j];
          }
        }
      }
    }
  }

  /** Where the row of an example starts that weight q meets in row i of windows; -1 outside. */
  private int row(int q, int i) {
    int row = stride * i + q / kernel % kernel - padding;
    return row < 0 || row >= size ? -1 : (q / (kernel * kernel) * size + row) * size;
  }
}
