package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
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
  private final Panel panel;
  private int staged;

  NestWriter(
      Program program, Materialise storage, Buffer[] buffers, Precision precision, Panel panel) {
    this.panel = panel;
    this.program = program;
    this.storage = storage;
    this.buffers = buffers;
    this.precision = precision;
  }

  /** The kernel of a task with its arguments. */
  Launch write(Task task) {
    KernelWriter writer = new KernelWriter();
    Lowering lowering = new Lowering(writer, storage, buffers, precision);
    RootWriter roots = new RootWriter(program.graph(), storage, buffers, writer, lowering);
    Task.Root first = task.roots.get(0);
    switch (task.kind) {
      case NEST -> nest(task, writer, roots);
      case SWEEP -> sweep(first, writer, lowering, roots);
      case ACCUMULATE -> accumulate(first, writer, lowering, roots);
      case CONTRACTION -> {
        roots.line(first.node());
        new ContractionWriter(task, panel, writer, lowering, roots).write();
      }
    }
    return writer.finish(label(task));
  }

  /** How many rows of the panel loops took at most. */
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
    List<Index> variables = new ArrayList<>();
    task.space.forEach(size -> variables.add(writer.open(KernelWriter.extent(size))));
    roots.write(task, variables, new ArrayList<>());
    staged = Math.max(staged, writer.stage(panel));
  }

  private void fill(Task.Root root, KernelWriter writer, RootWriter roots, Value value) {
    int depth = writer.depth();
    List<Index> variables = new ArrayList<>();
    Task.space(root.node().shape())
        .forEach(size -> variables.add(writer.open(KernelWriter.extent(size))));
    roots.store(root, value, Task.at(root.node().shape(), variables));
    writer.close(depth);
  }

  private void sweep(Task.Root root, KernelWriter writer, Lowering lowering, RootWriter roots) {
    Node node = root.node();
    Reduce reduce = (Reduce) node.op();
    roots.line(node);
    fill(root, writer, roots, lowering.number(Lowering.start(reduce.kind())));
    Shape shape = node.arg(0).shape();
    boolean[] gone = reduce.reduced(shape.rank());
    Index[] inner = new Index[gone.length];
    List<Index> kept = new ArrayList<>();
    for (int d = 0; d < gone.length; d++) {
      inner[d] = writer.open(KernelWriter.extent(shape.dim(d)));
      if (!gone[d]) {
        kept.add(inner[d]);
      }
    }
    Index[] at = kept.toArray(Index[]::new);
    Index place = lowering.place(root.buffer(), root.offset(), root.place(at));
    Value before = new Value.Load(writer.array(root.buffer().source), place);
    roots.store(root, lowering.step(node, reduce, before, inner), at);
  }

  private void accumulate(
      Task.Root root, KernelWriter writer, Lowering lowering, RootWriter roots) {
    Node node = root.node();
    AffineMap map = node.op() instanceof Scatter s ? s.map() : ((Accumulate) node.op()).map();
    roots.line(node);
    fill(root, writer, roots, lowering.number(0));
    Node arg = node.arg(0);
    Index[] from = new Index[arg.shape().rank()];
    for (int d = 0; d < from.length; d++) {
      from[d] = writer.open(KernelWriter.extent(arg.shape().dim(d)));
    }
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
    KernelWriter writer = new KernelWriter();
    Index count = KernelWriter.extent(copy.from().batched ? -1 : 1).times(copy.from().size);
    writer.add(
        new Statement.Copy(
            writer.array(copy.from().source),
            writer.argument(copy.from().offset),
            writer.array(copy.to().source),
            writer.argument(copy.to().offset),
            count));
    return writer.finish("copy " + copy.from().label);
  }
}
