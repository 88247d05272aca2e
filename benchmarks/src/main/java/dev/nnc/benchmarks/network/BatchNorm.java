package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.Arrays;

/**
 * gain·(x - mean)/√(variance + 10⁻⁵) + bias, the mean and the variance of each channel over all
 * places of all examples; in predictions those that are given. An example is a row, channel by
 * channel.
 */
final class BatchNorm {
  private static final float EPSILON = 1e-5f;
  private static final float MOMENTUM = 0.1f;
  private final Parameter gain;
  private final Parameter bias;
  private final float[] states;
  private final float[] carried;
  private final int places;
  private final float[][] normal;
  private final float[] scale;

  /**
   * A layer.
   *
   * @param info tells where the states are
   * @param batch holds them
   * @param weights all parameters
   * @param name of the layer
   * @param places of a channel
   */
  BatchNorm(ModelInfo info, Batch batch, Parameters weights, String name, int places) {
    this.places = places;
    gain = weights.named(name + ".gain");
    bias = weights.named(name + ".bias");
    int channels = gain.value[0].length;
    int offset =
        info.states().stream()
            .filter(state -> state.name().equals(name + ".center"))
            .findFirst()
            .orElseThrow()
            .offset();
    states = Arrays.copyOfRange(batch.states(), offset, offset + 2 * channels);
    carried = states.clone();
    normal = new float[batch.count()][channels * places];
    scale = new float[channels];
  }

  /** Normalises rows in place. */
  void forward(float[][] x, boolean training) {
    for (int k = 0; k < scale.length; k++) {
      float mean = training ? mean(x, k) : states[k];
      float variance = training ? variance(x, k, mean) : states[scale.length + k];
      if (training) {
        carry(k, mean, variance, x.length * places);
      }
      scale[k] = 1 / (float) Math.sqrt(variance + EPSILON);
      float factor = gain.value[0][k];
      float added = bias.value[0][k];
      for (int r = 0; r < x.length; r++) {
        for (int p = k * places; p < (k + 1) * places; p++) {
          normal[r][p] = (x[r][p] - mean) * scale[k];
          x[r][p] = factor * normal[r][p] + added;
        }
      }
    }
  }

  /** What the next step would find. */
  private void carry(int channel, float mean, float variance, int count) {
    int other = scale.length + channel;
    carried[channel] = states[channel] + MOMENTUM * (mean - states[channel]);
    float free = variance * count / Math.max(count - 1, 1);
    carried[other] = states[other] + MOMENTUM * (free - states[other]);
  }

  private float mean(float[][] x, int channel) {
    double sum = 0;
    for (float[] row : x) {
      for (int p = channel * places; p < (channel + 1) * places; p++) {
        sum += row[p];
      }
    }
    return (float) (sum / (x.length * places));
  }

  private float variance(float[][] x, int channel, float mean) {
    double sum = 0;
    for (float[] row : x) {
      for (int p = channel * places; p < (channel + 1) * places; p++) {
        sum += (row[p] - mean) * (row[p] - mean);
      }
    }
    return (float) (sum / (x.length * places));
  }

  /** Computes the gradients of the parameters, and in place that of x from that of y. */
  void backward(float[][] dy) {
    for (int k = 0; k < scale.length; k++) {
      double total = 0;
      double along = 0;
      for (int r = 0; r < dy.length; r++) {
        for (int p = k * places; p < (k + 1) * places; p++) {
          total += dy[r][p];
          along += dy[r][p] * normal[r][p];
        }
      }
      bias.gradient[0][k] = (float) total;
      gain.gradient[0][k] = (float) along;
      float factor = gain.value[0][k] * scale[k];
      float mean = (float) (total / (dy.length * places));
      float slope = (float) (along / (dy.length * places));
      for (int r = 0; r < dy.length; r++) {
        for (int p = k * places; p < (k + 1) * places; p++) {
          dy[r][p] = factor * (dy[r][p] - mean - slope * normal[r][p]);
        }
      }
    }
  }
}
