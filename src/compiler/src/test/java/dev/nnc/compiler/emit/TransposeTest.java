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

/** Axes that change places are gone through several rows at a time, and every element arrives. */
class TransposeTest {
  private static final Pattern EIGHT = Pattern.compile("( +a\\d+\\[.*\\] = [^t].*\\n){8}");

  private final Programs p = new Programs();

  private void together(int times) {
    String plan = Planner.plan(p.program(), Precision.FLOAT, Target.VECTOR).describe();
    assertEquals(times, EIGHT.matcher(plan).results().count(), plan);
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
    p.output(turned(p.input(B, 12, 16)));
    together(1);
  }

  @Test
  void rowsThatAreNoMultiple() {
    p.output(turned(p.input(B, 9, 21)));
    together(1);
  }

  @Test
  void whatIsComputedOnTheWay() {
    Node x = p.input(B, 9, 24);
    p.output(p.build.mul(turned(x), p.build.like(turned(x), 3)));
    together(1);
  }

  @Test
  void factorsOfContractions() {
    Node x = p.input(B, 40, 24);
    Node w = p.input(17, 24);
    p.output(
        p.contract(Shape.of(B, 40, 24, 17), x, Programs.axes(0, 1, 2), w, Programs.axes(3, 2), 2));
    together(1);
  }

  @Test
  void fewRowsStayAsTheyAre() {
    p.output(turned(p.input(B, 30, 5)));
    together(0);
  }
}
