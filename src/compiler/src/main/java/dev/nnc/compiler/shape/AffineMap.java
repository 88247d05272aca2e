package dev.nnc.compiler.shape;

import java.util.Arrays;

/**
 * Where a view reads: source index {@code s[d] = offset[d] + sum over a of coefficient[d][a] *
 * i[a]} for result index {@code i}. The batch axis of a source, if any, is read by the batch axis
 * of the result alone, one to one.
 */
public final class AffineMap {
  private final int resultRank;
  private final int[][] coefficients;
  private final int[] offsets;

  /**
   * A map from result indices to source indices.
   *
   * @param resultRank the number of axes of the result
   * @param coefficients a row a source axis, a column a result axis
   * @param offsets one a source axis
   */
  public AffineMap(int resultRank, int[][] coefficients, int[] offsets) {
    if (coefficients.length != offsets.length) {
      throw new IllegalArgumentException("rows and offsets differ");
    }
    this.resultRank = resultRank;
    this.coefficients = new int[coefficients.length][];
    for (int d = 0; d < coefficients.length; d++) {
      if (coefficients[d].length != resultRank) {
        throw new IllegalArgumentException("a row of another length than the result's rank");
      }
      this.coefficients[d] = coefficients[d].clone();
    }
    this.offsets = offsets.clone();
  }

  /** Reads every element at its own place. */
  public static AffineMap identity(int rank) {
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i;
    }
    return select(rank, axes);
  }

  /**
   * Source axis {@code d} is read at the index of result axis {@code axes[d]}: a transpose or
   * broadcast.
   *
   * @param resultRank the number of axes of the result
   * @param axes for each source axis a result axis
   * @return the map
   */
  public static AffineMap select(int resultRank, int... axes) {
    int[][] rows = new int[axes.length][resultRank];
    for (int d = 0; d < axes.length; d++) {
      rows[d][axes[d]] = 1;
    }
    return new AffineMap(resultRank, rows, new int[axes.length]);
  }

  /** The number of axes of the result. */
  public int resultRank() {
    return resultRank;
  }

  /** The number of axes of the source. */
  public int sourceRank() {
    return offsets.length;
  }

  /** How far source axis {@code d} moves with result axis {@code a}. */
  public int coefficient(int d, int a) {
    return coefficients[d][a];
  }

  /** Where source axis {@code d} is read at result index zero. */
  public int offset(int d) {
    return offsets[d];
  }

  /** Whether every element is read at its own place. */
  public boolean isIdentity() {
    return equals(identity(resultRank));
  }

  /**
   * The map of a view of a view: reads through this one, then through {@code inner}.
   *
   * @param inner the map of the view that is this one's source
   * @return from this one's result to the source of {@code inner}
   */
  public AffineMap then(AffineMap inner) {
    if (inner.resultRank != sourceRank()) {
      throw new IllegalArgumentException("maps do not meet");
    }
    int[][] rows = new int[inner.sourceRank()][resultRank];
    int[] shift = inner.offsets.clone();
    for (int d = 0; d < rows.length; d++) {
      for (int m = 0; m < sourceRank(); m++) {
        int factor = inner.coefficients[d][m];
        shift[d] += factor * offsets[m];
        for (int a = 0; a < resultRank; a++) {
          rows[d][a] += factor * coefficients[m][a];
        }
      }
    }
    return new AffineMap(resultRank, rows, shift);
  }

  /**
   * The smallest source index read on an axis.
   *
   * @param d the source axis, not the batch
   * @param result the shape of the result
   * @return the minimum over all result indices
   */
  public long min(int d, Shape result) {
    return extreme(d, result, -1);
  }

  /** The largest source index read on an axis that is not the batch. */
  public long max(int d, Shape result) {
    return extreme(d, result, 1);
  }

  /**
   * The result axis along which a source axis is read place by place, every other source axis
   * standing still.
   *
   * @param d a source axis
   * @param result the shape of the result
   * @param source the shape of the source
   * @return the result axis, or -1 where there is none
   */
  public int along(int d, Shape result, Shape source) {
    int found = -1;
    for (int a = 0; a < resultRank; a++) {
      if (coefficients[d][a] != 0) {
        if (found >= 0 || coefficients[d][a] != 1) {
          return -1;
        }
        found = a;
      }
    }
    if (found < 0 || offsets[d] != 0 || result.dim(found) != source.dim(d)) {
      return -1;
    }
    for (int other = 0; other < offsets.length; other++) {
      if (other != d && coefficients[other][found] != 0) {
        return -1;
      }
    }
    return found;
  }

  /** The source axis that a result axis reads place by place as {@link #along} says, or -1. */
  public int source(int a, Shape result, Shape source) {
    for (int d = 0; d < offsets.length; d++) {
      if (along(d, result, source) == a) {
        return d;
      }
    }
    return -1;
  }

  private long extreme(int d, Shape result, int sign) {
    long value = offsets[d];
    for (int a = 0; a < resultRank; a++) {
      int c = coefficients[d][a];
      if (c != 0 && c > 0 == sign > 0) {
        value += (long) c * (result.dim(a) - 1);
      }
    }
    return value;
  }

  /**
   * Whether axis {@code d} can be read outside the source.
   *
   * @param d a source axis
   * @param result the shape of the result
   * @param source the shape of the source
   * @return false where every read is inside
   */
  public boolean leaves(int d, Shape result, Shape source) {
    if (source.dim(d) == Shape.BATCH) {
      return false;
    }
    return min(d, result) < 0 || max(d, result) >= source.dim(d);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AffineMap map
        && resultRank == map.resultRank
        && Arrays.deepEquals(coefficients, map.coefficients)
        && Arrays.equals(offsets, map.offsets);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(coefficients) + Arrays.hashCode(offsets) + resultRank;
  }

  /** As in {@code (i, j) -> (2i+j-1, j)}. */
  @Override
  public String toString() {
    String names = "bijklmnopqrstuvw";
    StringBuilder text = new StringBuilder("(");
    for (int a = 0; a < resultRank; a++) {
      text.append(a == 0 ? "" : ", ").append(names.charAt(a % names.length()));
    }
    text.append(") -> (");
    for (int d = 0; d < sourceRank(); d++) {
      text.append(d == 0 ? "" : ", ");
      StringBuilder term = new StringBuilder();
      for (int a = 0; a < resultRank; a++) {
        int c = coefficients[d][a];
        if (c != 0) {
          term.append(c < 0 ? "-" : term.isEmpty() ? "" : "+");
          term.append(Math.abs(c) == 1 ? "" : String.valueOf(Math.abs(c)));
          term.append(names.charAt(a % names.length()));
        }
      }
      if (offsets[d] != 0 || term.isEmpty()) {
        term.append(offsets[d] >= 0 && !term.isEmpty() ? "+" : "").append(offsets[d]);
      }
      text.append(term);
    }
    return text.append(')').toString();
  }
}
