package dev.nnc.cli.bench;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Routine;

/** The classes of a model's routines, each by the engine, with and without a watch. */
final class RoutineClasses {
  /** Made-up examples: enough for blocks of rows and for what is left of them. */
  private static final int EXAMPLES = 5;

  /** Multiplications in a run that primes, at most, unless one example has more. */
  private static final long MOST_WORK = 60_000_000L;

  private static final long TURN_NANOS = 50_000_000L;
  private static final long PAUSE_MILLIS = 10;

  /** Turns at most. */
  private static final int TURNS = 400;

  /** So many turns without a better pace end the priming of code that stays behind. */
  private static final int PATIENCE = 80;

  /** A pace that is better by less than this share is the same. */
  private static final double SAME = 0.05;

  private static final int RUNS_TO_COMPARE = 5;

  /** By how much vector code must be faster, as in training. */
  private static final double AHEAD = 0.9;

  private final CompiledModel compiled;
  private final ClassLoader loader;

  RoutineClasses(CompiledModel compiled, Model model) {
    this.compiled = compiled;
    loader = model.getClass().getClassLoader();
  }

  /** How a routine is computed. */
  Plan plan(String routine, Engine engine) {
    return (engine == Engine.SCALAR ? compiled.plans() : compiled.lanes()).get(routine);
  }

  /** A fresh routine. */
  Routine routine(String routine, Engine engine) {
    return make(Routine.className(compiled.info().className(), routine, engine));
  }

  /** A fresh routine that tells of each launch. */
  Routine watched(String routine, Engine engine) {
    return make(Routine.watchedName(compiled.info().className(), routine, engine));
  }

  private Routine make(String name) {
    try {
      return (Routine) loader.loadClass(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + name, e);
    }
  }

  /**
   * Primes the vector code of a routine, as training does aside, and finds out whether it is the
   * faster one.
   *
   * @param routine its name
   * @param demanded the engine to take whatever is faster, or null
   * @param capacity how many examples there will be
   */
  Engine engine(String routine, Engine demanded, int capacity) {
    boolean lanes = compiled.lanes().containsKey(routine) && Engine.vectors();
    if (!lanes || demanded == Engine.SCALAR) {
      return Engine.SCALAR;
    }
    Routine plain = routine(routine, Engine.SCALAR);
    Routine vector = routine(routine, Engine.VECTOR);
    long few = Math.max(1, MOST_WORK / Math.max(1, plain.work()));
    int examples = (int) Math.min(Math.min(EXAMPLES, few), capacity);
    Frame ours = new Frame(vector, examples);
    Frame theirs = new Frame(plain, examples);
    boolean ahead = false;
    double best = Double.POSITIVE_INFINITY;
    int since = 0;
    for (int turn = 0; turn < TURNS && since < PATIENCE && !ahead; turn++) {
      long until = System.nanoTime() + TURN_NANOS;
      do {
        ours.run(1);
      } while (System.nanoTime() < until);
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      double pace = fastest(ours);
      ahead = pace < AHEAD * fastest(theirs);
      since = pace < best * (1 - SAME) ? 0 : since + 1;
      best = Math.min(best, pace);
    }
    return ahead || demanded == Engine.VECTOR ? Engine.VECTOR : Engine.SCALAR;
  }

  private static long fastest(Frame frame) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < RUNS_TO_COMPARE; i++) {
      long start = System.nanoTime();
      frame.run(1);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}
