package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the kernel of a contraction over lanes. Factors are read where they are if each stands in
 * an array at places that depend linearly on the index, else they are packed; results go straight
 * to their array if they are wanted as they are, else to a tile, from which whatever else is
 * computed at the same place goes on.
 */
final class TileWriter {
  /** Rows of results between two visits to what is computed from them. */
  static final int CHUNK = 48;

  private final Task task;
  private final Contraction plan;
  private final Panel panel;
  private final KernelWriter writer;
  private final Lowering lowering;
  private final RootWriter roots;
  private final Shape shape;
  private final boolean[] gone;
  private final Index[] at;
  private final Index[] start = new Index[2];
  private final Index[] count = new Index[2];
  private final boolean direct;
  private int splitAxis = -1;
  private Index[] part;
  private final List<Integer> vectors;

  TileWriter(Task task, Panel panel, KernelWriter writer, Lowering lowering, RootWriter roots) {
    this.task = task;
    this.plan = task.contraction;
    this.panel = panel;
    this.writer = writer;
    this.lowering = lowering;
    this.roots = roots;
    shape = plan.node().arg(0).shape();
    gone = ((Reduce) plan.node().op()).reduced(shape.rank());
    at = new Index[shape.rank()];
    Arrays.fill(at, Index.ZERO);
    direct = task.roots.size() == 1 && plan.columns().even(shape) && contiguous(task.roots.get(0));
    boolean many = plan.columns().axis() >= 0 && shape.dim(plan.columns().axis()) == Shape.BATCH;
    vectors = TileKernel.vectors(many ? -1 : plan.columns().size());
  }

  void write() {
    if (plan.step() >= 0) {
      at[plan.step()] = writer.step();
    }
    split();
    open(plan.outer());
    openTile(plan.columns(), 0);
    int depth = writer.depth();
    openTile(plan.sum(), 1);
    if (!plan.rightDirect()) {
      packRight();
    }
    open(plan.rowsOuter());
    Index[] range =
        splitAxis == plan.row()
            ? part
            : new Index[] {Index.ZERO, KernelWriter.extent(shape.dim(plan.row()))};
    Index height = range[1];
    if (direct) {
      multiply(range[0], height.plus(range[0].times(-1)), height);
    } else if (plan.sum().whole()) {
      Index first = writer.open(range[0], height, CHUNK);
      Index rows = least(Index.of(CHUNK), height.plus(first.times(-1)));
      multiply(first, rows, height);
      store(first, rows, Index.ZERO);
    } else {
      Index rows = height.plus(range[0].times(-1));
      multiply(range[0], rows, height);
      writer.close(depth);
      open(plan.rowsOuter());
      store(range[0], rows, tileRow());
    }
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
    if (a.isConstant() && b.isConstant()) {
      return a.constant() < b.constant() ? a : b;
    }
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

  /** Stands at the first place of a tile. */
  private void begin(Tile tile, int which) {
    if (tile.axis() >= 0) {
      at[tile.axis()] = start[which];
    }
    tile.inner().forEach(axis -> at[axis] = Index.ZERO);
  }

  private Index width() {
    return count[0].times(plan.columns().innerSize());
  }

  private int summands() {
    return plan.sum().size();
  }

  private void packRight() {
    int depth = writer.depth();
    Index summand = through(plan.sum(), 1);
    Index column = through(plan.columns(), 0);
    int array = writer.array(new Launch.FrameArray(panel.rows()));
    Index place = summand.times(plan.columnStride()).plus(column);
    writer.add(new Statement.Store(array, place, lowering.value(plan.right(), at)));
    writer.close(depth);
  }

  private void packLeft(Index first, Index rows) {
    int depth = writer.depth();
    Index i = writer.open(rows, 1);
    at[plan.row()] = first.plus(i);
    Index place = through(plan.sum(), 1).plus(i.times(summands()));
    int array = writer.array(new Launch.FrameArray(panel.packed()));
    writer.add(new Statement.Store(array, place, lowering.value(plan.left(), at)));
    writer.close(depth);
  }

  /** Computes rows of the row axis from {@code first}, a few at a time. */
  private void multiply(Index first, Index rows, Index height) {
    if (plan.leftDirect() == null && plan.sum().whole() && !direct) {
      packLeft(first, rows);
      blocks(first, Index.ZERO, rows);
    } else if (plan.leftDirect() == null) {
      Index piece = writer.open(rows, CHUNK);
      Index some = least(Index.of(CHUNK), height.plus(first.plus(piece).times(-1)));
      packLeft(first.plus(piece), some);
      blocks(first, piece, some);
      writer.close(writer.depth() - 1);
    } else {
      blocks(first, Index.ZERO, rows);
    }
  }

  private void blocks(Index first, Index from, Index rows) {
    int together = plan.together();
    int depth = writer.depth();
    Index behind = Index.ZERO;
    if (!rows.isConstant() || rows.constant() >= together) {
      Index i = writer.open(Index.ZERO, rows.plus(1 - together), together);
      call(together, first, from, i);
      writer.close(depth);
      behind = i;
    }
    if (rows.isConstant()) {
      if (rows.constant() % together == 0) {
        return;
      }
      behind = Index.of(rows.constant() / together * together);
    }
    Index i = writer.open(behind, rows, 1);
    call(1, first, from, i);
    writer.close(depth);
  }

  /** Where row {@code plan.row()} of the other row axes begins in a tile of all rows. */
  private Index tileRow() {
    Index row = Index.ZERO;
    for (int axis : plan.rowsOuter()) {
      row = row.times(shape.dim(axis)).plus(at[axis]);
    }
    return plan.rowsOuter().isEmpty() ? row : row.times(Math.abs(shape.dim(plan.row())));
  }

  private void call(int together, Index first, Index from, Index i) {
    begin(plan.sum(), 1);
    begin(plan.columns(), 0);
    at[plan.row()] = first.plus(from).plus(i);
    List<Integer> arrays = new ArrayList<>();
    Affine left = plan.leftDirect();
    Index leftFrom;
    if (left == null) {
      arrays.add(writer.array(new Launch.FrameArray(panel.packed())));
      leftFrom = i.times(summands());
    } else {
      arrays.add(writer.array(lowering.buffer(left.node()).source));
      leftFrom = lowering.place(lowering.buffer(left.node()), 0, left.at(at));
    }
    Index rightFrom = Index.ZERO;
    if (plan.rightDirect()) {
      Affine right = plan.rightAffine();
      arrays.add(writer.array(lowering.buffer(right.node()).source));
      rightFrom = lowering.place(lowering.buffer(right.node()), 0, right.at(at));
    } else {
      arrays.add(writer.array(new Launch.FrameArray(panel.rows())));
    }
    Index result;
    int resultRow;
    if (direct) {
      Task.Root root = task.roots.get(0);
      arrays.add(writer.array(root.buffer().source));
      result = lowering.place(root.buffer(), root.offset(), root.place(kept()));
      resultRow = strides(root).get(plan.row());
    } else {
      arrays.add(writer.array(new Launch.FrameArray(panel.results())));
      Index row = from.plus(i).plus(plan.sum().whole() ? Index.ZERO : tileRow());
      result = row.times(plan.columnStride());
      resultRow = plan.columnStride();
    }
    int leftRow = left == null ? summands() : left.stride(plan.row());
    TileKernel fresh =
        new TileKernel(
            together,
            vectors,
            together == 1 ? 0 : leftRow,
            together == 1 ? 0 : resultRow,
            axes(),
            false);
    Index width = width();
    Index n = count[1];
    if (plan.sum().whole()) {
      writer.add(fresh.call(arrays, leftFrom, rightFrom, result, width, n));
      return;
    }
    Index block = start[1];
    for (int axis : plan.sum().outer()) {
      block = block.plus(at[axis]);
    }
    writer.add(
        new Statement.When(
            block,
            Index.of(1),
            List.of(fresh.call(arrays, leftFrom, rightFrom, result, width, n)),
            List.of(fresh.resumed().call(arrays, leftFrom, rightFrom, result, width, n))));
  }

  private List<TileKernel.Axis> axes() {
    List<TileKernel.Axis> axes = new ArrayList<>();
    Tile sum = plan.sum();
    int stride = sum.innerSize();
    if (sum.axis() >= 0) {
      boolean fixed = sum.step() == shape.dim(sum.axis());
      axes.add(axis(sum.axis(), fixed ? sum.step() : -1, stride));
    }
    for (int axis : sum.inner()) {
      stride /= shape.dim(axis);
      axes.add(axis(axis, shape.dim(axis), stride));
    }
    return TileKernel.joined(axes);
  }

  private TileKernel.Axis axis(int axis, int extent, int linear) {
    Affine left = plan.leftDirect();
    return new TileKernel.Axis(
        extent,
        left == null ? linear : left.stride(axis),
        plan.rightDirect() ? plan.rightAffine().stride(axis) : linear * plan.columnStride());
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

  private void store(Index first, Index rows, Index tileRow) {
    int depth = writer.depth();
    Index i = writer.open(rows, 1);
    at[plan.row()] = first.plus(i);
    int tile = writer.array(new Launch.FrameArray(panel.results()));
    Index from = tileRow.plus(i).times(plan.columnStride());
    Task.Root root = task.roots.get(0);
    if (task.roots.size() == 1 && contiguous(root)) {
      begin(plan.columns(), 0);
      int array = writer.array(root.buffer().source);
      Index place = lowering.place(root.buffer(), root.offset(), root.place(kept()));
      writer.add(new Statement.Copy(tile, from, array, place, width()));
    } else {
      Index column = through(plan.columns(), 0);
      finish(new Value.Load(tile, from.plus(column)));
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

  /** How far apart the root's elements lie along each axis of the product, 0 along summed ones. */
  private List<Integer> strides(Task.Root root) {
    List<Integer> strides = new ArrayList<>();
    int next = 0;
    for (boolean away : gone) {
      strides.add(away ? 0 : root.strides().get(next++));
    }
    return strides;
  }

  private boolean contiguous(Task.Root root) {
    List<Integer> strides = strides(root);
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
