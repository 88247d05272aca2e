package dev.nnc.runtime;

/** The orders of the examples of an epoch, as permutations of their places. */
final class Shuffle {
  /** Sites of our own, apart from those of a model's random leaves, which count from 0. */
  static final int EPOCH = -1;

  static final int SPLIT = -2;

  private Shuffle() {}

  /**
   * The order of an epoch.
   *
   * @param order how to shuffle
   * @param seed of the run
   * @param epoch the number of the pass, from 0
   * @param places to be shuffled, in place
   */
  static void apply(Settings.Order order, long seed, int epoch, int[] places) {
    switch (order) {
      case SEQUENTIAL -> {}
      case SHUFFLED -> counted(seed, epoch, EPOCH, places);
      case JAVA_SHUFFLE -> java(new java.util.Random(seed + epoch), places);
    }
  }

  /**
   * Fisher and Yates' shuffle, whose draws are pure functions of (seed, epoch, place).
   *
   * <p>A draw below n is the upper half of the product of 32 random bits with n; its bias is below
   * n / 2^32.
   */
  static void counted(long seed, int epoch, int site, int[] places) {
    for (int i = places.length - 1; i > 0; i--) {
      long bits = Random.row(seed, epoch, i, site) >>> 32;
      swap(places, i, (int) ((bits * (i + 1)) >>> 32));
    }
  }

  /** What {@link java.util.Collections#shuffle} does to a list, draw by draw. */
  private static void java(java.util.Random random, int[] places) {
    for (int i = places.length; i > 1; i--) {
      swap(places, i - 1, random.nextInt(i));
    }
  }

  private static void swap(int[] places, int i, int j) {
    int kept = places[i];
    places[i] = places[j];
    places[j] = kept;
  }
}
