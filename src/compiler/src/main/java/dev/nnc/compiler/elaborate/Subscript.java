package dev.nnc.compiler.elaborate;

import java.util.List;

/** How one axis of a tensor is read. */
sealed interface Subscript {
  /** Where the axis is read when all indices are zero. */
  int offset();

  /**
   * At one place a combination of indices: {@code offset + sum of factor * index}.
   *
   * @param indices open indices, perhaps none
   * @param factors one an index
   * @param offset the constant part
   */
  record Affine(List<Index> indices, List<Integer> factors, int offset) implements Subscript {
    /** Copies the lists. */
    public Affine {
      indices = List.copyOf(indices);
      factors = List.copyOf(factors);
    }

    /** Whether it is just an index. */
    boolean isPlain() {
      return indices.size() == 1 && factors.get(0) == 1 && offset == 0;
    }

    /** The smallest value, indices resolved. */
    long min() {
      return extreme(false);
    }

    /** The largest value, indices resolved. */
    long max() {
      return extreme(true);
    }

    private long extreme(boolean largest) {
      long value = offset;
      for (int i = 0; i < indices.size(); i++) {
        int factor = factors.get(i);
        value += factor > 0 == largest ? (long) factor * (indices.get(i).size() - 1) : 0;
      }
      return value;
    }
  }

  /**
   * At a run of places, which stays an axis.
   *
   * @param offset the first place
   * @param size how many
   */
  record Slice(int offset, int size) implements Subscript {}
}
