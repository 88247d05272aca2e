package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes the kernel of a contraction: pack a panel of the right factor; for four rows at a time
 * pack the left factor, add up all summands in order, and store the rows together with whatever
 * else is computed from them at the same place.
 */
final class ContractionWriter extends BlockWriter {
  /** Rows packed together. */
  private static final int TOGETHER = 8;

  /** What takes more values to compute is not written for several rows at once. */
  private static final int SIMPLE = 24;

  ContractionWriter(
      Task task, Panel panel, KernelWriter writer, Lowering lowering, RootWriter roots) {
    super(task, panel, writer, lowering, roots);
  }

  void write() {
    int[] results = new int[Contraction.ROWS];
    for (int i = 0; i < results.length; i++) {
      results[i] = writer.row(writer.argument(panel.results()).plus(i));
    }
    int packed = writer.array(new Launch.FrameArray(panel.packed()));
    openResult();
    openTile(plan.sum(), 1);
    packRight();
    open(plan.rowsOuter());
    Range range = rows();
    Index height = range.end();
    Index first = writer.open(range.first(), height, Contraction.ROWS);
    Index width = width();
    packLeft(packed, first, height);
    Index rows = least(Index.of(Contraction.ROWS), height.plus(first.times(-1)));
    begin(first, rows, width);
    multiply(results, packed, width);
    store(first, rows, width);
  }

  private void packRight() {
    int depth = writer.depth();
    if (summandsFollow()) {
      packTogether();
    } else {
      packRow(through(plan.sum(), 1));
    }
    writer.close(depth);
  }

  private void packRow(Index summand) {
    int row = writer.row(writer.argument(panel.rows()).plus(summand));
    Index column = through(plan.columns(), 0);
    writer.add(new Statement.Store(row, column, lowering.value(plan.right(), at)));
  }

  /** Whether not columns but summands follow each other where the right factor is read. */
  private boolean summandsFollow() {
    Affine right = lowering.affine(plan.right());
    return right != null
        && right.stride(plan.sum().last()) == 1
        && right.stride(plan.columns().last()) != 1;
  }

  /** Packs several rows together: of each line of the cache that is read, much is used. */
  private void packTogether() {
    Tile sum = plan.sum();
    int axis = sum.last();
    boolean cut = axis == sum.axis();
    Index place = cut ? Index.ZERO : throughAllButLast(sum, 1);
    Index from = cut ? start[1] : Index.ZERO;
    Index extent = cut ? count[1] : KernelWriter.extent(shape.dim(axis));
    int depth = writer.depth();
    Index k = writer.open(extent.plus(1 - TOGETHER), TOGETHER);
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < TOGETHER; i++) {
      rows.add(writer.row(writer.argument(panel.rows()).plus(place).plus(k).plus(i)));
    }
    Index column = through(plan.columns(), 0);
    for (int i = 0; i < TOGETHER; i++) {
      at[axis] = from.plus(k).plus(i);
      writer.add(new Statement.Store(rows.get(i), column, lowering.value(plan.right(), at)));
    }
    writer.close(depth);
    if (!extent.isConstant() || extent.constant() % TOGETHER != 0) {
      Index rest = writer.open(k, extent, 1);
      at[axis] = from.plus(rest);
      packRow(place.plus(rest));
      writer.close(depth);
    }
  }

  private void packLeft(int packed, Index first, Index height) {
    int depth = writer.depth();
    Index summand = plan.across() ? through(plan.sum(), 1) : null;
    Index i = writer.open(Index.of(Contraction.ROWS));
    at[plan.row()] = least(first.plus(i), height.plus(-1));
    summand = plan.across() ? summand : through(plan.sum(), 1);
    Index place = summand.times(Contraction.ROWS).plus(i);
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
    move(first, rows, width, false);
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

  /** Stores the rows; what else is computed from them waits for the last block of summands. */
  private void store(Index first, Index rows, Index width) {
    if (task.roots.size() == 1) {
      move(first, rows, width, true);
    } else if (plan.sum().whole()) {
      finish(first, rows);
    } else {
      writer.openBlock();
      move(first, rows, width, true);
      List<Statement> between = writer.take();
      writer.openBlock();
      finish(first, rows);
      beforeLast(between, writer.take()).forEach(writer::add);
    }
  }

  /** Does one thing before the last block of summands, and another at that block. */
  private List<Statement> beforeLast(List<Statement> before, List<Statement> last) {
    Tile sum = plan.sum();
    Index end = KernelWriter.extent(shape.dim(sum.axis())).plus(-sum.step());
    List<Statement> both = List.of(new Statement.When(start[1], end, before, last));
    for (int axis : sum.outer()) {
      Index step = KernelWriter.extent(shape.dim(axis)).plus(-1);
      both = List.of(new Statement.When(at[axis], step, before, both));
    }
    return both;
  }

  /** Stores finished rows with what is computed from them. */
  private void finish(Index first, Index rows) {
    boolean alone = contiguous(task.roots.get(0)) || task.size > SIMPLE;
    rows(first, rows, alone, (row, column) -> finish(new Value.Load(row, column)));
  }

  /** Moves rows of the panel to their places in the result, or back. */
  private void move(Index first, Index rows, Index width, boolean out) {
    Task.Root root = task.roots.get(0);
    int array = writer.array(root.buffer().source);
    if (contiguous(root)) {
      int depth = writer.depth();
      int row = open(first, rows);
      begin(plan.columns(), 0);
      Index place = place(root);
      writer.add(
          out
              ? new Statement.Copy(row, Index.ZERO, array, place, width)
              : new Statement.Copy(array, place, row, Index.ZERO, width));
      writer.close(depth);
      return;
    }
    rows(
        first,
        rows,
        false,
        (row, column) ->
            writer.add(
                out
                    ? new Statement.Store(array, place(root), new Value.Load(row, column))
                    : new Statement.Store(row, column, new Value.Load(array, place(root)))));
  }

  private Index place(Task.Root root) {
    return lowering.place(root.buffer(), root.offset(), root.place(kept()));
  }

  /** Opens a loop over rows and returns the array of the row. */
  private int open(Index first, Index rows) {
    Index i = writer.open(rows, 1);
    at[plan.row()] = first.plus(i);
    return writer.row(writer.argument(panel.results()).plus(i));
  }

  /**
   * Does something for each place of rows, given the array of the row and the place in it.
   *
   * @param alone whether row after row; else column by column where four rows are there, since the
   *     rows of a column follow each other in memory
   */
  private void rows(Index first, Index rows, boolean alone, BiConsumer<Integer, Index> body) {
    if (alone) {
      one(first, rows, body);
    } else if (rows.isConstant()) {
      together(first, body);
    } else {
      writer.openBlock();
      // In a variable of its own, so that nothing of rows that may not be there is read before.
      int here = writer.variable();
      writer.add(new Statement.Least(here, first, first));
      together(Index.variable(here), body);
      List<Statement> full = writer.take();
      writer.openBlock();
      one(first, rows, body);
      Index few = Index.of(Contraction.ROWS - 1);
      writer.add(new Statement.When(few, rows, full, writer.take()));
    }
  }

  private void one(Index first, Index rows, BiConsumer<Integer, Index> body) {
    int depth = writer.depth();
    int row = open(first, rows);
    body.accept(row, through(plan.columns(), 0));
    writer.close(depth);
  }

  private void together(Index first, BiConsumer<Integer, Index> body) {
    int depth = writer.depth();
    List<Integer> results = new ArrayList<>();
    for (int i = 0; i < Contraction.ROWS; i++) {
      results.add(writer.row(writer.argument(panel.results()).plus(i)));
    }
    Index column = through(plan.columns(), 0);
    for (int i = 0; i < Contraction.ROWS; i++) {
      at[plan.row()] = first.plus(i);
      body.accept(results.get(i), column);
    }
    writer.close(depth);
  }
}
