package dev.nnc.benchmarks.peers;

import dev.nnc.runtime.Engine;
import java.util.Arrays;

/** How long a run takes, by the clock: several threads may share it. */
public final class Pace {
  /** Runs that are shorter than this are timed several at once. */
  private static final double SAMPLE = 1e6;

  private static final int LEAST_SAMPLES = 3;
  private static final int MOST_SAMPLES = 10_000;

  /** Warm-up looks at the pace of so many nanoseconds each. */
  private static final long LOOK = 250_000_000;

  /** A pace that is better by less than this share is the same. */
  private static final double SAME = 0.02;

  /** So many looks without a better pace end the warm-up. */
  private static final int PATIENCE = 8;

  private static final int LEAST_LOOKS = 16;
  private static final int MOST_LOOKS = 240;

  private final Runnable run;
  private int together = 1;

  /**
   * The pace of something.
   *
   * @param run what is run
   */
  public Pace(Runnable run) {
    this.run = run;
  }

  /**
   * Runs until the pace gets no better and no code is got ready aside: at least four seconds, at
   * most a minute.
   *
   * @return nanoseconds a run at the best pace
   */
  public double warmUp() {
    double best = Double.POSITIVE_INFINITY;
    int since = 0;
    for (int look = 0; look < MOST_LOOKS && (look < LEAST_LOOKS || since < PATIENCE); look++) {
      double pace = measure(LOOK);
      together = (int) Math.max(1, Math.min(SAMPLE / pace, 1e6));
      since = pace < best * (1 - SAME) || Engine.warmingUp() ? 0 : since + 1;
      best = Math.min(best, pace);
    }
    return best;
  }

  /**
   * Runs for a time.
   *
   * @param nanos how long at least
   * @return the median of nanoseconds a run
   */
  public double measure(long nanos) {
    double[] samples = new double[MOST_SAMPLES];
    int count = 0;
    long start = System.nanoTime();
    long last = start;
    while ((last - start < nanos || count < LEAST_SAMPLES) && count < MOST_SAMPLES) {
      for (int i = 0; i < together; i++) {
        run.run();
      }
      long now = System.nanoTime();
      samples[count++] = (now - last) / (double) together;
      last = now;
    }
    Arrays.sort(samples, 0, count);
    return samples[count / 2];
  }
}
