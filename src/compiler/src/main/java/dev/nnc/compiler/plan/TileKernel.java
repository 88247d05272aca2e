package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The innermost part of a contraction over lanes: a few rows of results times a few vectors of
 * columns stay in registers while all summands are added, each result in the order of the sum.
 *
 * @param rows how many rows are computed together
 * @param vectors how many vectors of columns together, in descending order: with each of them as
 *     many columns as fit are done, then with the next
 * @param leftRow how far apart the rows of the left factor lie
 * @param resultRow how far apart the rows of the result lie
 * @param sum the summed axes from the outside in
 * @param resume whether to go on from what the results have reached
 */
record TileKernel(
    int rows, List<Integer> vectors, int leftRow, int resultRow, List<Axis> sum, boolean resume) {
  /** Vectors with fewer lanes come with so few registers that wide tiles do not fit them. */
  private static final int LANES_FOR_WIDE = 16;

  /** How many registers there are at least. */
  private static final int FEW_REGISTERS = 16;

  private static final int WIDE = 4;

  /**
   * The numbers of vectors for one row of many columns: as many sums as hide how long each takes.
   */
  static final List<Integer> ONE_ROW = List.of(8, 4, 2, 1);

  private static final int LEFT = 0;
  private static final int RIGHT = 1;
  private static final int RESULT = 2;
  private static final int LEFT_FROM = 1;
  private static final int RIGHT_FROM = 2;
  private static final int RESULT_FROM = 3;
  private static final int WIDTH = 4;
  private static final int COUNT = 5;
  private static final int COLUMN = 6;
  private static final int AXES = 7;

  /**
   * A summed axis.
   *
   * @param extent how many summands, or -1 where the number is a parameter
   * @param left how far apart they lie in the left factor
   * @param right how far apart in the right one
   */
  record Axis(int extent, int left, int right) {}

  /** Copies the lists. */
  TileKernel {
    vectors = List.copyOf(vectors);
    sum = List.copyOf(sum);
  }

  /** How many vectors of columns are best done together where there are so many; -1 for any. */
  static int vectors(int columns) {
    return columns >= 0 && columns <= 16 ? 1 : columns >= 0 && columns <= 32 ? 2 : WIDE;
  }

  /**
   * The numbers of vectors with which so many columns are done.
   *
   * @param columns how many columns; -1 for any number
   * @param most the first of the numbers
   */
  static List<Integer> vectors(int columns, int most) {
    if (most <= 2) {
      return most == 1 ? List.of(1) : List.of(2, 1);
    }
    // As many rows as there are beside four vectors leave room for two where registers are few.
    boolean pairs = most >= WIDE && most % 2 == 0 && columns >= 0 && columns % 32 == 0;
    return pairs ? List.of(most, 2) : List.of(most, 2, 1);
  }

  /** Axes of which one runs on where the other ends, made one. */
  static List<Axis> joined(List<Axis> axes) {
    List<Axis> joined = new ArrayList<>();
    for (Axis axis : axes) {
      Axis outer = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (outer != null
          && outer.extent >= 0
          && outer.left == axis.left * axis.extent
          && outer.right == axis.right * axis.extent) {
        joined.remove(joined.size() - 1);
        joined.add(new Axis(outer.extent * axis.extent, axis.left, axis.right));
      } else if (axis.extent != 1) {
        joined.add(axis);
      }
    }
    return joined;
  }

  /** The same, going on from what the results have reached. */
  TileKernel resumed() {
    return new TileKernel(rows, vectors, leftRow, resultRow, sum, true);
  }

  /**
   * Computes a block of results.
   *
   * @param arrays the arrays of the left factor, the right factor and the results
   * @param left where the block's first row begins in the left factor
   * @param right where the first column begins in the right factor
   * @param result where the first result stands
   * @param width the number of columns; a last vector may go beyond by less than its lanes
   * @param count the number of summands along the axis that has no extent of its own
   */
  Statement call(
      List<Integer> arrays, Index left, Index right, Index result, Index width, Index count) {
    return new Statement.Call(kernel(), arrays, List.of(left, right, result, width, count));
  }

  private Kernel kernel() {
    List<Statement> body = new ArrayList<>();
    Index from = Index.ZERO;
    Index column = Index.variable(COLUMN);
    for (int count : vectors) {
      Statement lanes = lanes(count, from);
      if (count >= WIDE || (rows * count + count >= FEW_REGISTERS && count > 1)) {
        Index many = Index.of(LANES_FOR_WIDE);
        // The variable is set on either way, for the loops behind.
        Statement none = new Statement.Least(COLUMN, Index.ZERO, Index.ZERO);
        lanes =
            new Statement.When(Index.variable(Kernel.LANES), many, List.of(none), List.of(lanes));
      }
      body.add(lanes);
      from = column;
    }
    return new Kernel(
        List.of(LEFT, RIGHT, RESULT),
        List.of(LEFT_FROM, RIGHT_FROM, RESULT_FROM, WIDTH, COUNT),
        body);
  }

  private Statement lanes(int count, Index from) {
    List<Statement> body = new ArrayList<>();
    for (int i = 0; i < rows * count; i++) {
      Value start =
          resume ? new Value.Load(RESULT, result(i / count, i % count)) : new Value.Literal(0);
      body.add(new Statement.Let(i, start));
    }
    List<Statement> step = step(count);
    for (int a = sum.size() - 1; a >= 0; a--) {
      int extent = sum.get(a).extent();
      Index to = extent < 0 ? Index.variable(COUNT) : Index.of(extent);
      step = List.of(new Statement.Loop(AXES + a, Index.ZERO, to, 1, step));
    }
    body.addAll(step);
    for (int i = 0; i < rows * count; i++) {
      Index at = result(i / count, i % count);
      body.add(new Statement.Store(RESULT, at, new Value.Local(i)));
    }
    Index bound = Index.variable(WIDTH).plus(Index.variable(Kernel.LANES)).plus(-1);
    return new Statement.Lanes(COLUMN, from, bound, count, body);
  }

  private static Index lane(int vector) {
    return Index.variable(COLUMN).plus(Index.variable(Kernel.LANES).times(vector));
  }

  private Index result(int row, int vector) {
    return Index.variable(RESULT_FROM).plus(row * resultRow).plus(lane(vector));
  }

  /** One summand of each result: the factors are loaded once. */
  private List<Statement> step(int count) {
    Index left = Index.variable(LEFT_FROM);
    Index right = Index.variable(RIGHT_FROM);
    for (int a = 0; a < sum.size(); a++) {
      left = left.plus(Index.variable(AXES + a).times(sum.get(a).left()));
      right = right.plus(Index.variable(AXES + a).times(sum.get(a).right()));
    }
    List<Statement> step = new ArrayList<>();
    int factors = rows * count;
    for (int v = 0; v < count; v++) {
      step.add(new Statement.Let(factors + v, new Value.Load(RIGHT, right.plus(lane(v)))));
    }
    for (int i = 0; i < rows; i++) {
      int factor = factors + count + i;
      step.add(new Statement.Let(factor, new Value.Load(LEFT, left.plus(i * leftRow))));
      for (int v = 0; v < count; v++) {
        int result = i * count + v;
        Value.Local before = new Value.Local(result);
        step.add(
            new Statement.Let(
                result,
                new Value.Fma(new Value.Local(factor), new Value.Local(factors + v), before)));
      }
    }
    return Collections.unmodifiableList(step);
  }
}
