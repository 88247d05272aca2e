package dev.nnc.compiler.shape;

import java.util.Arrays;
import java.util.List;

/**
 * The sizes of a tensor's axes. All are known to the compiler but one: axis 0 may be the batch,
 * whose size is the number of examples in a run.
 */
public final class Shape {
  /** Stands for the size of the batch axis; allowed on axis 0 only. */
  public static final int BATCH = -1;

  /** The shape of a single number. */
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * A shape of the given sizes.
   *
   * @param dims sizes of at least 1; the first may be {@link #BATCH}
   * @return the shape
   */
  public static Shape of(int... dims) {
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 1 && !(i == 0 && dims[i] == BATCH)) {
        throw new IllegalArgumentException("bad shape " + Arrays.toString(dims));
      }
    }
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /** A shape of the given sizes. */
  public static Shape of(List<Integer> dims) {
    return of(dims.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The number of axes, the batch included. */
  public int rank() {
    return dims.length;
  }

  /** The size of an axis, or {@link #BATCH}. */
  public int dim(int axis) {
    return dims[axis];
  }

  /** A copy of all sizes. */
  public int[] dims() {
    return dims.clone();
  }

  /** Whether axis 0 is the batch. */
  public boolean batched() {
    return dims.length > 0 && dims[0] == BATCH;
  }

  /** How many numbers there are: for one example where batched, else in all. */
  public long elements() {
    long product = 1;
    for (int dim : dims) {
      product = Math.multiplyExact(product, dim == BATCH ? 1L : dim);
    }
    return product;
  }

  /** The same sizes without the given axes. */
  public Shape without(boolean[] axes) {
    int[] kept = new int[dims.length];
    int count = 0;
    for (int i = 0; i < dims.length; i++) {
      if (!axes[i]) {
        kept[count++] = dims[i];
      }
    }
    return of(Arrays.copyOf(kept, count));
  }

  /** The same sizes but for one axis. */
  public Shape with(int axis, int size) {
    int[] changed = dims.clone();
    changed[axis] = size;
    return of(changed);
  }

  /** The sizes with a concrete batch. */
  public int[] resolve(int examples) {
    int[] resolved = dims.clone();
    if (batched()) {
      resolved[0] = examples;
    }
    return resolved;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** As in {@code [batch, 3, 4]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < dims.length; i++) {
      text.append(i == 0 ? "" : ", ").append(dims[i] == BATCH ? "batch" : String.valueOf(dims[i]));
    }
    return text.append(']').toString();
  }
}
