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
    return plan(program, PlanOptions.of(precision, target).with(split));
  }

  /**
   * The plan of a program.
   *
   * @param program what is computed; it need not be simplified
   * @param options what it is to be like
   * @return kernels, arrays and their order
   * @throws MemoryException if no plan was found that takes so little memory
   */
  public static Plan plan(Program program, PlanOptions options) {
    return plan(MemorySearch.find(Prepared.of(program, options.target()), options), options);
  }

  /**
   * The least size that a limit to memory may have.
   *
   * @param program what is computed
   * @param options what its plan is to be like; the batch of its limit counts
   * @return bytes for values in between; 0 for a program that computes no gradients
   */
  public static long least(Program program, PlanOptions options) {
    if (!Tape.trains(program)) {
      return 0;
    }
    int batch = options.memory().batch();
    PlanOptions least = options.with(MemoryLimit.LEAST.forBatch(batch));
    Draft draft = MemorySearch.find(Prepared.of(program, options.target()), least);
    return draft.room(batch) * options.precision().bytes();
  }

  /**
   * What could be chosen about the contractions of a program over lanes.
   *
   * @param program what is computed
   * @param choices what has been chosen
   * @return an entry for each launch of its plan that is a contraction, in order
   */
  public static List<Choice> choices(Program program, Choices choices) {
    PlanOptions options = PlanOptions.of(Precision.FLOAT, Target.VECTOR).with(choices);
    Draft draft = Draft.of(Prepared.of(program, Target.VECTOR), options, false);
    List<Choice> found = new ArrayList<>();
    for (int i = 0; i < draft.tasks().size(); i++) {
      Contraction contraction = draft.tasks().get(i).contraction;
      if (contraction != null) {
        Tiling tiling = Contraction.tiling(draft.storage(), contraction.node());
        found.add(tiling.choice(i, contraction));
      }
    }
    return found;
  }

  /** The plan of a draft. */
  static Plan plan(Draft draft, PlanOptions options) {
    Program program = draft.prepared().program();
    Materialise storage = draft.storage();
    Placement placement = draft.placement();
    List<Task> tasks = draft.tasks();
    Precision precision = options.precision();
    Target target = options.target();
    long work = work(storage, options.split() ? 1 : LEAST_SPLIT);
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
        placement.slots(nests.staged(), precision.bytes()),
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
