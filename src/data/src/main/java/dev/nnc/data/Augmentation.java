package dev.nnc.data;

import dev.nnc.runtime.Random;
import dev.nnc.runtime.Table.Draw;

/**
 * How pictures vary from epoch to epoch while a model is trained.
 *
 * @param flip whether half of them are seen as in a mirror
 * @param shift by how many pixels at most they are moved, each way equally likely
 */
record Augmentation(boolean flip, int shift) {
  /** A site of our own, apart from those of a model's random leaves, which count from 0. */
  private static final int SITE = -5;

  static final Augmentation NONE = new Augmentation(false, 0);

  /**
   * What is done to a picture.
   *
   * @param flipped whether left and right are exchanged, before it is moved
   * @param down by how many pixels it is moved, up where negative
   * @param right by how many pixels it is moved, left where negative
   */
  record Move(boolean flipped, int down, int right) {
    boolean isNone() {
      return !flipped && down == 0 && right == 0;
    }
  }

  /** A function of seed, epoch and example alone: the same for a picture and its mask. */
  Move move(int example, Draw draw) {
    long key = Random.row(draw.seed(), draw.epoch(), example, SITE);
    return new Move(flip && Random.uniformDouble(key, 0) < 0.5, offset(key, 1), offset(key, 2));
  }

  private int offset(long key, int place) {
    return (int) (Random.uniformDouble(key, place) * (2 * shift + 1)) - shift;
  }
}
