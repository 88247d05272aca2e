package dev.nnc.runtime;

/**
 * Whether work goes faster by several threads or by one, as measured: a machine may have less time
 * for a second thread than it has processors. Runs come in turns, each turn one way, of which the
 * later half counts: threads that have slept wake up on a processor that another one has, and it
 * takes the system milliseconds to part them. Both ways have a turn at first, and the one that is
 * not taken ever more rarely from then on.
 */
final class Pace {
  /** A turn lasts for so long and has so many runs at least. */
  private static final long TURN_NANOS = 10_000_000;

  private static final int TURN_RUNS = 6;

  /** Turns until the slower way is tried again: at first, and at most. */
  private static final int SHORTEST = 4;

  private static final int LONGEST = 256;

  /** The mean time of a run in the last turn of one thread and of several, 0 before there is one. */
  private final double[] nanos = new double[2];

  private int runs;
  private long time;
  private int counted;
  private long countedTime;
  private int left = 2;
  private int pause = SHORTEST;
  private boolean together;
  private boolean usual;

  /** Whether the coming run is to be done by several threads. */
  boolean together() {
    return together;
  }

  /**
   * Notes a run, done as {@link #together} asked for.
   *
   * @param took its time, in nanoseconds
   */
  void ran(long took) {
    if (2 * runs >= TURN_RUNS && 2 * time >= TURN_NANOS) {
      counted++;
      countedTime += took;
    }
    runs++;
    time += took;
    if (counted > 0 && runs >= TURN_RUNS && time >= TURN_NANOS) {
      nanos[together ? 1 : 0] = countedTime / (double) counted;
      runs = 0;
      time = 0;
      counted = 0;
      countedTime = 0;
      next();
    }
  }

  /** Chooses the way of the next turn. */
  private void next() {
    left--;
    if (left == 0) {
      together = !usual;
      return;
    }
    boolean better = nanos[1] < nanos[0];
    if (left < 0) {
      pause = better == usual ? Math.min(LONGEST, 2 * pause) : SHORTEST;
      left = pause;
    }
    usual = better;
    together = better;
  }
}
