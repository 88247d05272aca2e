package dev.nnc.benchmarks.network;

/** Two fully connected layers with gelu(z) = z·Φ(z) between them, Φ the normal distribution. */
final class FeedForward implements Layer {
  private final Dense wide;
  private final Dense narrow;
  private final float[][] z;
  private final float[][] a;
  private final float[][] slope;
  private final float[][] dz;

  /** Layers for so many rows. */
  FeedForward(Dense wide, Dense narrow, int rows) {
    this.wide = wide;
    this.narrow = narrow;
    z = wide.rows(rows);
    a = wide.rows(rows);
    slope = wide.rows(rows);
    dz = wide.rows(rows);
  }

  @Override
  public void forward(float[][] x, float[][] y) {
    wide.forward(x, z);
    for (int r = 0; r < z.length; r++) {
      activate(z[r], a[r], slope[r]);
    }
    narrow.forward(a, y);
  }

  /**
   * Φ(z) by formula 7.1.26 of Abramowitz and Stegun (1964), with an error below 10⁻⁷; the slope is
   * Φ(z) + z·φ(z).
   */
  private static void activate(float[] z, float[] a, float[] slope) {
    for (int j = 0; j < z.length; j++) {
      float bell = (float) Math.exp(-0.5f * z[j] * z[j]);
      float t = 1 / (1 + 0.3275911f * Math.abs(z[j]) * 0.70710678f);
      float p = 1.061405429f * t - 1.453152027f;
      p = ((p * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f;
      float tail = 0.5f * p * t * bell;
      float below = z[j] < 0 ? tail : 1 - tail;
      a[j] = z[j] * below;
      slope[j] = below + z[j] * bell * 0.39894228f;
    }
  }

  @Override
  public void backward(float[][] x, float[][] dy, float[][] dx) {
    narrow.backward(a, dy);
    narrow.backwardToInput(dy, dz);
    for (int r = 0; r < dz.length; r++) {
      for (int j = 0; j < dz[r].length; j++) {
        dz[r][j] *= slope[r][j];
      }
    }
    wide.backward(x, dz);
    wide.backwardToInput(dz, dx);
  }
}
