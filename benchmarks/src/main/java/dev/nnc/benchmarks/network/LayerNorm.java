package dev.nnc.benchmarks.network;

/** gain·(x - mean)/√(variance + 10⁻⁵) + bias over each row. */
final class LayerNorm implements Layer {
  private static final float EPSILON = 1e-5f;
  private final Parameter gain;
  private final Parameter bias;
  private final float[][] normal;
  private final float[] scale;

  /** A layer for so many rows. */
  LayerNorm(Parameter gain, Parameter bias, int rows) {
    this.gain = gain;
    this.bias = bias;
    normal = new float[rows][gain.value[0].length];
    scale = new float[rows];
  }

  @Override
  public void forward(float[][] x, float[][] y) {
    int width = gain.value[0].length;
    for (int r = 0; r < x.length; r++) {
      float mean = 0;
      for (int j = 0; j < width; j++) {
        mean += x[r][j];
      }
      mean /= width;
      float variance = 0;
      for (int j = 0; j < width; j++) {
        variance += (x[r][j] - mean) * (x[r][j] - mean);
      }
      scale[r] = 1 / (float) Math.sqrt(variance / width + EPSILON);
      for (int j = 0; j < width; j++) {
        normal[r][j] = (x[r][j] - mean) * scale[r];
        y[r][j] = gain.value[0][j] * normal[r][j] + bias.value[0][j];
      }
    }
  }

  @Override
  public void backward(float[][] x, float[][] dy, float[][] dx) {
    gain.clear();
    bias.clear();
    for (int r = 0; r < x.length; r++) {
      float[] n = normal[r];
      float mean = 0;
      float along = 0;
      for (int j = 0; j < n.length; j++) {
        gain.gradient[0][j] += dy[r][j] * n[j];
        bias.gradient[0][j] += dy[r][j];
        dx[r][j] = gain.value[0][j] * dy[r][j];
        mean += dx[r][j];
        along += dx[r][j] * n[j];
      }
      mean /= n.length;
      along /= n.length;
      for (int j = 0; j < n.length; j++) {
        dx[r][j] = scale[r] * (dx[r][j] - mean - along * n[j]);
      }
    }
  }
}
