package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the kernel of a task as plain loop nests. */
final class NestWriter {
  private final Program program;
  private final Materialise storage;
  private final Buffer[] buffers;
  private final Precision precision;
  private final Target target;
  private final boolean split;
  private final Panel panel;
  private int staged;

  NestWriter(
      Program program,
      Materialise storage,
      Buffer[] buffers,
      Precision precision,
      Target target,
      boolean split,
      Panel panel) {
    this.split = split;
    this.target = target;
    this.panel = panel;
    this.program = program;
    this.storage = storage;
    this.buffers = buffers;
    this.precision = precision;
  }

  /** The kernel of a task with its arguments. */
  Launch write(Task task) {
    KernelWriter writer = new KernelWriter(target, precision, split);
    Lowering lowering = new Lowering(writer, storage, buffers, precision);
    RootWriter roots = new RootWriter(program.graph(), storage, buffers, writer, lowering);
    Task.Root first = task.roots.get(0);
    switch (task.kind) {
      case NEST -> nest(task, writer, roots);
      case SWEEP -> sweep(task, writer, lowering, roots);
      case ACCUMULATE -> accumulate(task, writer, lowering, roots);
      case ADVANCE -> advance(task, writer, lowering, roots);
      case CONTRACTION -> {
        roots.line(first.node());
        if (target == Target.VECTOR) {
          tiles(task, writer, lowering, roots);
        } else {
          new ContractionWriter(task, panel, writer, lowering, roots).write();
        }
      }
    }
    Launch launch = writer.finish(label(task), panel);
    staged = Math.max(staged, writer.room());
    return launch;
  }

  /** Tiles, but where that pays plain sums for a batch with few rows. */
  private void tiles(Task task, KernelWriter writer, Lowering lowering, RootWriter roots) {
    if (!FewRowsWriter.pays(task.contraction)) {
      new TileWriter(task, panel, writer, lowering, roots).write();
      return;
    }
    writer.openBlock();
    int depth = writer.depth();
    new FewRowsWriter(task, panel, writer, lowering, roots).write();
    writer.close(depth);
    List<Statement> few = writer.take();
    writer.openBlock();
    new TileWriter(task, panel, writer, lowering, roots).write();
    writer.close(depth);
    List<Statement> many = writer.take();
    Index bound = Index.of(FewRowsWriter.ROWS + 1);
    writer.add(new Statement.When(Index.variable(Kernel.BATCH), bound, few, many));
  }

  /** How many rows of the panel loops took at most; over lanes, how many numbers. */
  int staged() {
    return staged;
  }

  private static String label(Task task) {
    List<String> labels = new ArrayList<>();
    task.roots.forEach(root -> labels.add(root.buffer().label));
    return task.kind.name().toLowerCase(Locale.ROOT)
        + task.space.stream().map(d -> d < 0 ? "batch" : String.valueOf(d)).toList()
        + " "
        + String.join(", ", labels);
  }

  private void nest(Task task, KernelWriter writer, RootWriter roots) {
    roots.write(task, open(task, writer, part(task, writer)), new ArrayList<>());
    if (target == Target.SCALAR) {
      staged = Math.max(staged, writer.stage(panel));
    }
  }

  /** The axis of a task's space that is split between threads, or -1. */
  private static int splitAxis(Task task) {
    int axis = task.step == 0 ? 1 : 0;
    return axis < task.space.size() ? axis : -1;
  }

  /** The range of the axis that is split, null where there is none. */
  private Range part(Task task, KernelWriter writer) {
    int axis = splitAxis(task);
    if (axis < 0) {
      return null;
    }
    int extent = task.space.get(axis);
    boolean lanes = target == Target.VECTOR && axis == task.space.size() - 1 && extent > 0;
    return lanes ? writer.partOfLanes(extent) : writer.part(KernelWriter.extent(extent));
  }

  /**
   * Opens a loop for each axis of a task's space but that of the steps of a loop around it.
   *
   * @param part the range of the axis that is split, or null
   */
  private static List<Index> open(Task task, KernelWriter writer, Range part) {
    List<Index> variables = new ArrayList<>();
    for (int i = 0; i < task.space.size(); i++) {
      if (i == task.step) {
        variables.add(writer.step());
      } else if (part != null && i == splitAxis(task)) {
        variables.add(writer.open(part));
      } else {
        variables.add(writer.open(KernelWriter.extent(task.space.get(i))));
      }
    }
    return variables;
  }

  /** An index into what a node is computed from: a loop for each axis but that of the steps. */
  private Index[] open(Node node, KernelWriter writer, int split, Range part) {
    Node arg = node.arg(0);
    Index[] at = new Index[arg.shape().rank()];
    LoopBody body = storage.loops().around(node);
    int step = body == null ? -1 : body.axis(node, 0);
    for (int d = 0; d < at.length; d++) {
      if (d == step) {
        at[d] = writer.step();
      } else if (d == split) {
        at[d] = writer.open(part);
      } else {
        at[d] = writer.open(KernelWriter.extent(arg.shape().dim(d)));
      }
    }
    return at;
  }

  private void fill(Task task, KernelWriter writer, RootWriter roots, Value value, Range part) {
    int depth = writer.depth();
    Task.Root root = task.roots.get(0);
    roots.store(root, value, Task.at(root.node().shape(), open(task, writer, part)));
    writer.close(depth);
  }

  /** Stores what is carried at the step that comes next, if there is one. */
  private void advance(Task task, KernelWriter writer, Lowering lowering, RootWriter roots) {
    Range part = part(task, writer);
    writer.openBlock();
    int depth = writer.depth();
    Task.Root root = task.roots.get(0);
    Index[] at = Task.at(root.node().shape(), open(task, writer, part));
    roots.store(root, lowering.value(root.node(), at), at);
    writer.close(depth);
    List<Statement> store = writer.take();
    Scan scan = task.loop.op();
    Index next = writer.step().plus(scan.stride());
    writer.add(
        scan.reversed()
            ? new Statement.When(Index.of(-1), next, store, List.of())
            : new Statement.When(next, Index.of(scan.steps()), store, List.of()));
  }

  private void sweep(Task task, KernelWriter writer, Lowering lowering, RootWriter roots) {
    Task.Root root = task.roots.get(0);
    Node node = root.node();
    Reduce reduce = (Reduce) node.op();
    roots.line(node);
    Shape shape = node.arg(0).shape();
    boolean[] gone = reduce.reduced(shape.rank());
    Range part = part(task, writer);
    fill(task, writer, roots, lowering.number(Lowering.start(reduce.kind())), part);
    int depth = writer.depth();
    Index[] inner = open(node, writer, part == null ? -1 : kept(task, shape, gone), part);
    List<Index> kept = new ArrayList<>();
    for (int d = 0; d < gone.length; d++) {
      if (!gone[d]) {
        kept.add(inner[d]);
      }
    }
    Index[] at = kept.toArray(Index[]::new);
    Index place = lowering.place(root.buffer(), root.offset(), root.place(at));
    Value before = new Value.Load(writer.array(root.buffer().source), place);
    roots.store(root, lowering.step(node, reduce, before, inner), at);
    writer.close(depth);
    if (task.roots.size() > 1) {
      finish(task, writer, lowering, roots, part);
    }
  }

  /** Computes what else comes of the sums of a sweep at the same places. */
  private static void finish(
      Task task, KernelWriter writer, Lowering lowering, RootWriter roots, Range part) {
    Task.Root root = task.roots.get(0);
    List<Index> variables = open(task, writer, part);
    Index[] at = Task.at(root.node().shape(), variables);
    Index place = lowering.place(root.buffer(), root.offset(), root.place(at));
    int array = writer.array(root.buffer().source);
    Value sum = writer.let(writer.depth(), new Value.Load(array, place));
    writer.remember(writer.depth(), sum, root.node(), lowering.place(root.node(), at));
    roots.write(task, variables, new ArrayList<>(List.of(sum)));
  }

  /** The axis of what is summed that is the split axis of the task. */
  private static int kept(Task task, Shape shape, boolean[] gone) {
    int left = splitAxis(task);
    for (int d = 0; d < gone.length; d++) {
      if (!gone[d] && shape.dim(d) != 1 && left-- == 0) {
        return d;
      }
    }
    throw new IllegalStateException("no axis to split in " + shape);
  }

  private void accumulate(Task task, KernelWriter writer, Lowering lowering, RootWriter roots) {
    Task.Root root = task.roots.get(0);
    Node node = root.node();
    AffineMap map = node.op() instanceof Scatter s ? s.map() : ((Accumulate) node.op()).map();
    roots.line(node);
    fill(task, writer, roots, lowering.number(0), null);
    Node arg = node.arg(0);
    Index[] from = open(node, writer, -1, null);
    Index[] at = Regroup.through(new View(arg.shape(), map), from);
    if (node.op() instanceof Scatter scatter) {
      int size = scatter.shape().dim(scatter.axis());
      at[scatter.axis()] = lowering.place(node.arg(1), size, from);
    }
    Value added = lowering.value(arg, from);
    int array = writer.array(root.buffer().source);
    Index place = lowering.place(root.buffer(), root.offset(), root.place(at));
    Value sum = new Value.Apply(Elementwise.ADD, List.of(new Value.Load(array, place), added));
    Statement store = new Statement.Store(array, place, sum);
    for (int d = 0; d < at.length; d++) {
      boolean chosen = node.op() instanceof Scatter scatter && d == scatter.axis();
      if (map.leaves(d, arg.shape(), node.shape())) {
        store = new Statement.When(at[d], Index.of(node.shape().dim(d)), List.of(store), List.of());
      }
      if (chosen || map.leaves(d, arg.shape(), node.shape())) {
        store = new Statement.When(Index.of(-1), at[d], List.of(store), List.of());
      }
    }
    writer.add(store);
  }

  /** Copies one buffer into another of the same size. */
  Launch copy(Placement.Final copy) {
    KernelWriter writer = new KernelWriter(target, precision, split);
    Index count = KernelWriter.extent(copy.from().batched ? -1 : 1).times(copy.from().size);
    writer.add(
        new Statement.Copy(
            writer.array(copy.from().source),
            writer.argument(copy.from().offset),
            writer.array(copy.to().source),
            writer.argument(copy.to().offset),
            count));
    return writer.finish("copy " + copy.from().label, panel);
  }
}
