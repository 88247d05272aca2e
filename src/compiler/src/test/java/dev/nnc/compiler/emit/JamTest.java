package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Reduce.Kind;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rows that are reduced along the innermost axis are done side by side, and keep every bit. */
class JamTest {
  /** Both in a plan where eight rows are added up side by side. */
  private static final String EIGHT = "for i\\d+ from 0 until \\d+\\n( +t\\d+ = (add|fma).*\\n){8}";

  private static final String LANES = "of each lane to";

  private final Programs p = new Programs();

  private String plan() {
    return Planner.plan(p.program(), Precision.FLOAT, Target.VECTOR, true).describe();
  }

  private static long count(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  private Node spread(Node number, Node like) {
    int[] axes = new int[number.shape().rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    return p.build.broadcast(number, like.shape(), axes);
  }

  private Node sum(Node x) {
    return p.build.reduce(Kind.SUM, x, x.shape().rank() - 1);
  }

  @Test
  void softmax() {
    Node x = p.input(B, 21, 37);
    Node top = p.build.reduce(Kind.MAX, x, 2);
    Node e = p.build.unary("EXP", p.build.sub(x, spread(top, x)));
    p.output(p.build.div(e, spread(sum(e), x))).output(top);
    String plan = plan();
    assertEquals(1, count(EIGHT, plan), plan);
    assertEquals(1, count(LANES, plan), plan);
    Check.agrees(p.program());
  }

  @Test
  void normalisationAndWhatItsGradientsSum() {
    Node x = p.input(B, 16, 40);
    Node g = p.input(B, 16, 40);
    Node mean = p.build.mul(sum(x), p.build.like(sum(x), 1 / 40.0));
    Node d = p.build.sub(x, spread(mean, x));
    Node variance = sum(p.build.mul(d, d));
    p.output(p.build.unary("SQRT", variance)).output(mean);
    p.output(sum(p.build.mul(p.build.mul(d, g), p.build.add(g, x))));
    assertEquals(3, count(EIGHT, plan()), plan());
    Check.agrees(p.program());
  }

  @Test
  void rowsLongerThanTheRoomForThem() {
    Node x = p.input(11, 600);
    Node y = p.input(11, 600);
    p.output(sum(p.build.unary("TANH", x)));
    p.output(sum(p.build.mul(p.build.add(x, y), p.build.sub(x, y))));
    p.output(p.build.reduce(Kind.PRODUCT, p.build.add(x, p.build.like(x, 1)), 1));
    Check.agrees(p.program());
  }

  @Test
  void rowsOfTheBatch() {
    Node x = p.input(B, 20);
    Node brief = p.input(B, 5);
    p.output(sum(x)).output(sum(brief)).output(sum(p.build.unary("EXP", brief)));
    p.output(p.build.reduce(Kind.MAX, brief, 1)).output(p.build.reduce(Kind.MIN, x, 1));
    assertEquals(2, count(EIGHT, plan()), plan());
    Check.agrees(p.program());
  }

  @Test
  void numbersThatAreNoneOrInfinite() {
    Node x = p.input(B, 9, 33);
    Node y = p.input(B, 9, 33);
    Node q = p.build.div(x, y);
    p.output(sum(q)).output(sum(p.build.mul(q, p.build.add(q, y))));
    for (Kind kind : new Kind[] {Kind.MAX, Kind.MIN}) {
      p.output(p.build.reduce(kind, q, 2)).output(p.build.reduce(kind, p.build.mul(x, y), 2));
    }
    Check.agrees(p.program());
  }

  @Test
  void theFirstPlaceOfTheGreatest() {
    Node x = p.input(B, 8, 24);
    Node top = p.build.reduce(Kind.MAX, x, 2);
    Node index = p.build.along(p.build.iota(24), x.shape(), 2);
    Node best = p.build.compare("EQUAL", x, spread(top, x));
    Node first = p.build.reduce(Kind.MIN, p.build.select(best, index, p.build.like(index, 24)), 2);
    p.output(first);
    assertEquals(2, count(LANES, plan()), plan());
    Check.agrees(p.program());
  }

  @Test
  void severalAxesOfEachRow() {
    Node x = p.input(B, 8, 7, 19);
    Node y = p.input(B, 8, 19, 7);
    p.output(p.build.reduce(Kind.SUM, p.build.unary("EXP", x), 2, 3));
    Node turned =
        p.view(
            y,
            x.shape(),
            new int[] {1, 0, 0, 0, 0},
            new int[] {0, 1, 0, 0, 0},
            new int[] {0, 0, 0, 1, 0},
            new int[] {0, 0, 1, 0, 0});
    p.output(p.build.reduce(Kind.SUM, p.build.mul(p.build.add(x, x), turned), 2, 3));
    Check.agrees(p.program());
  }

  @Test
  void rowsThatASubscriptChooses() {
    Node table = p.input(30, 24);
    Node which = p.whole(B, 10);
    Shape rows = Shape.of(B, 10, 24);
    Gather gather =
        new Gather(rows, new AffineMap(3, new int[][] {{0, 0, 0}, {0, 0, 1}}, new int[2]), 0);
    Node row = p.graph.node(gather, table, p.build.broadcast(which, rows, 0, 1));
    p.output(sum(p.build.mul(row, row)));
    Check.agrees(p.program());
  }

  @Test
  void fewRowsStayAsTheyAre() {
    p.output(sum(p.input(5, 20)));
    assertFalse(plan().contains("by 8"), plan());
    Check.agrees(p.program());
  }

  @Test
  void whatLanesHoldARowEachOfIsLeftToThem() {
    Node x = p.input(B, 20, 40);
    p.output(p.build.reduce(Kind.MAX, x, 1));
    assertTrue(plan().contains("lanes") && !plan().contains("by 8"), plan());
    Check.agrees(p.program());
  }
}
