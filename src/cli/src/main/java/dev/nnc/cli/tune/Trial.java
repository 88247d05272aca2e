package dev.nnc.cli.tune;

import dev.nnc.compiler.emit.Emitter;
import dev.nnc.compiler.emit.RoutineLoader;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.Effort;
import dev.nnc.compiler.plan.Excerpt;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.PlanOptions;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Threads;
import dev.nnc.runtime.Values;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Some launches of a routine, compiled afresh with chosen ways and got ready: without the rest of
 * the routine, over numbers between a half and one, so that no number becomes tiny and any of them
 * is a valid class.
 */
final class Trial {
  private static final String CLASS = "dev.nnc.tune.Trial";

  /** Operations of a run that gets code ready, at most, unless one example has more. */
  private static final double MOST_WORK = 30e6;

  private static final long TURN_NANOS = 10_000_000L;
  private static final long PAUSE_MILLIS = 2;

  /** So many turns without a better pace end the priming. */
  private static final int PATIENCE = 5;

  /** A pace that is better by less than this share is the same. */
  private static final double SAME = 0.05;

  /** Code that is slower than expected by this factor may still be in compilation: so long. */
  private static final double SLOW = 3;

  private static final long COMPILATION_NANOS = 1_500_000_000L;
  private static final int RUNS_TO_COMPARE = 3;

  private final Frame frame;
  private final int threads;

  /**
   * Compiles.
   *
   * @param program the routine's program
   * @param choices the ways
   * @param launches the numbers of the launches
   * @param capacity how many examples there are
   * @param expected about how many nanoseconds a run should take
   */
  Trial(Program program, Choices choices, List<Integer> launches, int capacity, double expected) {
    Plan whole =
        Planner.plan(program, PlanOptions.of(Precision.FLOAT, Target.VECTOR).with(choices));
    Plan plan = Excerpt.of(whole, launches);
    Routine routine = RoutineLoader.load(Emitter.emit(plan, CLASS, "tune"), CLASS);
    threads = plan.work() > 0 ? Threads.count() : 1;
    frame = new Frame(routine, capacity);
    fill();
    double work = 1;
    for (Effort effort : Effort.of(plan, 1)) {
      work += effort.operations();
    }
    int few = (int) Math.max(1, Math.min(capacity, MOST_WORK / work));
    if (few < capacity) {
      prime(few, expected * few / capacity);
    }
    prime(capacity, expected);
  }

  private void fill() {
    SplittableRandom random = new SplittableRandom(1);
    List<Values> all = new ArrayList<>();
    for (Slot slot : frame.routine().slots()) {
      all.add(frame.values(slot.name()));
    }
    for (Values values : all) {
      for (int i = 0; i < values.length(); i++) {
        values.set(i, 0.5 + random.nextDouble() / 2);
      }
    }
  }

  /** Vector code is slow until it is compiled: many runs, with pauses to compile in. */
  private void prime(int examples, double expected) {
    frame.batch = examples;
    double best = Double.POSITIVE_INFINITY;
    int since = 0;
    Compilation compilation = new Compilation();
    long start = processor();
    while (since < PATIENCE
        || (best > SLOW * expected && processor() - start < COMPILATION_NANOS)) {
      long until = System.nanoTime() + TURN_NANOS;
      do {
        frame.run(threads);
      } while (System.nanoTime() < until);
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      double pace = fastest();
      boolean busy = compilation.busy() && processor() - start < COMPILATION_NANOS;
      since = busy || pace < best * (1 - SAME) ? 0 : since + 1;
      best = Math.min(best, pace);
    }
  }

  /** Of the processor: the compiler has no more of a busy one than this thread has. */
  private static long processor() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported()
        ? threads.getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  /** Nanoseconds of the fastest one of a few runs. */
  double fastest() {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < RUNS_TO_COMPARE; i++) {
      best = Math.min(best, nanos(1));
    }
    return best;
  }

  /** Nanoseconds a run. */
  double nanos(long runs) {
    long start = System.nanoTime();
    for (long i = 0; i < runs; i++) {
      frame.run(threads);
    }
    return (System.nanoTime() - start) / (double) runs;
  }
}
