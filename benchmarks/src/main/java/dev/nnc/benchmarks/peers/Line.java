package dev.nnc.benchmarks.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What is timed: a network, a batch, and whether it learns. */
public enum Line {
  /** The smallest network, one example a step. */
  TINY("a", "tiny", true, 1, 600, Double.NaN),
  /** The smallest network, a batch. */
  TINY_BATCH("a", "tiny", true, 32, 60, Double.NaN),
  /** One prediction of the smallest network. */
  TINY_PREDICT("a'", "tiny", false, 1, 40, Double.NaN),
  /** Two hidden layers over 784 numbers. */
  DIGITS("b", "digits", true, 64, 1.7, 2.2),
  /** One prediction of it. */
  DIGITS_PREDICT("b'", "digits", false, 1, 1.4, Double.NaN),
  /** Predictions of a batch. */
  DIGITS_PREDICT_BATCH("b'", "digits", false, 256, 1.0, Double.NaN),
  /** Two wide hidden layers. */
  WIDE("c", "wide", true, 128, 1.25, 1.25),
  /** Two convolutions with pooling, two dense layers. */
  CNN("d", "cnn", true, 64, 2.0, 2.2),
  /** A long short-term memory over 64 signs. */
  LSTM("e", "lstm", true, 32, 1.3, 1.3),
  /** A transformer of four layers over 128 signs. */
  GPT("f", "gpt", true, 8, 1.4, 1.4),
  /** Residual convolutions with batch normalisation. */
  RESNET("g", "resnet", true, 32, 1.3, 1.3),
  /** A U-Net over 64 × 64 pixels: that of the examples. */
  UNET("h", "unet", true, 8, 1.3, 1.3);

  private final String letter;
  private final String network;
  private final boolean step;
  private final int batch;
  private final double one;
  private final double two;

  Line(String letter, String network, boolean step, int batch, double one, double two) {
    this.letter = letter;
    this.network = network;
    this.step = step;
    this.batch = batch;
    this.one = one;
    this.two = two;
  }

  /** Those with one of these letters. */
  static List<Line> of(List<String> letters) {
    return Arrays.stream(values()).filter(line -> letters.contains(line.letter)).toList();
  }

  /** What {@code --workloads} calls it, together with others of the same network. */
  public String letter() {
    return letter;
  }

  /** The name of the network's file. */
  public String network() {
    return network;
  }

  /** Whether a training step is taken, or else a prediction. */
  public boolean step() {
    return step;
  }

  /** Examples in it. */
  public int batch() {
    return batch;
  }

  /** What the table calls it. */
  String title() {
    return letter + " " + network + ", " + (step ? "step" : "prediction") + ", batch " + batch;
  }

  /** What overrides the file: that of the U-Net is an example, with another size and optimizer. */
  Map<String, String> set() {
    return this == UNET ? Map.of("size", "64", "train.optimizer", "sgd(lr: 0.1)") : Map.of();
  }

  /**
   * How many times as fast as a library generated code shall be: libtorch in training, ONNX Runtime
   * in prediction.
   *
   * @return NaN where nothing is set
   */
  double goal(String library, int threads) {
    boolean judge = library.equals(step ? "libtorch" : "onnxruntime");
    return !judge ? Double.NaN : threads == 1 ? one : threads == 2 ? two : Double.NaN;
  }

  /**
   * How far gradients may be apart, relative to the greatest one. Batch normalisation takes sums
   * over all places of all images that nearly cancel: single precision keeps two or three digits.
   */
  double tolerance() {
    return switch (this) {
      case RESNET, UNET -> 1e-2;
      case TINY,
          TINY_BATCH,
          TINY_PREDICT,
          DIGITS,
          DIGITS_PREDICT,
          DIGITS_PREDICT_BATCH,
          WIDE,
          CNN,
          LSTM,
          GPT ->
          1e-4;
    };
  }
}
