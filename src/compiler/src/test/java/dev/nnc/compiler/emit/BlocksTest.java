package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Axes that change places are gone through in blocks, and every element arrives. */
class BlocksTest {
  private static final Pattern BLOCK =
      Pattern.compile("for i\\d+ from 0 until .* by 16\\n.* = min.*\\n +for i\\d+ .* by 16");

  private final Programs p = new Programs();

  private void blocks(int count) {
    for (Target target : Target.values()) {
      String plan = Planner.plan(p.program(), Precision.FLOAT, target).describe();
      assertEquals(count, BLOCK.matcher(plan).results().count(), plan);
    }
    Check.agrees(p.program());
  }

  /** With the last two axes exchanged. */
  private Node turned(Node x) {
    Shape shape = x.shape();
    int[] batch = {1, 0, 0, 0};
    int[] first = {0, 0, 1, 0};
    int[] second = {0, 1, 0, 0};
    return p.view(x, Shape.of(shape.dim(0), shape.dim(2), shape.dim(1)), batch, first, second);
  }

  @Test
  void rowsThatAreAMultiple() {
    p.output(turned(p.input(B, 32, 48)));
    blocks(1);
  }

  @Test
  void rowsThatAreNoMultiple() {
    p.output(turned(p.input(B, 21, 18)));
    blocks(1);
  }

  @Test
  void whatIsComputedOnTheWay() {
    Node x = p.input(B, 24, 20);
    p.output(p.build.mul(turned(x), p.build.like(turned(x), 3)));
    blocks(1);
  }

  @Test
  void shortRowsStayAsTheyAre() {
    p.output(turned(p.input(B, 5, 30)));
    blocks(0);
  }
}
