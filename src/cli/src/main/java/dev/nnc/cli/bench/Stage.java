package dev.nnc.cli.bench;

import dev.nnc.compiler.plan.Plan;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import java.util.List;

/** A routine that is part of a step, as it runs and with a clock. */
final class Stage {
  /** The name of the routine. */
  final String routine;

  /** How it is computed. */
  final Engine engine;

  /** What has been decided about it. */
  final Plan plan;

  /** The largest number of examples that it takes. */
  final int capacity;

  /** What its launches took with the clock in all, in nanoseconds. */
  final long[] nanos;

  private final ModelInfo.Loss turn;
  private final Frame frame;
  private final Frame timed;

  /**
   * Gets a routine ready.
   *
   * @param classes those of the model
   * @param routine the name of the routine
   * @param turn the loss whose turns it takes part in, or null where it always does
   * @param engine how it computes
   * @param material the arrays
   * @param capacity how many examples there are
   */
  Stage(
      RoutineClasses classes,
      String routine,
      ModelInfo.Loss turn,
      Engine engine,
      Material material,
      int capacity) {
    this.routine = routine;
    this.engine = engine;
    this.turn = turn;
    this.capacity = capacity;
    plan = classes.plan(routine, engine);
    Clock clock = new Clock(plan.launches().size());
    nanos = clock.nanos;
    frame = new Frame(classes.routine(routine, engine), capacity);
    timed = new Frame(classes.watched(routine, engine), capacity);
    timed.watch(clock);
    material.bind(frame);
    material.bind(timed);
  }

  /** Whether it is run in a step, counted from 0. */
  boolean due(long step) {
    return turn == null || turn.turns(step + 1) > turn.turns(step);
  }

  /** Every how many steps it is run. */
  int every() {
    int every = 1;
    while (!due(every - 1L)) {
      every++;
    }
    return every;
  }

  /** Runs it. */
  void run(boolean clock) {
    (clock ? timed : frame).run();
  }

  /** After how many steps the turns of all losses repeat. */
  static int turns(List<Stage> stages) {
    int turns = 1;
    for (Stage stage : stages) {
      int every = stage.every();
      turns *= turns % every == 0 ? 1 : every;
    }
    return turns;
  }
}
