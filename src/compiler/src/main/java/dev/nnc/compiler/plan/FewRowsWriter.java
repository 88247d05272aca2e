package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the kernel of a contraction over lanes for a batch of few examples, where the right factor
 * would have to be packed: that costs more than a few rows of sums. A few neighbouring columns are
 * summed together, each on its own, so that their additions overlap.
 */
final class FewRowsWriter extends BlockWriter {
  /** Packing a number costs as much as so many multiplications that are not over lanes. */
  static final int ROWS = 3;

  private static final int TOGETHER = 8;

  FewRowsWriter(Task task, Panel panel, KernelWriter writer, Lowering lowering, RootWriter roots) {
    super(task, panel, writer, lowering, roots);
  }

  /** Whether a contraction is better written so where the batch has few examples. */
  static boolean pays(Contraction plan) {
    Shape shape = plan.node().arg(0).shape();
    return !plan.rightDirect()
        && plan.rowsOuter().isEmpty()
        && shape.dim(plan.row()) == Shape.BATCH;
  }

  void write() {
    openOuter();
    at[plan.row()] = writer.open(rows());
    List<Integer> columns = plan.columns().axes();
    int last = columns.get(columns.size() - 1);
    for (int axis : columns.subList(0, columns.size() - 1)) {
      at[axis] = writer.open(Index.of(shape.dim(axis)));
    }
    int together = together(shape.dim(last));
    Index column = writer.open(Index.ZERO, Index.of(shape.dim(last)), together);
    int depth = writer.depth();
    List<Value.Local> sums = new ArrayList<>();
    for (int i = 0; i < together; i++) {
      sums.add(writer.let(depth, lowering.number(Lowering.start(Reduce.Kind.SUM))));
    }
    for (int axis = 0; axis < at.length; axis++) {
      if (gone[axis]) {
        at[axis] = writer.open(KernelWriter.extent(shape.dim(axis)));
      }
    }
    Reduce reduce = (Reduce) plan.node().op();
    for (int i = 0; i < together; i++) {
      at[last] = column.plus(i);
      writer.assign(sums.get(i), lowering.step(plan.node(), reduce, sums.get(i), at));
    }
    writer.close(depth);
    for (int i = 0; i < together; i++) {
      at[last] = column.plus(i);
      finish(sums.get(i));
    }
  }

  private static int together(int size) {
    int together = TOGETHER;
    while (size % together != 0) {
      together--;
    }
    return together;
  }
}
