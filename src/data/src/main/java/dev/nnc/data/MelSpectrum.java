package dev.nnc.data;

import dev.nnc.runtime.Numeric;

/**
 * The features of speech: for each frame of a recording, the logarithm of its power in bands that
 * are equally wide to the ear.
 *
 * <p>Frame t has the samples from {@code t hop} on, as many as the window is long, weighted by
 * Hann's window {@code (1 - cos(2 pi n / N)) / 2}. Its power spectrum is {@code |X[k]|^2}, X being
 * the discrete Fourier transform over the next power of two. Band m is the sum of the powers, each
 * weighted by a triangle that rises from the middle of band m - 1 to that of band m and falls to
 * that of band m + 1; the middles are equally spaced from 0 to half the rate in mel, {@code mel(f)
 * = 2595 log10(1 + f / 700)} (O'Shaughnessy, "Speech communication", 1987; the bands after Davis
 * and Mermelstein, "Comparison of parametric representations for monosyllabic word recognition",
 * 1980). The feature is {@code ln(max(band, 1e-10))}. All is computed in double.
 */
final class MelSpectrum {
  /** What silence has. */
  static final double SILENCE = Numeric.log(1e-10);

  private static final double LEAST = 1e-10;

  private final int length;
  private final int hop;
  private final int points;
  private final double[] window;
  private final double[][] bands;
  private final double[] cosines;
  private final double[] sines;

  /**
   * Prepares the transform.
   *
   * @param rate samples a second
   * @param length of a window, in samples
   * @param hop from one frame to the next, in samples
   * @param count how many bands
   */
  MelSpectrum(int rate, int length, int hop, int count) {
    this.length = length;
    this.hop = hop;
    points = Integer.highestOneBit(Math.max(1, length - 1)) * 2;
    window = new double[length];
    for (int n = 0; n < length; n++) {
      window[n] = (1 - Numeric.cos(2 * Math.PI * n / length)) / 2;
    }
    cosines = new double[points / 2];
    sines = new double[points / 2];
    for (int k = 0; k < points / 2; k++) {
      cosines[k] = Numeric.cos(-2 * Math.PI * k / points);
      sines[k] = Numeric.sin(-2 * Math.PI * k / points);
    }
    bands = bands(rate, count);
  }

  private static double mel(double frequency) {
    return 2595 * Numeric.log(1 + frequency / 700) / Numeric.log(10.0);
  }

  private static double frequency(double mel) {
    return 700 * (Numeric.pow(10.0, mel / 2595) - 1);
  }

  private double[][] bands(int rate, int count) {
    double step = mel(rate / 2.0) / (count + 1);
    double[][] weights = new double[count][points / 2 + 1];
    for (int m = 0; m < count; m++) {
      double low = frequency(m * step);
      double middle = frequency((m + 1) * step);
      double high = frequency((m + 2) * step);
      for (int k = 0; k <= points / 2; k++) {
        double f = (double) k * rate / points;
        weights[m][k] =
            Math.max(0, Math.min((f - low) / (middle - low), (high - f) / (high - middle)));
      }
    }
    return weights;
  }

  /** How many frames a recording has: those that lie in it as a whole, at least one. */
  int frames(int samples) {
    return samples <= length ? 1 : 1 + (samples - length) / hop;
  }

  /**
   * The features of a recording.
   *
   * @param samples what is missing from the first frame is silence
   * @return frame after frame
   */
  float[] of(float[] samples) {
    int frames = frames(samples.length);
    float[] features = new float[frames * bands.length];
    double[] real = new double[points];
    double[] imaginary = new double[points];
    for (int t = 0; t < frames; t++) {
      for (int n = 0; n < points; n++) {
        int at = t * hop + n;
        real[n] = n < length && at < samples.length ? window[n] * samples[at] : 0;
        imaginary[n] = 0;
      }
      transform(real, imaginary);
      for (int m = 0; m < bands.length; m++) {
        double sum = 0;
        for (int k = 0; k <= points / 2; k++) {
          sum += bands[m][k] * (real[k] * real[k] + imaginary[k] * imaginary[k]);
        }
        features[t * bands.length + m] = (float) Numeric.log(Math.max(sum, LEAST));
      }
    }
    return features;
  }

  /**
   * The discrete Fourier transform {@code X[k] = sum[n] x[n] e^(-2 pi i k n / N)}, in place (Cooley
   * and Tukey, "An algorithm for the machine calculation of complex Fourier series", 1965).
   */
  void transform(double[] real, double[] imaginary) {
    for (int i = 1, j = 0; i < points; i++) {
      int bit = points >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        swap(real, i, j);
        swap(imaginary, i, j);
      }
    }
    for (int size = 2; size <= points; size <<= 1) {
      int half = size / 2;
      for (int start = 0; start < points; start += size) {
        for (int k = 0; k < half; k++) {
          double c = cosines[k * (points / size)];
          double s = sines[k * (points / size)];
          int a = start + k;
          int b = a + half;
          double re = real[b] * c - imaginary[b] * s;
          double im = real[b] * s + imaginary[b] * c;
          real[b] = real[a] - re;
          imaginary[b] = imaginary[a] - im;
          real[a] += re;
          imaginary[a] += im;
        }
      }
    }
  }

  private static void swap(double[] values, int i, int j) {
    double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }

  /** How many points the transform has. */
  int points() {
    return points;
  }
}
