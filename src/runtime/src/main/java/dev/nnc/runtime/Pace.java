package dev.nnc.runtime;

/**
 * Whether work goes faster by several threads or by one, as measured: a machine may have less time
 * for a second thread than it has processors. Now and then the way that is not taken is tried, ever
 * more rarely while nothing comes of it. While vector code is got ready aside, this takes a
 * processor; when that begins or ends, all is measured anew.
 *
 * <p>What counts is the mean time of a few runs, never of the first ones of a trial. Several
 * threads are given time to get going: at first some of their code runs slowly until it is compiled
 * for the parts of the work that each has, and threads that have slept may wake up on a processor
 * that another one has, until the system parts them.
 */
final class Pace {
  /** Times are means of so many runs at least, which take so long together. */
  private static final int BLOCK_RUNS = 3;

  private static final long BLOCK_NANOS = 5_000_000;

  /** Several threads that have not yet been faster go on for so many blocks and so long. */
  private static final int PATIENT_BLOCKS = 5;

  private static final long PATIENCE_NANOS = 250_000_000;

  /** Another way must be faster by this share. */
  private static final double GAIN = 0.03;

  /** From one trial to the next: at least, as long as something comes of them, and at most. */
  private static final long SHORTEST_NANOS = 1_000_000_000;

  private static final long LONGEST_NANOS = 5_000_000_000L;

  private boolean together;
  private int era;

  /** Whether the present way is only being tried. */
  private boolean trial = true;

  /** The mean time of a run by the way that is taken, lately. */
  private double present = Double.POSITIVE_INFINITY;

  /** That of the other way, when it was last tried. */
  private double other = Double.POSITIVE_INFINITY;

  private int runs;
  private long time;

  /** Since the last change between the ways. */
  private int blocks;

  private long spent;
  private long pause;

  /** Whether the coming run is to be done by several threads. */
  boolean together() {
    return together;
  }

  /**
   * Notes a run, done as {@link #together} asked for.
   *
   * @param took its time, in nanoseconds
   * @param era another number than before where earlier times mean nothing any more
   */
  void ran(long took, int era) {
    if (era != this.era) {
      this.era = era;
      forget();
    }
    runs++;
    time += took;
    spent += took;
    if (runs < BLOCK_RUNS || time < BLOCK_NANOS) {
      return;
    }
    double mean = time / (double) runs;
    runs = 0;
    time = 0;
    blocks++;
    if (blocks == 1) {
      return;
    }
    if (!trial) {
      present = mean;
      if (spent >= pause || (mean > other && spent >= SHORTEST_NANOS)) {
        change(true);
      }
    } else if (mean < present * (1 - GAIN)) {
      pause = present == Double.POSITIVE_INFINITY ? 0 : SHORTEST_NANOS;
      other = present;
      present = mean;
      trial = false;
    } else if (!together || (blocks >= PATIENT_BLOCKS && spent >= PATIENCE_NANOS)) {
      pause = Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, 2 * pause));
      other = mean;
      change(false);
    }
  }

  private void forget() {
    trial = true;
    present = Double.POSITIVE_INFINITY;
    other = Double.POSITIVE_INFINITY;
    runs = 0;
    time = 0;
    blocks = 0;
    spent = 0;
  }

  /** Goes over to the other way, for a trial or back from one. */
  private void change(boolean tries) {
    together = !together;
    trial = tries;
    blocks = 0;
    spent = 0;
  }
}
