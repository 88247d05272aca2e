package dev.nnc.runtime;

/**
 * Whether work goes faster by several threads or by one, as measured: a machine may have less time
 * for a second thread than it has processors. Both ways are tried at first, and the one that is not
 * taken ever more rarely from then on.
 */
final class Pace {
  private static final int FIRST_TRIALS = 8;
  private static final int SHORTEST = 16;
  private static final int LONGEST = 1024;

  /** How much of a mean the last run makes up. */
  private static final double NEWEST = 0.25;

  private final double[] nanos = new double[2];
  private int runs;
  private int next = FIRST_TRIALS;
  private int pause = SHORTEST;
  private boolean together;

  /** Whether the coming run is to be done by several threads. */
  boolean together() {
    if (runs < FIRST_TRIALS) {
      return runs % 2 == 1;
    }
    return (runs == next) != together;
  }

  /**
   * Notes a run.
   *
   * @param by whether it was done by several threads
   * @param time how long it took, in nanoseconds
   */
  void ran(boolean by, long time) {
    int way = by ? 1 : 0;
    nanos[way] = nanos[way] == 0 ? time : nanos[way] + NEWEST * (time - nanos[way]);
    runs++;
    if (runs < FIRST_TRIALS) {
      return;
    }
    boolean better = nanos[1] < nanos[0];
    if (runs > next) {
      pause = better == together ? Math.min(LONGEST, 2 * pause) : SHORTEST;
      next = runs + pause;
    }
    together = better;
    if (runs == Integer.MAX_VALUE) {
      runs = FIRST_TRIALS;
      next = runs + pause;
    }
  }
}
