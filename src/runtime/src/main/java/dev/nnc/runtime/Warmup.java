package dev.nnc.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gets the vector code of a routine ready while its plain code does the work. Vector code is slower
 * than plain code by orders of magnitude until C2 has compiled it. So once the plain code has run
 * for a while, a thread aside runs the vector code over a few made-up examples, again and again,
 * until it overtakes the plain code over as many examples. Where C2 makes poor code of it, that
 * never happens, and the plain code goes on. The results have the same bits either way.
 */
final class Warmup {
  /**
   * A routine that runs for less than this in all is not worth it: about as long as getting vector
   * code ready takes, so that no program takes much more than twice its time in vain.
   */
  private static final long WORTH_NANOS = 3_000_000_000L;

  /** Made-up examples: enough for blocks of rows and for what is left of them. */
  private static final int EXAMPLES = 5;

  /** Multiplications in a run at most, unless one example has more. */
  private static final long MOST_WORK = 60_000_000L;

  /** One turn of running vector code; C2 compiles in the pauses between. */
  private static final long TURN_NANOS = 50_000_000L;

  private static final long PAUSE_MILLIS = 10;
  private static final int TURNS = 600;
  private static final int RUNS_TO_COMPARE = 5;

  /** By how much vector code must be faster. */
  private static final double AHEAD = 0.9;

  /** One routine at a time; the thread ends when there is nothing to do. */
  private static final Executor ASIDE = executor();

  private final Routine plain;
  private final Routine vector;
  private final long worth;
  private final int turns;
  private final AtomicBoolean begun = new AtomicBoolean();
  private long nanos;
  private volatile boolean ready;

  Warmup(Routine plain, Routine vector) {
    this(plain, vector, WORTH_NANOS, TURNS);
  }

  /**
   * Warms up for so many turns at most.
   *
   * @param worth after so many nanoseconds of plain code it begins
   * @param turns after them plain code goes on for good
   */
  Warmup(Routine plain, Routine vector, long worth, int turns) {
    this.worth = worth;
    this.turns = turns;
    this.plain = plain;
    this.vector = vector;
  }

  private static Executor executor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "nnc-warmup");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** The vector code. */
  Routine vector() {
    return vector;
  }

  /** Whether the vector code is ready. */
  boolean ready() {
    return ready;
  }

  /** Runs the plain code and notes for how long. */
  void run(Frame frame) {
    if (begun.get()) {
      Crew.run(frame);
      return;
    }
    long start = System.nanoTime();
    Crew.run(frame);
    // Threads that run the routine at once may lose some of the time; that does no harm.
    nanos += System.nanoTime() - start;
    if (nanos > worth && begun.compareAndSet(false, true)) {
      long few = Math.max(1, MOST_WORK / Math.max(1, plain.work()));
      int examples = (int) Math.min(Math.min(EXAMPLES, few), frame.capacity());
      ASIDE.execute(() -> prepare(examples));
    }
  }

  private void prepare(int examples) {
    Frame ours = new Frame(vector, examples);
    Frame theirs = new Frame(plain, examples);
    for (int turn = 0; turn < turns && !ready; turn++) {
      long until = System.nanoTime() + TURN_NANOS;
      do {
        // One example alone may have code of its own.
        ours.batch = 1;
        vector.run(ours);
        ours.batch = examples;
        vector.run(ours);
      } while (System.nanoTime() < until);
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      ready = fastest(vector, ours) < AHEAD * fastest(plain, theirs);
    }
    System.getLogger("dev.nnc")
        .log(
            System.Logger.Level.DEBUG,
            "{0}: {1}",
            vector.getClass().getName(),
            ready ? "vector code is ready" : "plain code is faster");
  }

  private static long fastest(Routine routine, Frame frame) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < RUNS_TO_COMPARE; i++) {
      long start = System.nanoTime();
      routine.run(frame);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}
