package dev.nnc.runtime;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Runs vector code over a few made-up examples, again and again, until C2 has compiled it well:
 * until it allocates nothing and is faster than plain code. At times C2 compiles a kernel before it
 * knows how it runs, and never again; such a kernel goes on allocating. It is loaded anew then, and
 * the copy has its chance, up to a few times. Where nobody can tell what is allocated, time is the
 * only sign, and code that stays behind plain code is loaded anew as a whole.
 */
final class Priming {
  /** So often the code is loaded, at most. */
  private static final int COPIES = 4;

  /** One turn of running vector code; C2 compiles in the pauses between. */
  private static final long TURN_NANOS = 50_000_000L;

  private static final long PAUSE_MILLIS = 10;

  /** So many turns after which nothing is better than before show that C2 is done. */
  private static final int PATIENCE = 30;

  /** Fewer runs than this may not have been enough to make it compile: it has longer then. */
  private static final int PATIENT_RUNS = 1_000;

  private static final int LONG_PATIENCE = 3 * PATIENCE;

  /** What is better by less than this share is the same. */
  private static final double SAME = 0.05;

  private static final int RUNS_TO_COMPARE = 5;

  /** By how much vector code must be faster than plain code. */
  private static final double AHEAD = 0.9;

  /** Takes over a routine that is better than those before. */
  interface Taker {
    /** Takes it over. */
    void take(Routine routine);
  }

  private final Routine plain;
  private final Taker taker;
  private final int examples;
  private final Frame theirs;
  private final Frame ours;
  private final Gauge gauge;

  /** What has been loaded anew, and how often. */
  private final Set<String> mended = new LinkedHashSet<>();

  private int copies;
  private VectorCode code;
  private int turns;
  private int runs;

  /** So many runs, one behind the other, have allocated nothing. */
  private int quiet;

  /** What a run of the last turn allocated on average. */
  private double bytes;

  /** Nanoseconds of a run of the code as it is, and of the one that was taken last. */
  private long pace;

  private long taken = Long.MAX_VALUE;

  /**
   * Gets ready.
   *
   * @param plain plain code, to compare with
   * @param code vector code
   * @param examples how many of them to run over
   * @param turns at most
   * @param taker is given what has become good
   */
  Priming(Routine plain, VectorCode code, int examples, int turns, Taker taker) {
    this.plain = plain;
    this.code = code;
    this.examples = examples;
    this.turns = turns;
    this.taker = taker;
    ours = new Frame(code.routine(), examples);
    theirs = new Frame(plain, examples);
    gauge = Allocation.known() && code.watched() != null ? new Gauge() : null;
  }

  /**
   * Runs copies of the code until one is good, or enough have been tried.
   *
   * @return what has become of it, in words
   * @throws InterruptedException if the thread is not to go on
   */
  String run() throws InterruptedException {
    long start = System.nanoTime();
    boolean good = settled();
    for (int copy = 1; copy < COPIES && !good && turns > 0 && mendable(); copy++) {
      Set<String> bad = gauge == null ? Set.of() : gauge.allocating(code, ours);
      bad.forEach(kernels -> mended.add(gauge.launch(kernels)));
      copies++;
      code = code.renewed(bad);
      good = settled();
    }
    String what =
        good
            ? "vector code is ready"
            : taken == Long.MAX_VALUE
                ? "plain code is faster"
                : "vector code is faster, but allocates";
    String seconds = " after " + Math.round((System.nanoTime() - start) / 1e8) / 10.0 + " s";
    String of = mended.isEmpty() ? "all kernels" : "kernels " + mended;
    return what + seconds + (copies == 0 ? "" : "; " + of + " loaded anew, copies: " + copies);
  }

  /** Whether the code has allocated nothing over any number of examples, as far as is known. */
  private boolean clean() {
    return gauge == null || quiet >= examples;
  }

  /** Whether another copy may be better: not if this one is as good as can be. */
  private boolean mendable() {
    return gauge == null || !clean();
  }

  /** Runs the code until it is good or gets no better, and says whether it is good. */
  private boolean settled() throws InterruptedException {
    double leastPace = Double.POSITIVE_INFINITY;
    double leastBytes = Double.POSITIVE_INFINITY;
    int since = 0;
    int before = runs;
    quiet = 0;
    while (turns > 0 && since < (runs - before < PATIENT_RUNS ? LONG_PATIENCE : PATIENCE)) {
      turn();
      boolean ahead = ahead();
      if (clean() && ahead) {
        take();
        return true;
      }
      since++;
      if (pace < leastPace * (1 - SAME) || bytes < leastBytes * (1 - SAME)) {
        since = 0;
        before = runs;
      }
      leastPace = Math.min(leastPace, (double) pace);
      leastBytes = Math.min(leastBytes, bytes);
    }
    if (ahead() && pace < taken * (1 - SAME)) {
      take();
    }
    return false;
  }

  private void take() {
    taken = pace;
    taker.take(code.routine());
  }

  private void turn() throws InterruptedException {
    turns--;
    int before = runs;
    long all = 0;
    long until = System.nanoTime() + TURN_NANOS;
    do {
      long allocated = gauge == null ? 0 : -Allocation.bytes();
      ours.batch = 1 + runs % examples;
      code.routine().run(ours);
      allocated += gauge == null ? 0 : Allocation.bytes();
      quiet = allocated == 0 ? quiet + 1 : 0;
      all += allocated;
      runs++;
    } while (System.nanoTime() < until);
    ours.batch = examples;
    bytes = all / (double) (runs - before);
    Thread.sleep(PAUSE_MILLIS);
  }

  private boolean ahead() {
    pace = fastest(code.routine(), ours);
    return pace < AHEAD * fastest(plain, theirs);
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
