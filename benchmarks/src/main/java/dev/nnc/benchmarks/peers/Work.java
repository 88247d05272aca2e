package dev.nnc.benchmarks.peers;

/**
 * The arithmetic that a network cannot do without: the multiply-adds of its products with weights
 * and of attention. Each product y = x·W of a step is there three times, forward, for the gradient
 * of W and for that of x; the last not where x is the data. Everything else (activations, losses,
 * normalisation, updates) counts nothing, and causal attention counts in full.
 */
final class Work {
  private double forward;
  private double ofData;

  private Work() {}

  /** Floating-point operations of a whole step or prediction; a multiply-add is two. */
  static double flops(Line line) {
    Work work = new Work();
    switch (line) {
      case TINY, TINY_BATCH, TINY_PREDICT -> work.dense(3, 16, 16, 1);
      case DIGITS, DIGITS_PREDICT, DIGITS_PREDICT_BATCH -> work.dense(784, 128, 64, 10);
      case WIDE -> work.dense(784, 1024, 1024, 10);
      case CNN -> work.cnn();
      case LSTM -> work.lstm(64);
      case GPT -> work.gpt(128, 4, 128);
      case RESNET -> work.resnet();
      case UNET -> work.unet(64);
    }
    double products = line.step() ? 3 * work.forward - work.ofData : work.forward;
    return 2 * products * line.batch();
  }

  /** Layers that are fully connected, the first of them with the data. */
  private void dense(int... widths) {
    ofData += (double) widths[0] * widths[1];
    for (int i = 1; i < widths.length; i++) {
      forward += (double) widths[i - 1] * widths[i];
    }
  }

  /** A convolution that gives images of size × size places. */
  private double conv(int size, int kernel, int in, int out) {
    double products = (double) size * size * kernel * kernel * in * out;
    forward += products;
    return products;
  }

  private void cnn() {
    ofData = conv(28, 5, 1, 16);
    conv(14, 5, 16, 32);
    forward += 7 * 7 * 32 * 128 + 128 * 10;
  }

  private void lstm(int steps) {
    forward += (double) steps * (64 * 4 * 128 + 128 * 4 * 128 + 128 * 65);
  }

  private void gpt(int steps, int layers, int width) {
    double projections = 4.0 * width * width;
    double attention = 2.0 * steps * width;
    double wide = 2.0 * width * 4 * width;
    forward += steps * (layers * (projections + attention + wide) + width * 65);
  }

  private void resnet() {
    ofData = conv(32, 3, 3, 16);
    int in = 16;
    int size = 32;
    for (int out = 16; out <= 64; out *= 2) {
      if (out > in) {
        size /= 2;
        conv(size, 1, in, out);
      }
      conv(size, 3, in, out);
      for (int i = 0; i < 3; i++) {
        conv(size, 3, out, out);
      }
      in = out;
    }
    forward += 64 * 10;
  }

  private void unet(int size) {
    ofData = conv(size, 3, 1, 8);
    conv(size, 3, 8, 8);
    conv(size / 2, 3, 8, 16);
    conv(size / 2, 3, 16, 16);
    conv(size / 4, 3, 16, 32);
    conv(size / 4, 3, 32, 32);
    conv(size / 2, 3, 48, 16);
    conv(size / 2, 3, 16, 16);
    conv(size, 3, 24, 8);
    conv(size, 3, 8, 8);
    conv(size, 1, 8, 1);
  }
}
