package dev.nnc.compiler.pass;

import static dev.nnc.compiler.op.Elementwise.MUL;
import static dev.nnc.compiler.pass.Rule.Truth.REAL;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Products with rows that are looked up in a table. Where there are fewer rows than lookups, such
 * as in a table of embeddings of signs, the products with the rows are computed once for each row
 * and looked up, and what flows back is added up for each row before it is multiplied.
 */
final class TableRules {
  /**
   * How many rows of a table there may be for each lookup of an example: a batch has many examples,
   * and a single one loses little.
   */
  private static final int ROWS_A_LOOKUP = 4;

  /** To add a number up for its row costs as much as several products do. */
  private static final int ADDITION = 8;

  /** Stands for the rows of a table among the axes of a space. */
  private static final List<Integer> ROW = List.of(-1);

  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          Rule.on(
              REAL,
              Reduce.class,
              "sum[i] x[k] w = (sum[i] x w)[k] where x has fewer rows than k",
              (b, n) -> either(b, n, n, TableRules::looked)),
          Rule.on(
              REAL,
              Reduce.class,
              "sum[k] x[k] y = sum[r] x (scatter y to k) where x has fewer rows r than k",
              (b, n) -> either(b, n, n, TableRules::gathered)),
          Rule.on(
              REAL,
              Scatter.class,
              "scatter (sum[i] y w) to k = sum[i] (scatter y to k) w for fewer rows than k",
              (b, n) -> either(b, n, n.arg(0), TableRules::scattered)));

  private TableRules() {}

  /** A rule about a node and the factors of a sum of products, tried either way round. */
  @FunctionalInterface
  private interface Factors {
    Node at(Build b, Node node, Node one, Node other);
  }

  private static Node either(Build b, Node node, Node sum, Factors rule) {
    if (!(sum.op() instanceof Reduce reduce)
        || reduce.kind() != Reduce.Kind.SUM
        || !Match.op(sum.arg(0), MUL)) {
      return null;
    }
    Node product = sum.arg(0);
    Node found = rule.at(b, node, product.arg(0), product.arg(1));
    return found == null ? rule.at(b, node, product.arg(1), product.arg(0)) : found;
  }

  /**
   * A value by what it is a view of.
   *
   * @param node what is read
   * @param map where, by the index of the view
   */
  private record Read(Node node, AffineMap map) {
    static Read of(Node node) {
      return new Read(node, AffineMap.identity(node.shape().rank())).inner();
    }

    /** The same, by the innermost source that is never left on the way. */
    Read inner() {
      Read read = this;
      while (read.node.op() instanceof View view && !Match.leaves(read.node)) {
        read = new Read(read.node.arg(0), read.map.then(view.map()));
      }
      return read;
    }

    /** Whether the value depends on some of the axes. */
    boolean on(List<Integer> axes) {
      return axes.stream().anyMatch(this::on);
    }

    boolean on(int axis) {
      for (int d = 0; d < map.sourceRank(); d++) {
        if (map.coefficient(d, axis) != 0) {
          return true;
        }
      }
      return false;
    }

    /** The axes on which the value depends. */
    List<Integer> axes() {
      List<Integer> axes = new ArrayList<>();
      for (int axis = 0; axis < map.resultRank(); axis++) {
        if (on(axis)) {
          axes.add(axis);
        }
      }
      return axes;
    }

    /** The value over other axes, each of which is one that it had. */
    Node over(Build b, Shape shape, List<Integer> axes) {
      return b.view(node, shape, moved(map, axes, -1));
    }
  }

  /** A map over other axes; source axis {@code row} is read along the first place that is -1. */
  private static AffineMap moved(AffineMap map, List<Integer> axes, int row) {
    int[][] rows = new int[map.sourceRank()][axes.size()];
    int[] offsets = new int[rows.length];
    for (int d = 0; d < rows.length; d++) {
      offsets[d] = map.offset(d);
      for (int i = 0; i < axes.size(); i++) {
        rows[d][i] = axes.get(i) < 0 ? 0 : map.coefficient(d, axes.get(i));
      }
    }
    if (row >= 0) {
      rows[row][axes.indexOf(-1)] = 1;
    }
    return new AffineMap(axes.size(), rows, offsets);
  }

  /**
   * A factor that is looked up in a table: by what map of its axes, and the numbers of its rows.
   */
  private record Lookup(Node table, AffineMap map, int axis, Read rows) {
    /** The lookup that a factor is, which never reads outside the table but along its rows. */
    static Lookup of(Node factor) {
      Read read = Read.of(factor);
      if (!(read.node.op() instanceof Gather gather)) {
        return null;
      }
      for (int d = 0; d < gather.map().sourceRank(); d++) {
        if (gather.map().leaves(d, gather.shape(), read.node.arg(0).shape())) {
          return null;
        }
      }
      Read rows = new Read(read.node.arg(1), read.map).inner();
      return new Lookup(read.node.arg(0), read.map.then(gather.map()), gather.axis(), rows);
    }

    /** Whether the table is read at other places along some axes, rows aside. */
    boolean moves(List<Integer> axes) {
      return new Read(table, map).on(axes);
    }

    int height() {
      return table.shape().dim(axis);
    }

    /** The table over axes of which -1 goes through its rows. */
    Node over(Build b, Shape shape, List<Integer> axes) {
      return b.view(table, shape, moved(map, axes, axis));
    }
  }

  /** Whether a table of some height has fewer rows than are looked up along axes of a shape. */
  private static boolean fewer(int height, Shape shape, List<Integer> axes) {
    long lookups = size(shape, axes);
    boolean batch = shape.batched() && axes.contains(0);
    return batch ? height <= ROWS_A_LOOKUP * lookups : height < lookups && !shape.batched();
  }

  private static long size(Shape shape, List<Integer> axes) {
    long size = 1;
    for (int axis : axes) {
      size *= Math.abs(shape.dim(axis));
    }
    return size;
  }

  private static List<Integer> kept(Node sum) {
    Shape shape = sum.arg(0).shape();
    boolean[] gone = ((Reduce) sum.op()).reduced(shape.rank());
    return Arrays.stream(Match.kept(gone)).boxed().toList();
  }

  /** All axes of a list but those of another. */
  private static List<Integer> without(List<Integer> axes, List<Integer> others) {
    return axes.stream().filter(axis -> !others.contains(axis)).toList();
  }

  private static List<Integer> joined(List<Integer> axes, List<Integer> others) {
    List<Integer> all = new ArrayList<>(axes);
    all.addAll(others);
    return all;
  }

  /** The shape of some axes, -1 standing for the rows of a table. */
  private static Shape shape(Shape shape, List<Integer> axes, int height) {
    return Shape.of(axes.stream().map(axis -> axis < 0 ? height : shape.dim(axis)).toList());
  }

  /** The sum over the last axes of a space. */
  private static Node sum(Build b, Node one, Node other, int count) {
    int rank = one.shape().rank();
    Integer[] axes = new Integer[count];
    Arrays.setAll(axes, i -> rank - count + i);
    return b.reduce(Reduce.Kind.SUM, b.mul(one, other), axes);
  }

  /** A map that reads some axes at the same axes of another list, and at 0 those it lacks. */
  private static AffineMap choosing(List<Integer> from, List<Integer> axes) {
    int[][] rows = new int[axes.size()][from.size()];
    for (int d = 0; d < rows.length; d++) {
      int place = from.indexOf(axes.get(d));
      if (place >= 0) {
        rows[d][place] = 1;
      }
    }
    return new AffineMap(from.size(), rows, new int[rows.length]);
  }

  private static Node looked(Build b, Node node, Node factor, Node other) {
    Lookup lookup = Lookup.of(factor);
    Shape space = node.arg(0).shape();
    List<Integer> kept = kept(node);
    List<Integer> summed = ((Reduce) node.op()).axes();
    if (lookup == null || lookup.rows.on(summed)) {
      return null;
    }
    List<Integer> along = lookup.rows.axes();
    Read read = Read.of(other);
    if (read.on(along) || lookup.moves(along) || !fewer(lookup.height(), space, along)) {
      return null;
    }
    List<Integer> result = joined(ROW, without(kept, along));
    List<Integer> axes = joined(result, summed);
    Shape inner = shape(space, axes, lookup.height());
    Node products = sum(b, lookup.over(b, inner, axes), read.over(b, inner, axes), summed.size());
    Gather gather = new Gather(node.shape(), choosing(kept, result), 0);
    return b.graph().node(gather, products, lookup.rows.over(b, node.shape(), kept));
  }

  private static Node gathered(Build b, Node node, Node factor, Node other) {
    Lookup lookup = Lookup.of(factor);
    Shape space = node.arg(0).shape();
    List<Integer> kept = kept(node);
    List<Integer> summed = ((Reduce) node.op()).axes();
    if (lookup == null || !lookup.rows.axes().equals(summed) || lookup.moves(summed)) {
      return null;
    }
    Read read = Read.of(other);
    List<Integer> ours = new ArrayList<>(kept);
    ours.removeIf(axis -> !read.on(axis));
    boolean wide = size(space, without(kept, ours)) >= ADDITION;
    if (!wide || lookup.moves(ours) || !fewer(lookup.height(), space, summed)) {
      return null;
    }
    Node rows = rows(b, read, lookup.rows, space, ours, lookup.height());
    List<Integer> axes = joined(kept, ROW);
    Shape inner = shape(space, axes, lookup.height());
    AffineMap map = choosing(axes, joined(ROW, ours));
    return sum(b, lookup.over(b, inner, axes), b.view(rows, inner, map), 1);
  }

  private static Node scattered(Build b, Node node, Node factor, Node other) {
    Scatter scatter = (Scatter) node.op();
    Node sum = node.arg(0);
    Shape space = sum.arg(0).shape();
    List<Integer> kept = kept(sum);
    Read index = Read.of(node.arg(1));
    List<Integer> numbered = new ArrayList<>();
    for (int axis = 0; axis < space.rank(); axis++) {
      numbered.add(kept.indexOf(axis));
    }
    index = new Read(index.node, moved(index.map, numbered, -1));
    List<Integer> along = index.axes();
    List<Integer> ours = without(kept, along);
    List<Integer> target = target(scatter, sum.shape(), kept, ours);
    int height = scatter.shape().dim(scatter.axis());
    if (target == null || size(space, ours) < ADDITION || !fewer(height, space, along)) {
      return null;
    }
    Read read = Read.of(factor);
    Read weights = Read.of(other);
    if (read.on(ours) || weights.on(along)) {
      return null;
    }
    List<Integer> summed = ((Reduce) sum.op()).axes();
    Node rows = rows(b, read, index, space, summed, height);
    List<Integer> axes = joined(target, summed);
    Shape inner = shape(space, axes, height);
    AffineMap map = choosing(axes, joined(ROW, summed));
    return sum(b, b.view(rows, inner, map), weights.over(b, inner, axes), summed.size());
  }

  /**
   * Which of some axes each axis of a scatter's result is as a whole, -1 for the one that is chosen
   * along; null where they are not each other's.
   *
   * @param axes for each axis of what is scattered its number
   */
  private static List<Integer> target(
      Scatter scatter, Shape source, List<Integer> axes, List<Integer> ours) {
    AffineMap map = scatter.map();
    List<Integer> target = new ArrayList<>();
    for (int d = 0; d < map.sourceRank(); d++) {
      int along = map.along(d, source, scatter.shape());
      boolean whole = along >= 0 && ours.contains(axes.get(along));
      if (d != scatter.axis() && !whole) {
        return null;
      }
      target.add(d == scatter.axis() ? Integer.valueOf(-1) : axes.get(along));
    }
    return target.size() == ours.size() + 1 ? target : null;
  }

  /** What belongs to each row of a table, added up: {@code [row, kept…]}. */
  private static Node rows(
      Build b, Read read, Read index, Shape space, List<Integer> kept, int height) {
    List<Integer> from = joined(index.axes(), kept);
    List<Integer> to = joined(ROW, kept);
    Shape source = shape(space, from, height);
    Scatter scatter = new Scatter(shape(space, to, height), choosing(from, to), 0);
    return b.graph().node(scatter, read.over(b, source, from), index.over(b, source, from));
  }
}
