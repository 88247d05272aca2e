package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Values that one kernel computes. */
final class Task {
  /** How the kernel goes about it. */
  enum Kind {
    /** Loops over one iteration space; each root is computed at each place. */
    NEST,
    /** A reduction along outer axes: the result is the accumulator, inner loops stay contiguous. */
    SWEEP,
    /** Adds each element of the argument to its place. */
    ACCUMULATE,
    /** A sum of products as blocks of rows. */
    CONTRACTION,
    /** Carries a value to the step of the loop that comes next. */
    ADVANCE
  }

  /**
   * A value and where it goes.
   *
   * @param node what is computed
   * @param buffer where it is written
   * @param strides for each axis of the node how far apart its elements lie
   * @param offset the place of the first element in the buffer
   */
  record Root(Node node, Buffer buffer, List<Integer> strides, int offset) {
    /** The place of an element in the buffer. */
    Index place(Index... at) {
      Index place = Index.of(0);
      for (int d = 0; d < at.length; d++) {
        place = place.plus(at[d].times(strides.get(d)));
      }
      return place;
    }
  }

  /**
   * An array element that a root reads.
   *
   * @param node whose element
   * @param linear its place, by the variables of the space
   */
  record Read(Node node, Index linear) {}

  final Kind kind;
  final List<Integer> space;

  /** The loop of which each run computes one step, else null. */
  final LoopBody loop;

  /** Which axis of the space stands at the loop's step, or -1 outside of loops. */
  final int step;

  final List<Root> roots = new ArrayList<>();
  final Set<Read> reads = new LinkedHashSet<>();
  final Set<Node> together = new LinkedHashSet<>();
  int size;

  /** How a contraction is cut into blocks, else null. */
  Contraction contraction;

  Task(Kind kind, List<Integer> space, LoopBody loop, int step) {
    this.kind = kind;
    this.space = space;
    this.loop = loop;
    this.step = step;
  }

  /** Which axis of the space an axis of a shape is, where it needs a loop. */
  static int position(Shape shape, int axis) {
    int position = axis;
    for (int d = 0; d < axis; d++) {
      position -= shape.dim(d) == 1 ? 1 : 0;
    }
    return position;
  }

  /** The axes that need a loop. */
  static List<Integer> space(Shape shape) {
    List<Integer> space = new ArrayList<>();
    for (int dim : shape.dims()) {
      if (dim != 1) {
        space.add(dim);
      }
    }
    return space;
  }

  /** An index into a shape by the variables of its space. */
  static Index[] at(Shape shape, List<Index> variables) {
    Index[] at = new Index[shape.rank()];
    int next = 0;
    for (int d = 0; d < at.length; d++) {
      at[d] = shape.dim(d) == 1 ? Index.ZERO : variables.get(next++);
    }
    return at;
  }

  /** The variables 1, 2 … of a space, where no kernel numbers them. */
  static List<Index> variables(int count) {
    List<Index> variables = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      variables.add(Index.variable(i));
    }
    return variables;
  }

  /** The distances between elements of a row-major array. */
  static List<Integer> strides(Shape shape) {
    Integer[] strides = new Integer[shape.rank()];
    int stride = 1;
    for (int d = strides.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= Math.abs(shape.dim(d));
    }
    return List.of(strides);
  }
}
