package dev.nnc.compiler.plan;

import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the kernel of a contraction over lanes. Factors are read where they are if each stands in
 * an array at places that depend linearly on the index, else they are packed; results go straight
 * to their array if they are wanted as they are, else to a tile, from which whatever else is
 * computed at the same place goes on.
 */
final class TileWriter extends BlockWriter {
  /** Rows of results between two visits to what is computed from them. */
  static final int CHUNK = 48;

  /** Columns done for all rows before the next ones, unless a kernel's tile is wider. */
  private static final int BLOCK = 64;

  /** Shorter sums are over before it matters from where they are read. */
  private static final int LONG = 64;

  private final boolean direct;

  /** Whether all summands are in the block at hand. */
  private boolean whole;

  private final List<Integer> vectors;
  private final int block;

  TileWriter(Task task, Panel panel, KernelWriter writer, Lowering lowering, RootWriter roots) {
    super(task, panel, writer, lowering, roots);
    direct = task.roots.size() == 1 && plan.columns().even(shape) && contiguous(task.roots.get(0));
    int columns = plan.columns().many(shape) ? -1 : plan.columns().size();
    vectors = TileKernel.vectors(columns, plan.vectors());
    int tile = plan.vectors() * Tile.WIDEST;
    block = (BLOCK + tile - 1) / tile * tile;
    whole = plan.sum().whole();
  }

  void write() {
    openResult();
    Tile sum = plan.sum();
    boolean overBatch = sum.outer().isEmpty() && sum.many(shape);
    if (direct || whole || !overBatch) {
      sumByBlocks();
      return;
    }
    // Most batches fit one block: then what is made of the results is made while they are near.
    writer.openBlock();
    int depth = writer.depth();
    sumByBlocks();
    writer.close(depth);
    List<Statement> several = writer.take();
    writer.openBlock();
    whole = true;
    start[1] = Index.ZERO;
    count[1] = Index.variable(Kernel.BATCH);
    sumBlock(depth);
    writer.close(depth);
    List<Statement> one = writer.take();
    Index most = Index.of(sum.step() + 1);
    writer.add(new Statement.When(Index.variable(Kernel.BATCH), most, one, several));
  }

  /** Goes through all blocks of summands. */
  private void sumByBlocks() {
    int depth = writer.depth();
    openTile(plan.sum(), 1);
    sumBlock(depth);
  }

  /**
   * Adds a block of summands to all rows.
   *
   * @param depth of the loops around those over blocks
   */
  private void sumBlock(int depth) {
    if (!plan.rightDirect()) {
      packRight();
    }
    open(plan.rowsOuter());
    Range range = rows();
    Index height = range.end();
    if (direct) {
      multiply(range.first(), range.size(), height);
    } else if (whole) {
      Index first = writer.open(range.first(), height, CHUNK);
      Index rows = least(Index.of(CHUNK), height.plus(first.times(-1)));
      multiply(first, rows, height);
      store(first, rows, Index.ZERO);
    } else {
      multiply(range.first(), range.size(), height);
      writer.close(depth);
      open(plan.rowsOuter());
      store(range.first(), range.size(), tileRow());
    }
  }

  private int summands() {
    return plan.sum().size();
  }

  /** How far apart the rows of the packed left factor lie. */
  private int packedRow() {
    return plan.across() ? 1 : summands();
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
    Index place;
    if (plan.across()) {
      Index summand = through(plan.sum(), 1);
      Index i = writer.open(rows, 1);
      at[plan.row()] = first.plus(i);
      place = summand.times(CHUNK).plus(i);
    } else {
      Index i = writer.open(rows, 1);
      at[plan.row()] = first.plus(i);
      place = through(plan.sum(), 1).plus(i.times(summands()));
    }
    int array = writer.array(new Launch.FrameArray(panel.packed()));
    writer.add(new Statement.Store(array, place, lowering.value(plan.left(), at)));
    writer.close(depth);
  }

  /** Computes rows of the row axis from {@code first}, a few at a time. */
  private void multiply(Index first, Index rows, Index height) {
    if (plan.leftDirect() == null && whole && !direct) {
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

  /**
   * Computes rows, all of them for some columns before the next columns where the right factor's
   * numbers for those are used again from the first cache. A single row uses none of them again: it
   * goes through them in the order in which they lie.
   */
  private void blocks(Index first, Index from, Index rows) {
    if (plan.columns().size() <= block || plan.sum().size() < LONG) {
      block(first, from, rows, Index.ZERO, width());
      return;
    }
    if (shape.dim(plan.row()) != Shape.BATCH) {
      columns(first, from, rows);
      return;
    }
    int depth = writer.depth();
    writer.openBlock();
    Index row = writer.open(rows, 1);
    call(1, TileKernel.ONE_ROW, first, from, row, Index.ZERO, width());
    writer.close(depth + 1);
    List<Statement> one = writer.take();
    writer.openBlock();
    columns(first, from, rows);
    writer.close(depth + 1);
    List<Statement> many = writer.take();
    writer.add(new Statement.When(Index.variable(Kernel.BATCH), Index.of(2), one, many));
  }

  private void columns(Index first, Index from, Index rows) {
    int depth = writer.depth();
    Index column = writer.open(width(), block);
    block(first, from, rows, column, piece(block, width(), column));
    writer.close(depth);
  }

  private void block(Index first, Index from, Index rows, Index column, Index width) {
    Index behind = Index.ZERO;
    for (int together : new int[] {plan.together(), 2, 1}) {
      if (rows.isConstant()) {
        int left = rows.constant() - (behind.isConstant() ? behind.constant() : 0);
        if (left < together) {
          continue;
        }
      }
      int depth = writer.depth();
      Index i = writer.open(behind, rows.plus(1 - together), together);
      call(together, vectors, first, from, i, column, width);
      writer.close(depth);
      boolean known = rows.isConstant() && behind.isConstant();
      int left = known ? rows.constant() - behind.constant() : 0;
      behind = known ? behind.plus(left / together * together) : i;
    }
  }

  /** Where row {@code plan.row()} of the other row axes begins in a tile of all rows. */
  private Index tileRow() {
    Index row = Index.ZERO;
    for (int axis : plan.rowsOuter()) {
      row = row.times(shape.dim(axis)).plus(at[axis]);
    }
    return plan.rowsOuter().isEmpty() ? row : row.times(Math.abs(shape.dim(plan.row())));
  }

  private void call(
      int together,
      List<Integer> vectors,
      Index first,
      Index from,
      Index i,
      Index column,
      Index width) {
    begin(plan.sum(), 1);
    begin(plan.columns(), 0);
    at[plan.row()] = first.plus(from).plus(i);
    List<Integer> arrays = new ArrayList<>();
    Affine left = plan.leftDirect();
    Index leftFrom;
    if (left == null) {
      arrays.add(writer.array(new Launch.FrameArray(panel.packed())));
      leftFrom = i.times(packedRow());
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
      Index row = from.plus(i).plus(whole ? Index.ZERO : tileRow());
      result = row.times(plan.columnStride());
      resultRow = plan.columnStride();
    }
    int leftRow = left == null ? packedRow() : left.stride(plan.row());
    TileKernel fresh =
        new TileKernel(
            together,
            vectors,
            together == 1 ? 0 : leftRow,
            together == 1 ? 0 : resultRow,
            axes(),
            false);
    rightFrom = rightFrom.plus(column);
    result = result.plus(column);
    Index n = count[1];
    if (whole) {
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
        left == null ? linear * packedSummand() : left.stride(axis),
        plan.rightDirect() ? plan.rightAffine().stride(axis) : linear * plan.columnStride());
  }

  /** How far apart the summands of the packed left factor lie. */
  private int packedSummand() {
    return plan.across() ? CHUNK : 1;
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
}
