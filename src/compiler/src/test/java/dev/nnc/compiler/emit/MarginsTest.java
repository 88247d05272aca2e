package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arrays that hold data with zeros around them are filled in runs, and keep every bit. */
class MarginsTest {
  private final Programs p = new Programs();

  private String plan(int guards) {
    String plan = Planner.plan(p.program(), Precision.FLOAT, Target.VECTOR).describe();
    assertEquals(guards, plan.split(" \\? ", -1).length - 1, plan);
    Check.agrees(p.program());
    return plan;
  }

  @Test
  void paddingCopiesWhatLiesInside() {
    assertTrue(padded(600).contains("...] = "));
    String plan = padded(12);
    assertTrue(plan.contains("lanes i3 from 2 until 14") && !plan.contains("...] = "), plan);
  }

  /** Rows of a width with two numbers before and one behind them. */
  private static String padded(int width) {
    MarginsTest test = new MarginsTest();
    Node x = test.p.input(B, 4, width);
    Shape shape = Shape.of(B, 9, width + 3);
    int[] batch = {1, 0, 0, 0};
    return test.output(
        test.p.view(x, shape, batch, new int[] {0, 1, 0, -3}, new int[] {0, 0, 1, -2}), 0);
  }

  @Test
  void turnedAxesArePartedToo() {
    Node x = p.input(B, 4, 12);
    int[] batch = {1, 0, 0, 0};
    output(
        p.view(x, Shape.of(B, 9, 15), batch, new int[] {0, -1, 0, 6}, new int[] {0, 0, -1, 13}), 0);
  }

  @Test
  void whatLiesOutsideAltogetherIsZero() {
    Node x = p.input(B, 4, 12);
    int[] batch = {1, 0, 0, 0, 0};
    output(
        p.view(
            x, Shape.of(B, 9, 10, 6), batch, new int[] {0, 1, 0, 0, 0}, new int[] {0, 0, 5, 1, -9}),
        0);
  }

  @Test
  void stridesKeepTheirGuards() {
    Node x = p.input(B, 12);
    output(p.view(x, Shape.of(B, 9), new int[] {1, 0, 0}, new int[] {0, 2, -3}), 1);
  }

  @Test
  void randomWindows() {
    Random random = new Random(12);
    for (int i = 0; i < 60; i++) {
      Programs q = new Programs();
      Node x = q.input(B, 1 + random.nextInt(4), 1 + random.nextInt(12));
      int[] batch = {1, 0, 0, 0, 0};
      int[] row = {0, draw(random), draw(random), draw(random), random.nextInt(9) - 4};
      int[] column = {0, draw(random), draw(random), draw(random), random.nextInt(9) - 4};
      Shape space = Shape.of(B, 2 + random.nextInt(4), 1 + random.nextInt(12), 9);
      q.output(q.view(random.nextBoolean() ? x : q.build.neg(x), space, batch, row, column));
      Check.agrees(q.program());
    }
  }

  private static int draw(Random random) {
    return random.nextInt(3) - 1;
  }

  private String output(Node view, int guards) {
    p.output(view);
    return plan(guards);
  }
}
