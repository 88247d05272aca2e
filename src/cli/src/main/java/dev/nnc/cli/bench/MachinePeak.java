package dev.nnc.cli.bench;

import dev.nnc.compiler.emit.Emitter;
import dev.nnc.compiler.emit.RoutineLoader;
import dev.nnc.compiler.plan.Effort;
import dev.nnc.compiler.plan.Peak;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Target;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Routine;

/**
 * The most multiply-adds that this machine does in single precision: in registers, none waiting for
 * another; over lanes where there are any.
 */
public final class MachinePeak implements Runnable {
  /** About how many operations a thread does in a run. */
  private static final double OPERATIONS = 1e8;

  private static final int PRIMING_ROUNDS = 4;
  private static final int PRIMING_RUNS = 500;
  private static final long PAUSE_MILLIS = 10;

  private final int threads;
  private final Frame frame;

  /**
   * Gets the loop ready.
   *
   * @param threads how many threads run it at once
   */
  public MachinePeak(int threads) {
    this.threads = threads;
    Plan plan = plan();
    String name = "dev.nnc.peak.Peak";
    Routine routine = RoutineLoader.load(Emitter.emit(plan, name, "peak"), name);
    prime(routine);
    frame = new Frame(routine, batch(threads));
  }

  private static Plan plan() {
    return Peak.plan(Engine.vectors() ? Target.VECTOR : Target.SCALAR);
  }

  /** How many operations a batch of one has. */
  private static long each() {
    return Effort.of(plan(), 1).get(0).operations();
  }

  private static int batch(int threads) {
    return (int) Math.max(1, Math.round(threads * OPERATIONS / each()));
  }

  /**
   * How many operations a run does, by all threads, whatever the engine; a multiply-add is two.
   *
   * @param threads how many threads run it at once
   */
  public static long operations(int threads) {
    return each() * batch(threads);
  }

  /** Vector code that is compiled before it has a profile stays slow: many short runs first. */
  private static void prime(Routine routine) {
    Frame small = new Frame(routine, 1);
    for (int i = 0; i < PRIMING_ROUNDS; i++) {
      for (int j = 0; j < PRIMING_RUNS; j++) {
        small.run(1);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does them. */
  @Override
  public void run() {
    frame.run(threads);
  }

  /**
   * Operations a nanosecond in the best of some runs.
   *
   * @param runs how many
   */
  public double best(int runs) {
    double best = 0;
    long operations = operations(threads);
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      run();
      best = Math.max(best, operations / (double) (System.nanoTime() - start));
    }
    return best;
  }
}
