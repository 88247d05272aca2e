package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides how a program is computed. */
public final class Planner {
  /** Examples with less work than this are not worth a second thread. */
  private static final long LEAST_SPLIT = 10_000;

  private Planner() {}

  /**
   * The plan of a program.
   *
   * @param program what is computed; it need not be simplified
   * @param precision the format of all numbers
   * @return kernels, arrays and their order
   */
  public static Plan plan(Program program, Precision precision) {
    return plan(program, precision, Target.SCALAR);
  }

  /**
   * The plan of a program.
   *
   * @param program what is computed; it need not be simplified
   * @param precision the format of all numbers
   * @param target for what kind of code
   * @return kernels, arrays and their order
   */
  public static Plan plan(Program program, Precision precision, Target target) {
    return plan(program, precision, target, false);
  }

  /**
   * The plan of a program.
   *
   * @param program what is computed; it need not be simplified
   * @param precision the format of all numbers
   * @param target for what kind of code
   * @param split whether the work is split between threads however little it is
   * @return kernels, arrays and their order
   */
  public static Plan plan(Program program, Precision precision, Target target, boolean split) {
    return plan(program, precision, target, split, Choices.NONE);
  }

  /**
   * The plan of a program.
   *
   * @param program what is computed; it need not be simplified
   * @param precision the format of all numbers
   * @param target for what kind of code
   * @param split whether the work is split between threads however little it is
   * @param choices ways to compute contractions over lanes; those that match none count for nothing
   * @return kernels, arrays and their order
   */
  public static Plan plan(
      Program program, Precision precision, Target target, boolean split, Choices choices) {
    return plan(Grouped.of(program, target, choices), precision, target, split);
  }

  /**
   * What could be chosen about the contractions of a program over lanes.
   *
   * @param program what is computed
   * @param choices what has been chosen
   * @return an entry for each launch of its plan that is a contraction, in order
   */
  public static List<Choice> choices(Program program, Choices choices) {
    Grouped grouped = Grouped.of(program, Target.VECTOR, choices);
    List<Choice> found = new ArrayList<>();
    for (int i = 0; i < grouped.tasks.size(); i++) {
      Contraction contraction = grouped.tasks.get(i).contraction;
      if (contraction != null) {
        Tiling tiling = Contraction.tiling(grouped.storage, contraction.node());
        found.add(tiling.choice(i, contraction));
      }
    }
    return found;
  }

  /** A program with its values in buffers and grouped into tasks, each of which is a launch. */
  private record Grouped(
      Program program, Materialise storage, Placement placement, List<Task> tasks) {
    static Grouped of(Program given, Target target, Choices choices) {
      Prepared prepared = Prepared.of(given, target);
      Program program = prepared.program();
      Materialise storage = new Materialise(program, prepared.stored());
      Placement placement = new Placement(program, storage, target);
      List<Task> fused =
          Fusion.tasks(program, storage, placement.buffers, placement.roots, target, choices);
      return new Grouped(
          program, storage, placement, Schedule.of(program, fused, storage, placement.buffers));
    }
  }

  private static Plan plan(Grouped grouped, Precision precision, Target target, boolean split) {
    Program program = grouped.program;
    Materialise storage = grouped.storage;
    Placement placement = grouped.placement;
    List<Task> tasks = grouped.tasks;
    placement.place(tasks);
    long work = work(storage, split ? 1 : LEAST_SPLIT);
    NestWriter nests =
        new NestWriter(
            program, storage, placement.buffers, precision, target, work > 0, placement.panel());
    List<Launch> launches = new ArrayList<>();
    Map<Kernel, Kernel> kernels = new HashMap<>();
    tasks.forEach(task -> launches.add(nests.write(task).sharing(kernels)));
    placement.finals.forEach(copy -> launches.add(nests.copy(copy).sharing(kernels)));
    Meetings meetings = new Meetings(launches, touched(tasks, placement), loops(tasks));
    List<Plan.Repeat> repeats = Repeats.of(launches, meetings.loops());
    return new Plan(
        program.name(),
        target,
        precision,
        work,
        placement.slots(nests.staged()),
        placement.tables.stream().map(table -> table.values()).toList(),
        launches,
        meetings.loops(),
        repeats,
        meetings.before(repeats),
        held(tasks, placement));
  }

  /** The work of an example, or 0 where it is too little to be split between threads. */
  private static long work(Materialise storage, long least) {
    long work = 0;
    for (Node node : storage.order()) {
      if (node.op() instanceof Reduce) {
        work += node.arg(0).shape().elements();
      } else if (storage.stored(node)) {
        work += node.shape().elements();
      }
    }
    return work >= least ? work : 0;
  }

  private static List<Plan.Loop> loops(List<Task> tasks) {
    List<Plan.Loop> loops = new ArrayList<>();
    int from = 0;
    while (from < tasks.size()) {
      LoopBody body = tasks.get(from).loop;
      int to = from + 1;
      while (to < tasks.size() && tasks.get(to).loop == body) {
        to++;
      }
      if (body != null) {
        loops.add(new Plan.Loop(from, to, body.op().steps(), body.op().reversed(), false));
      }
      from = to;
    }
    return loops;
  }

  /** For each launch the arrays of which each example has a part, with the size of that part. */
  private static List<Map<Integer, Integer>> touched(List<Task> tasks, Placement placement) {
    List<Map<Integer, Integer>> touched = new ArrayList<>();
    for (Task task : tasks) {
      Map<Integer, Integer> sizes = new HashMap<>();
      task.reads.forEach(read -> touch(placement.buffers[read.node().id()], sizes));
      task.roots.forEach(root -> touch(root.buffer(), sizes));
      touched.add(sizes);
    }
    placement.finals.forEach(copy -> touched.add(Map.of()));
    return touched;
  }

  private static void touch(Buffer buffer, Map<Integer, Integer> sizes) {
    if (buffer.batched && buffer.source instanceof Launch.FrameArray array) {
      sizes.put(array.index(), buffer.size);
    }
  }

  private static List<Plan.Held> held(List<Task> tasks, Placement placement) {
    Set<Buffer> buffers = new LinkedHashSet<>();
    for (Task task : tasks) {
      task.reads.forEach(read -> buffers.add(placement.buffers[read.node().id()]));
      task.roots.forEach(root -> buffers.add(root.buffer()));
    }
    placement.finals.forEach(copy -> buffers.add(copy.to()));
    List<Plan.Held> held = new ArrayList<>();
    for (Buffer b : buffers) {
      if (b.source instanceof Launch.FrameArray array) {
        held.add(
            new Plan.Held(b.label, array.index(), b.offset, b.batched, b.size, b.first, b.last));
      }
    }
    return held;
  }
}
