package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which factor of a contraction over lanes gives the rows and which the columns, by what
 * each way costs: multiplying, packing factors that are not read as they stand, and storing results
 * that do not lie in the order of the columns. Costs are in nanoseconds of one core with vectors of
 * 16 floats; only their order matters.
 */
final class Tiling {
  private static final double MULTIPLY = 0.0085;
  private static final double MOVE = 0.08;

  /** The same in runs shorter than {@link #LONG}. */
  private static final double MOVE_RUN = 0.25;

  private static final double MOVE_APART = 0.5;

  /**
   * What a summand of a block of results costs besides where a factor's summands lie further apart
   * than {@link #NEAR} and are more than {@link #FEW}: each comes from another page, and pages meet
   * in the same cache sets.
   */
  private static final double FETCH = 2.5;

  private static final int NEAR = 256;
  private static final int FEW = 24;

  /** Columns of a block of results: four vectors. */
  private static final int BLOCK = 64;

  /** Numbers in the packed right factor at most, so that it stays in the second cache. */
  private static final int PANEL = 128 * 1024;

  private static final int COLUMNS = 512;
  private static final int COLUMNS_OF_BATCH = 128;
  private static final int SUMMANDS = 1024;

  /** A sum of more summands than this is not done in one piece. */
  private static final int LONGEST = 1 << 16;

  private static final long LARGEST_RESULT = 1 << 22;
  private static final int NARROW = 8;
  private static final int LONG = 64;
  private static final int SMALL = 1024;

  /** Rows computed together at most. */
  private static final int MOST_ROWS = 14;

  /** Vectors of results that stay in registers at most. */
  private static final int MOST_RESULTS = 24;

  /** Cycles before a sum can go on. */
  private static final int WAIT = 4;

  private static final int GUESSED_BATCH = 32;

  private final Materialise storage;
  private final Node node;
  private final Node product;
  private final Shape shape;
  private final int step;
  private final List<Integer> outer;
  private final List<Integer> summed;

  Tiling(Materialise storage, Node node, int step, List<Integer> outer, List<Integer> summed) {
    this.storage = storage;
    this.node = node;
    product = node.arg(0);
    shape = product.shape();
    this.step = step;
    this.outer = outer;
    this.summed = summed;
  }

  /** The cheapest way, or null where plain loops do. */
  Contraction best(List<Integer> first, List<Integer> second) {
    Contraction best = null;
    double least = Double.MAX_VALUE;
    for (boolean swapped : new boolean[] {false, true}) {
      List<Integer> rows = swapped ? second : first;
      List<Integer> columns = swapped ? first : second;
      Contraction way = way(swapped ? 1 : 0, rows, columns);
      if (way == null) {
        continue;
      }
      for (Contraction one : packed(way)) {
        double cost = cost(one, rows, columns);
        if (cost < least) {
          least = cost;
          best = one;
        }
      }
    }
    return best;
  }

  /** A way, and the same with factors packed that might be read as they stand. */
  private static List<Contraction> packed(Contraction way) {
    List<Contraction> ways = new ArrayList<>(List.of(way));
    Contraction.Reading reading = way.reading();
    if (reading.left() != null) {
      ways.add(way.read(reading.packed(true, false)));
    }
    if (reading.right() != null) {
      ways.add(way.read(reading.packed(false, true)));
    }
    if (reading.left() != null && reading.right() != null) {
      ways.add(way.read(reading.packed(true, true)));
    }
    return ways;
  }

  private Contraction way(int leftArgument, List<Integer> rows, List<Integer> columns) {
    long summands = Contraction.size(shape, summed);
    long work = Contraction.size(shape, rows) * Contraction.size(shape, columns) * summands;
    if (Contraction.size(shape, columns) < NARROW || rows.isEmpty() || work < SMALL) {
      return null;
    }
    boolean batch = summed.contains(0) && shape.rank() > 0 && shape.dim(0) == Shape.BATCH;
    if (!batch && summands > LONGEST) {
      return null;
    }
    int limit = batch ? SUMMANDS : LONGEST;
    Tile sum = Tile.of(shape, summed, limit, SUMMANDS / 4);
    int fit = PANEL / Math.min(sum.size(), PANEL) / BLOCK * BLOCK;
    int most = Math.max(BLOCK, Math.min(COLUMNS, fit));
    Tile tile = Tile.of(shape, columns, most, COLUMNS_OF_BATCH);
    int vectors = TileKernel.vectors(tile.many(shape) ? -1 : tile.size()).get(0);
    int row = row(rows, vectors);
    List<Integer> rowsOuter = new ArrayList<>(rows);
    rowsOuter.remove(Integer.valueOf(row));
    Node left = product.arg(leftArgument);
    Node right = product.arg(1 - leftArgument);
    Affine place = Affine.of(storage, right);
    boolean asItStands = place != null && tile.even(shape) && tile.contiguous(shape, place::stride);
    Contraction.Reading reading =
        new Contraction.Reading(
            Affine.of(storage, left), asItStands ? place : null, together(shape.dim(row), vectors));
    Contraction way =
        new Contraction(
            node,
            left,
            right,
            step,
            outer,
            rowsOuter,
            row,
            tile,
            sum,
            Contraction.across(storage, left, row),
            reading);
    boolean all = sum.whole() || Contraction.size(shape, rows) * tile.size() <= LARGEST_RESULT;
    return all ? way : null;
  }

  /**
   * How many rows of so many are best computed together: as many as there are registers for, fewer
   * where that leaves fewer to be done one by one.
   */
  private static int together(int rows, int vectors) {
    int best = 2;
    double least = Double.MAX_VALUE;
    for (int count = MOST_ROWS; count >= 3; count--) {
      double time = time(rows, count, vectors);
      if (count * vectors <= MOST_RESULTS && time < least) {
        least = time;
        best = count;
      }
    }
    return best;
  }

  /** How long a summand takes for all rows: so many together, then pairs, then single ones. */
  private static double time(int rows, int together, int vectors) {
    int height = guessed(rows);
    int rest = height % together;
    return height / together * step(together, vectors)
        + rest / 2 * step(2, vectors)
        + rest % 2 * step(1, vectors);
  }

  /**
   * The cycles of a summand: one for each multiplication, a half for each number or vector loaded,
   * not less than a sum waits for its last step, and what the loop itself costs.
   */
  private static double step(int rows, int vectors) {
    double loads = (rows + vectors) / 2.0;
    return Math.max(WAIT, Math.max(rows * vectors, loads)) + 1;
  }

  private static int guessed(int rows) {
    return rows == Shape.BATCH ? GUESSED_BATCH : rows;
  }

  /** The axis that is best cut into rows done together. */
  private int row(List<Integer> rows, int vectors) {
    int best = rows.get(0);
    double least = Double.MAX_VALUE;
    for (int axis : rows) {
      int height = shape.dim(axis);
      double time = time(height, together(height, vectors), vectors) / guessed(height);
      if (time <= least) {
        least = time;
        best = axis;
      }
    }
    return best;
  }

  private double cost(Contraction way, List<Integer> rows, List<Integer> columns) {
    double height = Contraction.size(shape, rows);
    double width = Contraction.size(shape, columns);
    double summands = Contraction.size(shape, summed);
    int tile = way.columns().size();
    double tiles = Math.ceil(width / tile);
    boolean batch = columns.contains(0) && shape.dim(0) == Shape.BATCH;
    double filled = batch ? width : tiles * way.columnStride();
    double cost = height * filled * summands * MULTIPLY;
    if (way.leftDirect() == null) {
      List<Integer> along = way.across() ? List.of(way.row()) : summed;
      cost += height * summands * tiles * move(way.left(), along);
    }
    if (!way.rightDirect()) {
      cost += width * summands * move(way.right(), columns);
    }
    if (summands > FEW && (far(way.leftDirect()) || far(way.rightAffine()))) {
      cost += Math.ceil(height / way.together()) * summands * Math.ceil(width / BLOCK) * FETCH;
    }
    return cost + height * width * (inOrder(columns) ? MOVE : MOVE_APART);
  }

  /** Whether neighbours along the innermost summed axis lie far apart in a factor read in place. */
  private boolean far(Affine factor) {
    if (factor == null) {
      return false;
    }
    for (int i = summed.size() - 1; i >= 0; i--) {
      if (shape.dim(summed.get(i)) != 1) {
        return Math.abs(factor.stride(summed.get(i))) >= NEAR;
      }
    }
    return false;
  }

  /** What it costs to pack a number of a factor in the order of some axes. */
  private double move(Node factor, List<Integer> axes) {
    int last = axes.get(axes.size() - 1);
    int run = guessed(shape.dim(last));
    boolean inOrder = run >= NARROW && follows(factor, last);
    return !inOrder ? MOVE_APART : run < LONG ? MOVE_RUN : MOVE;
  }

  /** Whether what a factor reads lies in the order of an axis, as far as it depends on it. */
  private boolean follows(Node factor, int axis) {
    for (Task.Read read : Reads.of(storage, factor, false)) {
      int c = read.linear().coefficient(Task.position(shape, axis) + 1);
      if (c != 0 && c != 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether the last of the columns is the last axis of the result that is not of size 1. */
  private boolean inOrder(List<Integer> columns) {
    int last = -1;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!summed.contains(axis) && shape.dim(axis) != 1) {
        last = axis;
      }
    }
    return last == columns.get(columns.size() - 1) && shape.dim(last) >= NARROW;
  }
}
