package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums over windows that lie partly outside run over what is inside, and keep every bit. */
class ClipTest {
  private final Programs p = new Programs();

  private void guards(int expected) {
    String plan = Planner.plan(p.program(), Precision.FLOAT, Target.SCALAR, true).describe();
    assertEquals(expected, plan.split(" \\? ", -1).length - 1, plan);
    Check.agrees(p.program());
  }

  @Test
  void dataGradientOfAConvolution() {
    Node patches = p.input(B, 4, 5, 3, 3);
    Shape space = Shape.of(B, 6, 7, 3, 3);
    int[] batch = {1, 0, 0, 0, 0, 0};
    int[] row = {0, 1, 0, -1, 0, 0};
    int[] column = {0, 0, 1, 0, -1, 0};
    int[] down = {0, 0, 0, 1, 0, 0};
    int[] across = {0, 0, 0, 0, 1, 0};
    Node spread = p.view(patches, space, batch, row, column, down, across);
    p.output(p.build.reduce(Reduce.Kind.SUM, spread, 3, 4));
    guards(0);
  }

  @Test
  void windowsThatLieOutsideAltogetherAddNothing() {
    Node x = p.input(B, 6);
    Node far = p.view(x, Shape.of(B, 9, 4), new int[] {1, 0, 0, 0}, new int[] {0, 2, 1, -5});
    p.output(p.build.reduce(Reduce.Kind.SUM, far, 2));
    guards(0);
  }

  @Test
  void stridesInsideTheWindowKeepTheirGuards() {
    Node x = p.input(B, 6);
    Node wide = p.view(x, Shape.of(B, 6, 3), new int[] {1, 0, 0, 0}, new int[] {0, 1, 2, -2});
    p.output(p.build.reduce(Reduce.Kind.SUM, wide, 2));
    guards(1);
  }

  @Test
  void othersThanSumsKeepTheirGuards() {
    Node x = p.input(B, 6);
    Node window = p.view(x, Shape.of(B, 6, 3), new int[] {1, 0, 0, 0}, new int[] {0, 1, 1, -1});
    p.output(p.build.reduce(Reduce.Kind.MAX, window, 2));
    guards(1);
  }

  @Test
  void randomWindows() {
    Random random = new Random(11);
    for (int i = 0; i < 60; i++) {
      Programs q = new Programs();
      int size = 1 + random.nextInt(6);
      int[] batch = {1, 0, 0, 0, 0};
      int[] row = {0, draw(random), draw(random), draw(random), random.nextInt(7) - 3};
      Node x = q.input(B, size);
      Shape space = Shape.of(B, 2 + random.nextInt(5), 2 + random.nextInt(4), 2);
      Node window = q.view(q.build.neg(x), space, batch, row);
      q.output(q.build.reduce(Reduce.Kind.SUM, window, 2, 3));
      Check.agrees(q.program());
    }
  }

  private static int draw(Random random) {
    return random.nextInt(5) - 2;
  }
}
