package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A sum of products as rows times columns. Axes on which only one factor depends are its rows or
 * its columns; axes on which both depend and which stay are done one after the other. The right
 * factor is packed into rows of consecutive columns, so that the innermost loop runs over separate
 * arrays with one index: the one form that C2 turns into vector code on every JDK since 17.
 *
 * @param node the sum
 * @param left the factor that gives the rows
 * @param right the factor that gives the columns
 * @param step the axis that stands at the step of the loop around it, or -1
 * @param outer axes of the product done one after the other
 * @param rowsOuter row axes done one after the other
 * @param row the axis of which four rows are computed at a time
 * @param columns how the columns are cut
 * @param sum how the summed axes are cut
 * @param across whether neighbouring rows of the left factor follow each other where they are read
 * @param reading how factors are read over lanes, null for plain loops
 */
record Contraction(
    Node node,
    Node left,
    Node right,
    int step,
    List<Integer> outer,
    List<Integer> rowsOuter,
    int row,
    Tile columns,
    Tile sum,
    boolean across,
    Reading reading) {
  /**
   * How a contraction over lanes reads its factors.
   *
   * @param left where the left factor is read as it stands, or null where it is packed
   * @param right where the right factor is read as it stands, or null where it is packed
   * @param together how many rows are computed together
   * @param vectors how many vectors of columns are computed together at most
   */
  record Reading(Affine left, Affine right, int together, int vectors) {
    /** The same with factors packed. */
    Reading packed(boolean packLeft, boolean packRight) {
      return new Reading(packLeft ? null : left, packRight ? null : right, together, vectors);
    }
  }

  /** Rows computed together: four accumulators for each column. */
  static final int ROWS = 4;

  /**
   * Columns in a packed row at most. C2 runs through the first and the last few columns of a row
   * one by one, so that long rows are best, as long as four rows of results and two of the right
   * factor stay in the first cache.
   */
  private static final int COLUMNS = 1024;

  /** Numbers in a panel at most, so that it stays in the second cache. */
  private static final int PANEL = 1 << 17;

  /** Summands packed together at most: each has a row, which is an array. */
  private static final int SUMMANDS = 1024;

  private static final int GUESSED_BATCH = 32;
  private static final int NARROW = 8;
  private static final int SMALL = 4096;

  /** Nanoseconds of a multiply-add in a long row. */
  private static final double MULTIPLY = 0.014;

  /** What starting and ending a row costs, in columns. */
  private static final double START = 110;

  /** Nanoseconds to move a number where its neighbours follow. */
  private static final double MOVE = 0.1;

  /** The same where other rows, which are moved together, have what follows. */
  private static final double MOVE_TOGETHER = 0.4;

  private static final double MOVE_APART = 1;

  /** Copies the lists. */
  Contraction {
    outer = List.copyOf(outer);
    rowsOuter = List.copyOf(rowsOuter);
  }

  /** The same with its factors read in another way. */
  Contraction read(Reading other) {
    return new Contraction(
        node, left, right, step, outer, rowsOuter, row, columns, sum, across, other);
  }

  /** What there is to choose about a sum over lanes; null where it is none of products. */
  static Tiling tiling(Materialise storage, Node node) {
    Axes axes = axes(storage, node);
    return axes == null ? null : new Tiling(storage, node, axes);
  }

  /**
   * The axes of a product that is summed, those of size 1 only among the summed ones.
   *
   * @param step the axis that stands at the step of the loop around it, or -1
   * @param both those that stay and on which both factors depend, or neither
   * @param first those that stay and on which the first factor alone depends
   * @param second those that stay and on which the second factor alone depends
   * @param summed those that are summed
   */
  record Axes(
      int step,
      List<Integer> both,
      List<Integer> first,
      List<Integer> second,
      List<Integer> summed) {}

  /** The axes of a sum of products, or null where it is none. */
  private static Axes axes(Materialise storage, Node node) {
    if (!(node.op() instanceof Reduce reduce)
        || reduce.kind() != Reduce.Kind.SUM
        || node.arg(0).op() != Elementwise.MUL) {
      return null;
    }
    Node product = node.arg(0);
    Shape shape = product.shape();
    BitSet first = Reads.axes(storage, product.arg(0));
    BitSet second = Reads.axes(storage, product.arg(1));
    boolean[] gone = reduce.reduced(shape.rank());
    int step = storage.loops().axis(product);
    List<Integer> both = new ArrayList<>();
    List<Integer> firstOnly = new ArrayList<>();
    List<Integer> secondOnly = new ArrayList<>();
    List<Integer> summed = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (gone[axis]) {
        summed.add(axis);
      } else if (shape.dim(axis) != 1 && axis != step) {
        boolean one = first.get(axis);
        (one == second.get(axis) ? both : one ? firstOnly : secondOnly).add(axis);
      }
    }
    return new Axes(step, both, firstOnly, secondOnly, summed);
  }

  /** The blocks of a sum, or null where plain loops do. */
  static Contraction of(Materialise storage, Node node, Target target, Choices choices) {
    Axes axes = axes(storage, node);
    if (axes == null) {
      return null;
    }
    if (target == Target.VECTOR) {
      return new Tiling(storage, node, axes).best(choices);
    }
    Node product = node.arg(0);
    Shape shape = product.shape();
    List<Integer> firstOnly = axes.first;
    List<Integer> secondOnly = axes.second;
    double straight = cost(storage, product.arg(1), firstOnly, secondOnly, axes.summed);
    boolean swap = cost(storage, product.arg(0), secondOnly, firstOnly, axes.summed) < straight;
    List<Integer> rows = swap ? secondOnly : firstOnly;
    List<Integer> columns = swap ? firstOnly : secondOnly;
    long work = size(shape, rows) * size(shape, columns) * size(shape, axes.summed);
    if (size(shape, columns) < NARROW || size(shape, rows) < ROWS || work < SMALL) {
      return null;
    }
    int row = row(shape, rows);
    List<Integer> rowsOuter = new ArrayList<>(rows);
    rowsOuter.remove(Integer.valueOf(row));
    Node left = product.arg(swap ? 1 : 0);
    boolean inOrder = last(columns) > last(rows);
    // Blocks of summands are fewer where sums in the making are not moved in order.
    int most = inOrder ? COLUMNS : COLUMNS / 2;
    Tile tile = Tile.of(shape, columns, most, most);
    int summands = Math.min(SUMMANDS, PANEL / tile.size());
    return new Contraction(
        node,
        left,
        product.arg(swap ? 0 : 1),
        axes.step,
        axes.both,
        rowsOuter,
        row,
        tile,
        Tile.of(shape, axes.summed, summands, summands),
        across(storage, left, row),
        null);
  }

  /** About how many nanoseconds plain loops take, as measured on one machine. */
  private static double cost(
      Materialise storage,
      Node right,
      List<Integer> rows,
      List<Integer> columns,
      List<Integer> summed) {
    Shape shape = right.shape();
    if (size(shape, columns) < NARROW || size(shape, rows) < ROWS) {
      return Double.POSITIVE_INFINITY;
    }
    double width = size(shape, columns);
    double height = Math.ceil(size(shape, rows) / (double) ROWS) * ROWS;
    double summands = size(shape, summed);
    double tiles = Math.ceil(width / COLUMNS);
    boolean inOrder = last(columns) > last(rows);
    return height * summands * (width + tiles * START) * MULTIPLY
        + height * summands * tiles * MOVE_TOGETHER
        + width * summands * pack(Affine.of(storage, right), columns, summed)
        + height * width * (inOrder ? MOVE : MOVE_TOGETHER);
  }

  private static double pack(Affine right, List<Integer> columns, List<Integer> summed) {
    if (right == null || right.stride(last(columns)) == 1) {
      return MOVE;
    }
    return !summed.isEmpty() && right.stride(last(summed)) == 1 ? MOVE_TOGETHER : MOVE_APART;
  }

  private static int last(List<Integer> axes) {
    return axes.get(axes.size() - 1);
  }

  /** The left factor where it is read as it stands. */
  Affine leftDirect() {
    return reading.left;
  }

  /** Whether the right factor is read as it stands. */
  boolean rightDirect() {
    return reading.right != null;
  }

  /** The right factor where it is read as it stands. */
  Affine rightAffine() {
    return reading.right;
  }

  /** Whether neighbouring rows of the left factor follow each other where they are read. */
  static boolean across(Materialise storage, Node left, int row) {
    int variable = Task.position(left.shape(), row) + 1;
    boolean along = false;
    for (Task.Read read : Reads.of(storage, left, false)) {
      int c = read.linear().coefficient(variable);
      if (c != 0 && c != 1) {
        return false;
      }
      along |= c == 1;
    }
    return along;
  }

  /** How many vectors of columns are computed together over lanes, at most. */
  int vectors() {
    return reading.vectors;
  }

  /** How many rows are computed together over lanes. */
  int together() {
    return reading.together;
  }

  /** How far apart rows of the packed right factor and of the tile of results lie. */
  int columnStride() {
    int widest = Tile.WIDEST;
    return (columns.size() + widest - 1) / widest * widest;
  }

  /** Room for the packed left factor over lanes. */
  int leftRoom() {
    return reading.left != null ? 0 : TileWriter.CHUNK * sum.size();
  }

  /** Room for the packed right factor over lanes. */
  int rightRoom() {
    return reading.right != null ? 0 : sum.size() * columnStride();
  }

  /** Room for results over lanes before they are stored. */
  int resultRoom() {
    long rows = TileWriter.CHUNK;
    if (!sum.whole()) {
      Shape shape = node.arg(0).shape();
      rows = shape.dim(row);
      for (int axis : rowsOuter) {
        rows *= shape.dim(axis);
      }
    }
    return Math.toIntExact(Math.max(0, rows) * columnStride());
  }

  static long size(Shape shape, List<Integer> axes) {
    long size = 1;
    for (int axis : axes) {
      size *= shape.dim(axis) == Shape.BATCH ? GUESSED_BATCH : shape.dim(axis);
    }
    return size;
  }

  /** The axis that is best cut into fours. */
  private static int row(Shape shape, List<Integer> rows) {
    int best = -1;
    double waste = Double.MAX_VALUE;
    for (int axis : rows) {
      int dim = shape.dim(axis) == Shape.BATCH ? GUESSED_BATCH : shape.dim(axis);
      int fours = (dim + ROWS - 1) / ROWS;
      double here = fours * (double) ROWS / dim;
      if (here <= waste) {
        waste = here;
        best = axis;
      }
    }
    return best;
  }
}
