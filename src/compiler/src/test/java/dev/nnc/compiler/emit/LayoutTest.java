package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.pass.Differentiate;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values laid out with channels last and margins of zeros around them keep every bit. */
class LayoutTest {
  private final Programs p = new Programs();
  private final List<Node> weights = new ArrayList<>();

  /** A convolution of [B, c, h, w] to {@code out} channels by a square window. */
  private Node convolution(Node x, int out, int size, int stride, int padding) {
    Shape source = x.shape();
    int in = source.dim(1);
    int height = (source.dim(2) + 2 * padding - size) / stride + 1;
    int width = (source.dim(3) + 2 * padding - size) / stride + 1;
    Node kernel = p.input(out, in, size, size);
    weights.add(kernel);
    Shape space = Shape.of(B, out, height, width, in, size, size);
    Node windows =
        p.view(
            x,
            space,
            new int[] {1, 0, 0, 0, 0, 0, 0, 0},
            new int[] {0, 0, 0, 0, 1, 0, 0, 0},
            new int[] {0, 0, stride, 0, 0, 1, 0, -padding},
            new int[] {0, 0, 0, stride, 0, 0, 1, -padding});
    Node product = p.build.mul(p.build.broadcast(kernel, space, 1, 4, 5, 6), windows);
    return p.build.reduce(Reduce.Kind.SUM, product, 4, 5, 6);
  }

  /** The greatest in squares of four. */
  private Node pool(Node x) {
    Shape s = x.shape();
    Node parts =
        p.view(
            x,
            Shape.of(B, s.dim(1), s.dim(2) / 2, s.dim(3) / 2, 2, 2),
            new int[] {1, 0, 0, 0, 0, 0, 0},
            new int[] {0, 1, 0, 0, 0, 0, 0},
            new int[] {0, 0, 2, 0, 1, 0, 0},
            new int[] {0, 0, 0, 2, 0, 1, 0});
    return p.build.reduce(Reduce.Kind.MAX, parts, 4, 5);
  }

  private Node bent(Node x) {
    return p.build.unary("TANH", x);
  }

  /** The mean of squares of a value, and its gradients by all weights. */
  private Program learning(Node value) {
    Node square = p.build.mul(value, value);
    Integer[] axes = new Integer[value.shape().rank()];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] = axis;
    }
    Node loss = p.build.reduce(Reduce.Kind.SUM, square, axes);
    p.output(loss);
    Differentiate.gradients(p.graph, loss, weights).values().forEach(p::output);
    return Pipeline.standard().run(p.program()).program();
  }

  private static String plan(Program program) {
    return Planner.plan(program, Precision.FLOAT, Target.VECTOR).describe();
  }

  @Test
  void convolutionsHaveTheirChannelsLast() {
    Node x = p.input(B, 1, 3, 4);
    Node first = bent(convolution(x, 16, 3, 1, 1));
    Program program = learning(convolution(first, 16, 3, 1, 1));
    String plan = plan(program);
    assertTrue(plan.contains("contraction[batch, 3, 4, 16]"), plan);
    assertFalse(plan.contains("contraction[batch, 16, 3, 4]"), plan);
    Check.agrees(program);
  }

  @Test
  void whatConvolutionsReadOutsideIsStoredAsZeros() {
    Node x = p.input(B, 1, 3, 4);
    Node first = bent(convolution(x, 16, 3, 1, 1));
    Program program = learning(convolution(first, 16, 3, 1, 1));
    String plan = plan(program);
    assertTrue(plan.contains("nest[batch, 5, 6]"), plan);
    assertTrue(plan.contains("nest[batch, 5, 6, 16]"), plan);
    assertFalse(plan.contains("nest[batch, 3, 4, 16]"), plan);
    assertFalse(plan.contains("=panel:left"), plan);
  }

  @Test
  void fewChannelsStayWhereTheyAre() {
    Node x = p.input(B, 3, 3, 16);
    Program program = learning(convolution(x, 5, 3, 1, 1));
    assertTrue(plan(program).contains("contraction[batch, 5, 3, 16]"), plan(program));
    Check.agrees(program);
  }

  @Test
  void stridesPoolsAndFlatLayers() {
    Node x = p.input(B, 2, 7, 6);
    Node first = pool(bent(convolution(x, 16, 3, 1, 2)));
    Node second = bent(convolution(first, 16, 3, 2, 1));
    int flat = (int) second.shape().elements();
    Node row = p.build.reshape(second, Shape.of(B, flat));
    Node dense = p.input(flat, 3);
    weights.add(dense);
    Shape space = Shape.of(B, flat, 3);
    Check.agrees(
        learning(p.contract(space, row, Programs.axes(0, 1), dense, Programs.axes(1, 2), 1)));
  }

  @Test
  void partsOfDifferentOrdersLieOneBehindTheOther() {
    Node x = p.input(B, 2, 3, 4);
    Node few = bent(convolution(x, 5, 1, 1, 0));
    Node many = bent(convolution(x, 16, 3, 1, 1));
    Node both = p.graph.node(new Concat(1), few, many);
    Check.agrees(learning(convolution(both, 16, 3, 1, 1)));
  }

  @Test
  void sumsByChannelKeepTheirOrder() {
    Node x = p.input(B, 2, 3, 4);
    Node y = convolution(x, 16, 3, 1, 1);
    Node rows = p.build.reshape(y, Shape.of(B, 16, 12));
    Node mean = p.build.reduce(Reduce.Kind.SUM, rows, 0, 2);
    Node apart = p.build.sub(y, p.build.broadcast(mean, y.shape(), 1));
    Node square = p.build.mul(apart, apart);
    p.output(p.build.reduce(Reduce.Kind.SUM, square, 0, 2, 3));
    Program program = learning(convolution(apart, 16, 3, 1, 1));
    assertFalse(plan(program).contains("16, 12"), plan(program));
    Check.agrees(program);
  }

  @Test
  void aPaddedProductIsStillSummedFused() {
    Node x = p.input(B, 2, 3, 5);
    Node y = convolution(x, 16, 3, 1, 1);
    Node square = p.build.mul(y, y);
    p.output(p.build.reduce(Reduce.Kind.SUM, square, 1));
    p.output(convolution(square, 16, 3, 1, 1));
    Check.agrees(p.program());
  }

  @Test
  void outputsLieAsTheyAreNamed() {
    Node x = p.input(B, 2, 3, 5);
    Node y = bent(convolution(x, 16, 3, 1, 1));
    p.output(y).output(convolution(y, 16, 3, 1, 1));
    Program program = p.program();
    assertEquals(Shape.of(B, 16, 3, 5), program.outputs().get(0).value().shape());
    Check.agrees(program);
  }

  @Test
  void randomNetworks() {
    Random random = new Random(5);
    for (int i = 0; i < 8; i++) {
      LayoutTest test = new LayoutTest();
      int height = 2 + random.nextInt(4);
      int width = 2 + random.nextInt(4);
      Node x = test.p.input(B, 1 + random.nextInt(4), height, width);
      for (int layer = 0; layer < 2; layer++) {
        int out = random.nextInt(4) == 0 ? 3 : 16;
        int size = 1 + random.nextInt(3);
        int padding = random.nextInt(3);
        Node y = test.convolution(x, out, size, 1 + random.nextInt(2), padding);
        y = random.nextBoolean() ? test.bent(y) : y;
        boolean pools = random.nextInt(3) == 0 && Math.min(y.shape().dim(2), y.shape().dim(3)) > 1;
        x = pools ? test.pool(y) : y;
      }
      Check.agrees(test.learning(x));
    }
  }
}
