package dev.nnc.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gets the vector code of a routine ready while other code does the work: plain code or, where the
 * engine is demanded, the vector code itself as it was loaded first. Vector code is slower than
 * plain code by orders of magnitude until C2 has compiled it. So once the other code has run for a
 * while, a thread aside {@linkplain Priming primes} the vector code, and it takes over when it is
 * faster. Where that never happens, the other code goes on. The results have the same bits either
 * way.
 */
final class Warmup {
  /**
   * A routine that runs for less than this in all is not worth it: about as long as getting vector
   * code ready takes, so that no program takes much more than twice its time in vain.
   */
  private static final long WORTH_NANOS = 3_000_000_000L;

  /**
   * Made-up examples at most: as many as the rows that a kernel computes together, at most. Runs
   * over each number of them also have all that is left of blocks of rows.
   */
  private static final int EXAMPLES = 14;

  /** Multiplications in a run at most, unless one example has more. */
  private static final long MOST_WORK = 60_000_000L;

  private static final int TURNS = 600;

  /** One routine at a time; the thread ends when there is nothing to do. */
  private static final Executor ASIDE = executor();

  /** How many have begun and ended, of all routines. */
  private static final AtomicInteger ERAS = new AtomicInteger();

  /** How many are asked for and have not ended. */
  private static final AtomicInteger UNDER_WAY = new AtomicInteger();

  private final Routine first;
  private final Routine plain;
  private final long worth;
  private final int turns;
  private final AtomicBoolean begun = new AtomicBoolean();
  private long nanos;

  /** Vector code, until it has been primed. */
  private VectorCode code;

  private volatile Routine faster;
  private volatile boolean done;

  /**
   * Warms up as usual.
   *
   * @param first does the work meanwhile
   * @param plain plain code, which may be the first
   * @param code vector code
   */
  Warmup(Routine first, Routine plain, VectorCode code) {
    this(first, plain, code, WORTH_NANOS, TURNS);
  }

  /**
   * Warms up for so many turns at most.
   *
   * @param worth after so many nanoseconds of the first code it begins
   * @param turns after them the first code goes on for good
   */
  Warmup(Routine first, Routine plain, VectorCode code, long worth, int turns) {
    this.first = first;
    this.plain = plain;
    this.code = code;
    this.worth = worth;
    this.turns = turns;
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

  /** A number that changes whenever a thread begins to get code ready, or ends. */
  static int era() {
    return ERAS.get();
  }

  /** Whether the code of any routine is being got ready, or waits for it. */
  static boolean underWay() {
    return UNDER_WAY.get() > 0;
  }

  /** What is to run instead of the first code, or null. */
  Routine faster() {
    return faster;
  }

  /** Whether nothing will change any more. */
  boolean done() {
    return done;
  }

  /** Runs the first code and notes for how long. */
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
      UNDER_WAY.incrementAndGet();
      ASIDE.execute(() -> prepare(examples));
    }
  }

  private void prepare(int examples) {
    String name = code.routine().getClass().getName();
    ERAS.incrementAndGet();
    try {
      Priming priming = new Priming(plain, code, examples, turns, this::take);
      code = null;
      String outcome = priming.run();
      System.getLogger("dev.nnc").log(System.Logger.Level.DEBUG, "{0}: {1}", name, outcome);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      done = true;
      ERAS.incrementAndGet();
      UNDER_WAY.decrementAndGet();
    }
  }

  private void take(Routine routine) {
    if (routine != first) {
      faster = routine;
    }
  }
}
