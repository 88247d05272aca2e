package dev.nnc.cli.tune;

/** Lets two trials take turns, until it is clear which is the faster one. */
final class Duel {
  /** A turn lasts about so long, unless one run lasts longer. */
  private static final double TURN_NANOS = 1e6;

  /** So many pairs of turns end a duel that one of them loses by far. */
  private static final int FEW = 5;

  private static final int MANY = 25;
  private static final double FAR = 1.08;

  private Duel() {}

  /**
   * Compares.
   *
   * @param one a trial
   * @param other another one
   */
  static Comparison of(Trial one, Trial other) {
    long runs = (long) Math.max(1, TURN_NANOS / Math.max(1, one.nanos(1)));
    Comparison found = turns(one, other, runs, FEW);
    return found.ratio() > FAR ? found : turns(one, other, runs, MANY);
  }

  private static Comparison turns(Trial one, Trial other, long runs, int count) {
    double[] before = new double[count];
    double[] after = new double[count];
    one.nanos(1); // its numbers are in the caches again
    for (int i = 0; i < count; i++) {
      before[i] = one.nanos(runs);
      after[i] = other.nanos(runs);
    }
    return Comparison.of(before, after);
  }
}
