package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Program;
import java.util.List;

/**
 * A plan without kernels: what is stored where, and in which order tasks fill it.
 *
 * @param prepared what is computed
 * @param storage which values are stored
 * @param placement where they are
 * @param tasks in order
 */
record Draft(Prepared prepared, Materialise storage, Placement placement, List<Task> tasks) {
  /**
   * The draft for a program.
   *
   * @param prepared what is computed
   * @param options what its plan is to be like
   * @param compact whether arrays are to take little
   */
  static Draft of(Prepared prepared, PlanOptions options, boolean compact) {
    Program program = prepared.program();
    Materialise storage = new Materialise(program, prepared.stored());
    Target target = options.target();
    Placement placement = new Placement(program, storage, target);
    List<Task> fused =
        Fusion.tasks(
            prepared, storage, placement.buffers, placement.roots, target, options.choices());
    List<Task> tasks = Schedule.of(program, fused, storage, placement.buffers);
    placement.place(tasks, compact);
    return new Draft(prepared, storage, placement, tasks);
  }

  /** How many numbers the arrays hold that values in between share. */
  long room(int batch) {
    return placement.room(batch);
  }
}
