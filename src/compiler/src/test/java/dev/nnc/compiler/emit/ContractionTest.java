package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static dev.nnc.compiler.emit.Programs.axes;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sums of products in all the forms that networks have are blocked, and keep every bit. */
class ContractionTest {
  private final Programs p = new Programs();

  private void blocked() {
    String plan = Planner.plan(p.program(), Precision.FLOAT).describe();
    assertTrue(plan.contains("contraction["), plan);
    Check.agrees(p.program());
  }

  @Test
  void denseForwardWithBiasAndActivation() {
    Node x = p.input(B, 21);
    Node w = p.input(21, 33);
    Node bias = p.input(33);
    Node y = p.contract(Shape.of(B, 21, 33), x, axes(0, 1), w, axes(1, 2), 1);
    Node z = p.build.add(y, p.build.broadcast(bias, y.shape(), 1));
    p.output(p.graph.node(Elementwise.MAX, z, p.build.like(z, 0))).output(z);
    blocked();
  }

  @Test
  void denseGradients() {
    Node x = p.input(B, 30);
    Node w = p.input(30, 18);
    Node d = p.input(B, 18);
    Node y = p.input(B, 30);
    p.output(p.contract(Shape.of(B, 30, 18), x, axes(0, 1), d, axes(0, 2), 0));
    Node dx = p.contract(Shape.of(B, 18, 30), d, axes(0, 1), w, axes(2, 1), 1);
    Node on = p.build.compare("GREATER", y, p.build.like(y, 0));
    p.output(p.build.select(on, dx, p.build.like(dx, 0)));
    p.output(p.build.reduce(Reduce.Kind.SUM, d, 0));
    blocked();
  }

  @Test
  void aBatchOfFewExamplesIsSummedWithoutPacking() {
    Node d = p.input(B, 18);
    Node w = p.input(30, 18);
    p.output(p.contract(Shape.of(B, 18, 30), d, axes(0, 1), w, axes(2, 1), 1));
    String plan = Planner.plan(p.program(), Precision.FLOAT, Target.VECTOR).describe();
    assertTrue(plan.contains("if batch < 4"), plan);
    Check.agrees(p.program());
  }

  @Test
  void oneExampleGoesThroughLongRowsInOrder() {
    Node x = p.input(B, 70);
    Node w = p.input(70, 203);
    Node y = p.contract(Shape.of(B, 70, 203), x, axes(0, 1), w, axes(1, 2), 1);
    p.output(p.build.mul(y, p.build.like(y, 0.35)));
    p.output(p.contract(Shape.of(B, 70, 203), p.input(B, 70), axes(0, 1), w, axes(1, 2), 1));
    String text = Planner.plan(p.program(), Precision.FLOAT, Target.VECTOR).describe();
    assertTrue(text.contains("by 8 vectors"), text);
    Check.agrees(p.program());
  }

  @Test
  void manySummandsInSeveralBlocks() {
    Node x = p.input(6, 2500);
    Node w = p.input(2500, 20);
    p.output(p.contract(Shape.of(6, 2500, 20), x, axes(0, 1), w, axes(1, 2), 1));
    blocked();
  }

  @Test
  void manySummandsOverTwoAxesIntoTransposedResult() {
    Node x = p.input(3, 700, 9);
    Node w = p.input(3, 700, 17);
    p.output(p.contract(Shape.of(3, 700, 9, 17), x, axes(0, 1, 2), w, axes(0, 1, 3), 0, 1));
    p.output(p.contract(Shape.of(3, 700, 17, 9), x, axes(0, 1, 3), w, axes(0, 1, 2), 0, 1));
    blocked();
  }

  @Test
  void manyColumnsInSeveralPanels() {
    Node x = p.input(5, 7);
    Node w = p.input(7, 1100);
    Node y = p.contract(Shape.of(5, 7, 1100), x, axes(0, 1), w, axes(1, 2), 1);
    p.output(y).output(p.build.neg(y));
    blocked();
  }

  @Test
  void columnsOverSeveralAxes() {
    Node x = p.input(9, 6);
    Node w = p.input(6, 40, 30);
    p.output(p.contract(Shape.of(9, 6, 40, 30), x, axes(0, 1), w, axes(1, 2, 3), 1));
    blocked();
  }

  @Test
  void narrowResultRunsAlongTheBatch() {
    Node x = p.input(B, 40, 12);
    Node w = p.input(12, 5);
    Node y = p.contract(Shape.of(B, 40, 12, 5), x, axes(0, 1, 2), w, axes(2, 3), 2);
    p.output(y).output(p.build.unary("ABS", y));
    blocked();
  }

  @Test
  void attentionScores() {
    Node q = p.input(B, 24, 2, 8);
    Node k = p.input(B, 24, 2, 8);
    Shape space = Shape.of(B, 2, 24, 24, 8);
    Node scores = p.contract(space, q, axes(0, 2, 1, 4), k, axes(0, 3, 1, 4), 4);
    p.output(p.build.mul(scores, p.build.like(scores, 0.35)));
    blocked();
  }

  @Test
  void paddedConvolutionAndItsWeightGradient() {
    Node x = p.input(B, 3, 6, 9);
    Node kernel = p.input(10, 3, 3, 3);
    Shape space = Shape.of(B, 10, 6, 9, 3, 3, 3);
    int[] batch = {1, 0, 0, 0, 0, 0, 0, 0};
    int[] channel = {0, 0, 0, 0, 1, 0, 0, 0};
    int[] row = {0, 0, 1, 0, 0, 1, 0, -1};
    int[] column = {0, 0, 0, 1, 0, 0, 1, -1};
    Node window = p.view(x, space, batch, channel, row, column);
    Node taps = p.build.broadcast(kernel, space, 1, 4, 5, 6);
    Node y = p.build.reduce(Reduce.Kind.SUM, p.build.mul(window, taps), 4, 5, 6);
    Node d = p.build.broadcast(p.input(B, 10, 6, 9), space, 0, 1, 2, 3);
    p.output(y);
    p.output(p.build.reduce(Reduce.Kind.SUM, p.build.mul(window, d), 0, 2, 3));
    blocked();
  }

  @Test
  void sequenceWeightGradientOverBatchAndTime() {
    Node x = p.input(B, 20, 9);
    Node d = p.input(B, 20, 13);
    p.output(p.contract(Shape.of(B, 20, 9, 13), x, axes(0, 1, 2), d, axes(0, 1, 3), 0, 1));
    blocked();
  }

  @Test
  void randomContractions() {
    Random random = new Random(5);
    int[] sizes = {1, 2, 3, 5, 8, 13, 33};
    for (int i = 0; i < 150; i++) {
      Programs q = new Programs();
      int rank = 3 + random.nextInt(2);
      int[] dims = new int[rank];
      StringBuilder kinds = new StringBuilder();
      for (int axis = 0; axis < rank; axis++) {
        dims[axis] = axis == 0 && random.nextBoolean() ? B : sizes[random.nextInt(7)];
        kinds.append("xybXYk".charAt(axis < 3 ? axis * 2 : random.nextInt(6)));
      }
      char[] roles = shuffled(kinds.toString().replace('X', 'x'), random);
      q.output(contraction(q, dims, roles));
      Check.agrees(q.program());
    }
  }

  private static char[] shuffled(String kinds, Random random) {
    char[] roles = kinds.toCharArray();
    for (int i = roles.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      char kept = roles[i];
      roles[i] = roles[j];
      roles[j] = kept;
    }
    roles[random.nextInt(roles.length)] = 'k';
    return roles;
  }

  /** Roles: x and y are axes of one factor, b and Y of both, k is summed. */
  static Node contraction(Programs q, int[] dims, char[] roles) {
    int[] left = chosen(roles, "xbYk");
    int[] right = chosen(roles, "ybYk");
    Integer[] summed = Arrays.stream(chosen(roles, "k")).boxed().toArray(Integer[]::new);
    Node x = q.input(picked(dims, left));
    Node y = q.input(picked(dims, right));
    return q.contract(Shape.of(dims), x, left, y, right, summed);
  }

  private static int[] chosen(char[] roles, String wanted) {
    return IntStream.range(0, roles.length)
        .filter(axis -> wanted.indexOf(roles[axis]) >= 0)
        .toArray();
  }

  private static int[] picked(int[] dims, int[] axes) {
    return Arrays.stream(axes).map(axis -> dims[axis]).toArray();
  }
}
