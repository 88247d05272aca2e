package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The innermost loop of contractions: four rows of results, one or two summands. Loads of the
 * packed rows are taken to locals before any store, since a store might change what they read. Each
 * number of columns has kernels of its own, since C2 chooses the width of vectors by how often a
 * loop ran, on average over all its callers.
 */
final class MicroKernels {
  private MicroKernels() {}

  /**
   * Adds summands to rows of results.
   *
   * @param results the arrays of the results
   * @param rows the packed rows of one or two summands
   * @param packed the array of the packed left factor
   * @param from where the first summand stands in it
   * @param width the number of columns
   * @return the statement
   */
  static Statement call(int[] results, List<Integer> rows, int packed, Index from, Index width) {
    List<Integer> arrays = new ArrayList<>();
    for (int result : results) {
      arrays.add(result);
    }
    arrays.addAll(rows);
    arrays.add(packed);
    return width.isConstant()
        ? new Statement.Call(kernel(rows.size(), width), arrays, List.of(from))
        : new Statement.Call(kernel(rows.size(), null), arrays, List.of(from, width));
  }

  /**
   * A kernel.
   *
   * @param summands how many summands are added
   * @param width how many columns, null where that is an argument
   */
  private static Kernel kernel(int summands, Index width) {
    int rows = Contraction.ROWS;
    int packed = rows + summands;
    Index from = Index.variable(1);
    Index column = Index.variable(3);
    List<Statement> body = new ArrayList<>();
    for (int i = 0; i < rows * summands; i++) {
      body.add(new Statement.Let(i, new Value.Load(packed, from.plus(i))));
    }
    List<Statement> loop = new ArrayList<>();
    for (int k = 0; k < summands; k++) {
      loop.add(new Statement.Let(rows * summands + k, new Value.Load(rows + k, column)));
    }
    for (int i = 0; i < rows; i++) {
      Value sum = new Value.Load(i, column);
      for (int k = 0; k < summands; k++) {
        Value factor = new Value.Local(rows * k + i);
        sum = new Value.Fma(factor, new Value.Local(rows * summands + k), sum);
      }
      loop.add(new Statement.Store(i, column, sum));
    }
    Index end = width == null ? Index.variable(2) : width;
    body.add(new Statement.Loop(3, Index.ZERO, end, 1, loop));
    List<Integer> arrays = new ArrayList<>();
    for (int i = 0; i <= packed; i++) {
      arrays.add(i);
    }
    return new Kernel(arrays, width == null ? List.of(1, 2) : List.of(1), body);
  }
}
