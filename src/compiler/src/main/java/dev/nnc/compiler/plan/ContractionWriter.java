package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the kernel of a contraction: pack a panel of the right factor; for four rows at a time
 * pack the left factor, add up all summands in order, and store the rows together with whatever
 * else is computed from them at the same place.
 */
final class ContractionWriter {
  private final Task task;
  private final Contraction plan;
  private final Panel panel;
  private final KernelWriter writer;
  private final Lowering lowering;
  private final RootWriter roots;
  private final Shape shape;
  private final boolean[] gone;
  private int splitAxis = -1;
  private Index[] part;
  private final Index[] at;
  private final Index[] start = new Index[2];
  private final Index[] count = new Index[2];

  ContractionWriter(
      Task task, Panel panel, KernelWriter writer, Lowering lowering, RootWriter roots) {
    this.roots = roots;
    this.task = task;
    this.plan = task.contraction;
    this.panel = panel;
    this.writer = writer;
    this.lowering = lowering;
    shape = plan.node().arg(0).shape();
    gone = ((Reduce) plan.node().op()).reduced(shape.rank());
    at = new Index[shape.rank()];
    Arrays.fill(at, Index.ZERO);
  }

  void write() {
    int[] results = new int[Contraction.ROWS];
    for (int i = 0; i < results.length; i++) {
      results[i] = writer.row(writer.argument(panel.results()).plus(i));
    }
    int packed = writer.array(new Launch.FrameArray(panel.packed()));
    if (plan.step() >= 0) {
      at[plan.step()] = writer.step();
    }
    split();
    open(plan.outer());
    openTile(plan.columns(), 0);
    openTile(plan.sum(), 1);
    packRight();
    open(plan.rowsOuter());
    Index[] range =
        splitAxis == plan.row()
            ? part
            : new Index[] {Index.ZERO, KernelWriter.extent(shape.dim(plan.row()))};
    Index height = range[1];
    Index first = writer.open(range[0], height, Contraction.ROWS);
    Index width = count[0].times(plan.columns().innerSize());
    packLeft(packed, first, height);
    Index rows = least(Index.of(Contraction.ROWS), height.plus(first.times(-1)));
    begin(first, rows, width);
    multiply(results, packed, width);
    store(first, rows, width);
  }

  /** Chooses what each thread does a part of: the outermost axis of the result that is there. */
  private void split() {
    splitAxis =
        !plan.outer().isEmpty()
            ? plan.outer().get(0)
            : plan.rowsOuter().isEmpty() ? plan.row() : plan.rowsOuter().get(0);
    part = writer.part(KernelWriter.extent(shape.dim(splitAxis)));
  }

  private void open(List<Integer> axes) {
    for (int axis : axes) {
      at[axis] =
          axis == splitAxis
              ? writer.openRange(part)
              : writer.open(KernelWriter.extent(shape.dim(axis)));
    }
  }

  private Index least(Index a, Index b) {
    int variable = writer.variable();
    writer.add(new Statement.Least(variable, a, b));
    return Index.variable(variable);
  }

  private void openTile(Tile tile, int which) {
    open(tile.outer());
    start[which] = Index.ZERO;
    count[which] = Index.of(tile.step());
    if (tile.axis() >= 0 && tile.step() != shape.dim(tile.axis())) {
      Index size = KernelWriter.extent(shape.dim(tile.axis()));
      start[which] = writer.open(size, tile.step());
      count[which] = least(count[which], size.plus(start[which].times(-1)));
    }
  }

  /** Opens loops through a tile and returns the place in it. */
  private Index through(Tile tile, int which) {
    Index place = Index.ZERO;
    int stride = tile.innerSize();
    if (tile.axis() >= 0) {
      Index step = writer.open(count[which]);
      at[tile.axis()] = start[which].plus(step);
      place = step.times(stride);
    }
    for (int axis : tile.inner()) {
      stride /= shape.dim(axis);
      at[axis] = writer.open(KernelWriter.extent(shape.dim(axis)));
      place = place.plus(at[axis].times(stride));
    }
    return place;
  }

  private void packRight() {
    int depth = writer.depth();
    Index summand = through(plan.sum(), 1);
    int row = writer.row(writer.argument(panel.rows()).plus(summand));
    Index column = through(plan.columns(), 0);
    writer.add(new Statement.Store(row, column, lowering.value(plan.right(), at)));
    writer.close(depth);
  }

  private void packLeft(int packed, Index first, Index height) {
    int depth = writer.depth();
    Index i = writer.open(Index.of(Contraction.ROWS));
    at[plan.row()] = least(first.plus(i), height.plus(-1));
    Index place = through(plan.sum(), 1).times(Contraction.ROWS).plus(i);
    writer.add(new Statement.Store(packed, place, lowering.value(plan.left(), at)));
    writer.close(depth);
  }

  /** Sets the rows to zero, or, behind the first block of summands, to what they had reached. */
  private void begin(Index first, Index rows, Index width) {
    if (plan.sum().whole()) {
      zero(width);
      return;
    }
    Index block = start[1];
    for (int axis : plan.sum().outer()) {
      block = block.plus(at[axis]);
    }
    writer.openBlock();
    zero(width);
    List<Statement> zero = writer.take();
    writer.openBlock();
    Index i = writer.open(rows);
    at[plan.row()] = first.plus(i);
    move(i, width, false);
    writer.close(writer.depth() - 1);
    writer.add(new Statement.When(block, Index.of(1), zero, writer.take()));
  }

  private void zero(Index width) {
    int depth = writer.depth();
    Index i = writer.open(Index.of(Contraction.ROWS));
    int row = writer.row(writer.argument(panel.results()).plus(i));
    Index column = writer.open(width, 1);
    writer.add(new Statement.Store(row, column, lowering.number(0)));
    writer.close(depth);
  }

  private void multiply(int[] results, int packed, Index width) {
    Index summands = count[1].times(plan.sum().innerSize());
    int depth = writer.depth();
    Index k = writer.open(summands.plus(-1), 2);
    Index from = k.times(Contraction.ROWS);
    int one = writer.row(writer.argument(panel.rows()).plus(k));
    int two = writer.row(writer.argument(panel.rows()).plus(k).plus(1));
    writer.add(MicroKernels.call(results, List.of(one, two), packed, from, width));
    writer.close(depth);
    if (summands.isConstant() && summands.constant() % 2 == 0) {
      return;
    }
    writer.openBlock();
    int last = writer.row(writer.argument(panel.rows()).plus(k));
    writer.add(MicroKernels.call(results, List.of(last), packed, from, width));
    writer.add(new Statement.When(k, summands, writer.take(), List.of()));
  }

  private void store(Index first, Index rows, Index width) {
    int depth = writer.depth();
    Index i = writer.open(rows, 1);
    at[plan.row()] = first.plus(i);
    move(i, width, true);
    writer.close(depth);
  }

  private Index[] kept() {
    List<Index> kept = new ArrayList<>();
    for (int d = 0; d < at.length; d++) {
      if (!gone[d]) {
        kept.add(at[d]);
      }
    }
    return kept.toArray(Index[]::new);
  }

  /** Moves a row of the panel to its place in the result, or back. */
  private void move(Index i, Index width, boolean out) {
    Task.Root root = task.roots.get(0);
    int row = writer.row(writer.argument(panel.results()).plus(i));
    if (contiguous(root) && task.roots.size() == 1) {
      Tile columns = plan.columns();
      columns.inner().forEach(axis -> at[axis] = Index.ZERO);
      if (columns.axis() >= 0) {
        at[columns.axis()] = start[0];
      }
      int array = writer.array(root.buffer().source);
      Index place = lowering.place(root.buffer(), root.offset(), root.place(kept()));
      writer.add(
          out
              ? new Statement.Copy(row, Index.ZERO, array, place, width)
              : new Statement.Copy(array, place, row, Index.ZERO, width));
      return;
    }
    int depth = writer.depth();
    Index column = through(plan.columns(), 0);
    if (out) {
      finish(new Value.Load(row, column));
    } else {
      Index place = lowering.place(root.buffer(), root.offset(), root.place(kept()));
      Value reached = new Value.Load(writer.array(root.buffer().source), place);
      writer.add(new Statement.Store(row, column, reached));
    }
    writer.close(depth);
  }

  private void finish(Value sum) {
    Node node = plan.node();
    Index[] kept = kept();
    int depth = writer.depth();
    List<Value> values = new ArrayList<>();
    if (task.roots.size() > 1) {
      Value local = writer.let(depth, sum);
      writer.remember(depth, local, node, Regroup.linear(node.shape(), kept));
      values.add(local);
    } else {
      values.add(sum);
    }
    List<Index> variables = new ArrayList<>();
    for (int d = 0; d < kept.length; d++) {
      if (node.shape().dim(d) != 1) {
        variables.add(kept[d]);
      }
    }
    roots.write(task, variables, values);
  }

  private boolean contiguous(Task.Root root) {
    List<Integer> strides = new ArrayList<>();
    int next = 0;
    for (boolean away : gone) {
      strides.add(away ? 0 : root.strides().get(next++));
    }
    Tile columns = plan.columns();
    int stride = columns.innerSize();
    if (columns.axis() >= 0 && columns.step() > 1 && strides.get(columns.axis()) != stride) {
      return false;
    }
    for (int axis : columns.inner()) {
      stride /= shape.dim(axis);
      if (strides.get(axis) != stride) {
        return false;
      }
    }
    return true;
  }
}
