package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

  private static final int COLUMNS_OF_BATCH = 128;
  private static final int SUMMANDS = 1024;

  /** A sum of more summands than this is not done in one piece. */
  private static final int LONGEST = Way.MOST_SUMMANDS;

  private static final long LARGEST_RESULT = 1 << 22;
  private static final int NARROW = 8;
  private static final int LONG = 64;
  private static final int SMALL = 1024;

  private final Materialise storage;
  private final Node node;
  private final Node product;
  private final Shape shape;
  private final Contraction.Axes axes;
  private final List<Integer> summed;

  Tiling(Materialise storage, Node node, Contraction.Axes axes) {
    this.storage = storage;
    this.node = node;
    this.axes = axes;
    product = node.arg(0);
    shape = product.shape();
    summed = axes.summed();
  }

  /** What was chosen, else the cheapest way; null where plain loops do. */
  Contraction best(Choices choices) {
    if (!choices.isEmpty()) {
      Signature signature = signature();
      Way chosen = choices.ways().get(signature.key());
      Contraction asked = chosen == null ? null : made(signature, chosen);
      if (asked != null) {
        return asked;
      }
    }
    Contraction best = null;
    double least = Double.MAX_VALUE;
    for (int left = 0; left < 2; left++) {
      for (Contraction one : usual(left)) {
        double cost = cost(one, rows(left), rows(1 - left));
        if (cost < least) {
          least = cost;
          best = one;
        }
      }
    }
    return best;
  }

  /** The axes on which one argument alone depends. */
  private List<Integer> rows(int argument) {
    return argument == 0 ? axes.first() : axes.second();
  }

  /** The ways in which an argument gives the rows: as it is, and with factors packed. */
  private List<Contraction> usual(int left) {
    Contraction way = way(left);
    if (way == null) {
      return List.of();
    }
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

  /** Whether the batch is summed. */
  private boolean overBatch() {
    return summed.contains(0) && shape.rank() > 0 && shape.dim(0) == Shape.BATCH;
  }

  /** Whether sums with the rows of an argument are worth tiles. */
  private boolean pays(int left) {
    long summands = Contraction.size(shape, summed);
    List<Integer> rows = rows(left);
    List<Integer> columns = rows(1 - left);
    long work = Contraction.size(shape, rows) * Contraction.size(shape, columns) * summands;
    boolean enough = Contraction.size(shape, columns) >= NARROW && work >= SMALL;
    return enough && !rows.isEmpty() && (overBatch() || summands <= LONGEST);
  }

  /** How the sum is cut. */
  private Tile sum() {
    return Tile.of(shape, summed, overBatch() ? SUMMANDS : LONGEST, SUMMANDS / 4);
  }

  private Contraction way(int left) {
    if (!pays(left)) {
      return null;
    }
    Tile sum = sum();
    int fit = PANEL / Math.min(sum.size(), PANEL) / BLOCK * BLOCK;
    int most = Math.max(BLOCK, Math.min(Way.MOST_COLUMNS, fit));
    Tile tile = Tile.of(shape, rows(1 - left), most, COLUMNS_OF_BATCH);
    int vectors = TileKernel.vectors(tile.many(shape) ? -1 : tile.size());
    Heights heights = new Heights(shape, Affine.of(storage, product.arg(left)), summed, vectors);
    int row = heights.axis(rows(left));
    return way(left, row, tile, sum, heights.together(row), vectors);
  }

  /** A way with all that can be read in place; null where its results are too many. */
  private Contraction way(int left, int row, Tile tile, Tile sum, int together, int vectors) {
    List<Integer> rowsOuter = new ArrayList<>(rows(left));
    rowsOuter.remove(Integer.valueOf(row));
    Node right = product.arg(1 - left);
    Affine place = Affine.of(storage, right);
    boolean asItStands = place != null && tile.even(shape) && tile.contiguous(shape, place::stride);
    Contraction way =
        new Contraction(
            node,
            product.arg(left),
            right,
            axes.step(),
            axes.both(),
            rowsOuter,
            row,
            tile,
            sum,
            Contraction.across(storage, product.arg(left), row),
            new Contraction.Reading(
                Affine.of(storage, product.arg(left)),
                asItStands ? place : null,
                together,
                vectors));
    boolean all =
        sum.whole() || Contraction.size(shape, rows(left)) * tile.size() <= LARGEST_RESULT;
    return all ? way : null;
  }

  /** Of what kind the contraction is. */
  Signature signature() {
    List<String> roles = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      roles.add(
          summed.contains(axis)
              ? "sum"
              : axis == axes.step()
                  ? "step"
                  : axes.first().contains(axis) ? "a" : axes.second().contains(axis) ? "b" : "ab");
    }
    return new Signature(storage, product, roles);
  }

  /** The contraction done in a way, or null where it cannot be done so. */
  private Contraction made(Signature signature, Way way) {
    int left = signature.argument(way.rows());
    int row = signature.axis(way.axis());
    if (!rows(left).contains(row) || !pays(left)) {
      return null;
    }
    Tile usual = sum();
    Tile sum = usual;
    if (way.summands() != usual.size()) {
      sum = Tile.of(shape, summed, way.summands(), way.summands());
    }
    Tile tile = Tile.of(shape, rows(1 - left), way.columns(), way.columns());
    // What shares a kernel with a sum depends on whether it is done in one piece: that stays.
    if (tile.size() != way.columns()
        || sum.size() != way.summands()
        || sum.whole() != usual.whole()
        || (long) sum.size() * tile.size() > LARGEST_RESULT) {
      return null;
    }
    Contraction made = way(left, row, tile, sum, way.together(), way.vectors());
    if (made != null) {
      boolean packRight = way.packed().has(way.rows().other());
      made = made.read(made.reading().packed(way.packed().has(way.rows()), packRight));
    }
    return made != null && way.equals(way(signature, made)) ? made : null;
  }

  /** The way in which a contraction is done. */
  private Way way(Signature signature, Contraction made) {
    int left = made.left() == product.arg(0) ? 0 : 1;
    Way.Factor rows = signature.factor(left);
    boolean packLeft = made.leftDirect() == null;
    boolean packRight = !made.rightDirect();
    return new Way(
        rows,
        signature.number(made.row()),
        made.together(),
        made.vectors(),
        rows == Way.Factor.A
            ? Way.Packed.of(packLeft, packRight)
            : Way.Packed.of(packRight, packLeft),
        made.columns().size(),
        made.sum().size());
  }

  /**
   * What could be chosen.
   *
   * @param launch the number of the launch
   * @param taken how it is computed
   */
  Choice choice(int launch, Contraction taken) {
    Signature signature = signature();
    List<Way> usual = new ArrayList<>();
    Set<Way> ways = new LinkedHashSet<>();
    for (int left = 0; left < 2; left++) {
      for (Contraction one : usual(left)) {
        usual.add(way(signature, one));
      }
    }
    for (Way way : usual) {
      int left = signature.argument(way.rows());
      Trials trials = new Trials(shape, rows(left), rows(1 - left), sum(), summed);
      for (Way one : trials.near(way, signature)) {
        if (made(signature, one) != null) {
          ways.add(one);
        }
      }
    }
    return new Choice(launch, signature.key(), way(signature, taken), usual, List.copyOf(ways));
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
    int run = Heights.guessed(shape.dim(last));
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
