package dev.nnc.compiler.plan;

/**
 * Consecutive places of an axis.
 *
 * @param first the first place
 * @param end the place behind the last
 */
record Range(Index first, Index end) {
  /** All places of an axis. */
  static Range all(Index extent) {
    return new Range(Index.ZERO, extent);
  }

  /** How many places there are. */
  Index size() {
    return end.plus(first.times(-1));
  }
}
