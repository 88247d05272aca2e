package dev.nnc.compiler.plan;

import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A stretch of consecutive places in the row-major order of some axes: all of the inner axes and a
 * few steps of the one before them. Axes of size 1 are left out.
 *
 * @param outer the axes that stand still in a tile
 * @param axis the axis cut into pieces, or -1 where there is none
 * @param step how many places of it a tile takes at most
 * @param inner the axes that a tile runs through
 * @param innerSize how many places the inner axes have together
 * @param whole whether one tile covers everything
 */
record Tile(
    List<Integer> outer, int axis, int step, List<Integer> inner, int innerSize, boolean whole) {
  /** The most lanes that a vector has. */
  static final int WIDEST = Engine.MOST_LANES;

  /** Copies the lists. */
  Tile {
    outer = List.copyOf(outer);
    inner = List.copyOf(inner);
  }

  /**
   * The tile of some axes of a shape.
   *
   * @param shape the sizes
   * @param axes which axes, in ascending order
   * @param limit the largest number of places
   * @param batchLimit the largest number where the batch axis is cut: room is kept for so many
   *     places, however small the batch
   * @return the largest tile within the limit
   */
  static Tile of(Shape shape, List<Integer> axes, int limit, int batchLimit) {
    List<Integer> outer = new ArrayList<>(axes);
    outer.removeIf(axis -> shape.dim(axis) == 1);
    List<Integer> inner = new ArrayList<>();
    int size = 1;
    while (!outer.isEmpty()) {
      int axis = outer.remove(outer.size() - 1);
      int dim = shape.dim(axis);
      if (dim == Shape.BATCH || (long) dim * size > limit || outer.isEmpty()) {
        int most = Math.max(1, (dim == Shape.BATCH ? batchLimit : limit) / size);
        int pieces = dim == Shape.BATCH ? 0 : (dim + most - 1) / most;
        int step = dim == Shape.BATCH ? most : (dim + pieces - 1) / pieces;
        boolean whole = outer.isEmpty() && step == dim;
        return new Tile(outer, axis, step, inner, size, whole);
      }
      inner.add(0, axis);
      size *= dim;
    }
    return new Tile(outer, -1, 1, inner, 1, true);
  }

  /**
   * Whether the places of a tile follow each other in an array.
   *
   * @param shape the sizes of the axes
   * @param strides how far apart neighbours along each axis lie there
   */
  boolean contiguous(Shape shape, IntUnaryOperator strides) {
    int stride = innerSize;
    if (axis >= 0 && step > 1 && strides.applyAsInt(axis) != stride) {
      return false;
    }
    for (int one : inner) {
      stride /= shape.dim(one);
      if (strides.applyAsInt(one) != stride) {
        return false;
      }
    }
    return true;
  }

  /** Whether every tile is full and holds a whole number of the widest vectors. */
  boolean even(Shape shape) {
    boolean full = axis < 0 || (shape.dim(axis) != Shape.BATCH && shape.dim(axis) % step == 0);
    return full && size() % WIDEST == 0;
  }

  /** All axes, in ascending order. */
  List<Integer> axes() {
    List<Integer> axes = new ArrayList<>(outer);
    if (axis >= 0) {
      axes.add(axis);
    }
    axes.addAll(inner);
    return axes;
  }

  /** The last axis that a tile runs through, or -1 where it is a single place. */
  int last() {
    return inner.isEmpty() ? axis : inner.get(inner.size() - 1);
  }

  /** Whether the batch axis is cut. */
  boolean many(Shape shape) {
    return axis >= 0 && shape.dim(axis) == Shape.BATCH;
  }

  /** The largest number of places in a tile. */
  int size() {
    return step * innerSize;
  }
}
