package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static dev.nnc.compiler.emit.Programs.axes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import org.junit.jupiter.api.Test;

/** Computed subscripts are read in place, a row at a time, and keep every bit. */
class LookupTest {
  private final Programs p = new Programs();

  /** Rows of a table of three, by the places that {@code index} names. */
  private Node rows(Node table, Node index, int width) {
    int[] dims = java.util.Arrays.copyOf(index.shape().dims(), index.shape().rank() + 1);
    dims[dims.length - 1] = width;
    Shape shape = Shape.of(dims);
    int[] own = new int[dims.length - 1];
    java.util.Arrays.setAll(own, i -> i);
    int[][] map = new int[2][dims.length];
    map[1][dims.length - 1] = 1;
    Gather op = new Gather(shape, new AffineMap(dims.length, map, new int[2]), 0);
    return p.graph.node(op, table, p.build.broadcast(index, shape, own));
  }

  private String plan() {
    return Planner.plan(p.program(), Precision.FLOAT, Target.SCALAR, true).describe();
  }

  @Test
  void rowsAreCopied() {
    Node rows = rows(p.input(3, 40), p.whole(B, 5), 40);
    p.output(rows);
    assertTrue(plan().contains("...] = 40 of a"), plan());
    assertEquals(1, plan().split("place\\(", -1).length - 1, plan());
    Check.agrees(p.program());
  }

  @Test
  void rowsJoinWhatIsComputedFromThem() {
    Node rows = rows(p.input(3, 20), p.whole(B, 5), 20);
    Node position = p.build.broadcast(p.input(5, 20), rows.shape(), 1, 2);
    Node sum = p.build.add(rows, position);
    p.output(sum).output(p.build.unary("TANH", sum));
    assertFalse(plan().contains("scratch0"), plan());
    Check.agrees(p.program());
  }

  @Test
  void aSumOfProductsReadsTheRowsItself() {
    Node rows = rows(p.input(3, 24), p.whole(B, 6), 24);
    Node w = p.input(24, 32);
    p.output(p.contract(Shape.of(B, 6, 24, 32), rows, axes(0, 1, 2), w, axes(2, 3), 2));
    assertTrue(plan().contains("contraction["), plan());
    assertEquals(1, plan().split("\nstep ", -1).length - 1, plan());
    Check.agrees(p.program());
  }

  @Test
  void sumsIntoRowsOfSharedAndOwnTables() {
    Node index = p.whole(B, 5);
    Node g = p.input(B, 5, 18);
    Node places = p.build.broadcast(index, g.shape(), 0, 1);
    AffineMap shared = new AffineMap(3, new int[][] {{0, 0, 0}, {0, 0, 1}}, new int[2]);
    AffineMap own =
        new AffineMap(3, new int[][] {{1, 0, 0}, {0, 0, 0}, {0, 0, 1}}, new int[] {0, 0, -2});
    p.output(p.graph.node(new Scatter(Shape.of(3, 18), shared, 0), g, places));
    p.output(p.graph.node(new Scatter(Shape.of(B, 3, 17), own, 1), g, places));
    Check.agrees(p.program());
  }

  @Test
  void subscriptsOfSubscripts() {
    Node x = p.input(3, 2);
    Node first = p.whole(B, 4);
    Node second = p.whole(B, 4);
    Node inner = rows(x, first, 2);
    AffineMap map = new AffineMap(2, new int[][] {{1, 0}, {0, 1}, {0, 0}}, new int[3]);
    p.output(p.graph.node(new Gather(Shape.of(B, 4), map, 2), inner, second));
    assertEquals(1, plan().split("\nstep ", -1).length - 1, plan());
    Check.agrees(p.program());
  }

  @Test
  void placesAreNotReadWhereAViewAroundThemIsOutside() {
    Node rows = rows(p.input(3, 7), p.whole(B, 5), 7);
    int[][] shift = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    Shape wide = Shape.of(B, 9, 7);
    p.output(p.build.view(rows, wide, new AffineMap(3, shift, new int[] {0, -2, 0})));
    p.output(p.build.view(rows, wide, new AffineMap(3, shift, new int[] {0, 1, 1})));
    Check.agrees(p.program());
  }

  @Test
  void whatIsExpensiveIsComputedOnce() {
    Node table = p.build.unary("EXP", p.input(3, 19));
    p.output(rows(table, p.whole(B, 30), 19));
    assertEquals(2, plan().split("\nstep ", -1).length - 1, plan());
    Check.agrees(p.program());
  }
}
