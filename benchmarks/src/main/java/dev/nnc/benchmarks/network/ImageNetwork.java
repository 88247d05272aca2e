package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.function.IntFunction;

/** A network with relu that tells what an image of 28 by 28 pixels from 0 to 255 shows. */
abstract class ImageNetwork extends LayeredNetwork {
  static final int IMAGE = 28;
  private static final float WHITE = 255;

  /** The images from 0 to 1. */
  final float[][] image;

  ImageNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    super(
        info,
        batch,
        initial,
        new Recipe(Activation.RELU, Loss.CROSS_ENTROPY, Head.SOFTMAX, descent));
    image = new float[batch.count()][IMAGE * IMAGE];
  }

  @Override
  final void forward(boolean training) {
    Rows.scale(x, 1 / WHITE, image);
    forwardImage(training);
  }

  /** From the images to the logits. */
  abstract void forwardImage(boolean training);
}
