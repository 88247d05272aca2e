package dev.nnc.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Printer;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers come out as sums of products of views of what is stored, forward and backward. */
class ContractionTest {
  private final Graph graph = new Graph();
  private final Build b = new Build(graph);

  private Node given(String name, int... dims) {
    return graph.node(new Leaf.Given(Leaf.Role.INPUT, name, Type.real(Shape.of(dims))));
  }

  private static AffineMap map(int rank, String... rows) {
    int[][] coefficients = new int[rows.length][];
    for (int d = 0; d < rows.length; d++) {
      coefficients[d] = rows[d].chars().map(c -> c - '0').toArray();
    }
    return new AffineMap(rank, coefficients, new int[rows.length]);
  }

  private Node contraction(Node x, AffineMap of, Node w, AffineMap with, Shape space, int... axes) {
    Node product = b.mul(b.view(x, space, of), b.view(w, space, with));
    Integer[] gone = java.util.Arrays.stream(axes).boxed().toArray(Integer[]::new);
    return b.reduce(Reduce.Kind.SUM, product, gone);
  }

  /** The value, and the gradients of the sum of its products with a given cotangent. */
  private Program program(Node y, Node... wrt) {
    Node g = graph.node(new Leaf.Given(Leaf.Role.ARGUMENT, "g", y.type()));
    Integer[] all = new Integer[y.shape().rank()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    Node scalar = b.reduce(Reduce.Kind.SUM, b.mul(y, g), all);
    List<Node> values = new ArrayList<>(List.of(y));
    values.addAll(Differentiate.gradients(graph, scalar, List.of(wrt)).values());
    return Simplify.simplify(RandomGraph.over(graph, values), false);
  }

  /** Each sum is over a product of two views of leaves; no product is used elsewhere. */
  private static void assertContractions(Program program, int count) {
    String text = Printer.print(program);
    List<Node> nodes = Verifier.reachable(program);
    int sums = 0;
    for (Node node : nodes) {
      assertFalse(node.op() instanceof Accumulate, text);
      if (node.op() instanceof Reduce) {
        sums++;
        assertEquals(Elementwise.MUL, node.arg(0).op(), text);
        for (Node factor : node.arg(0).args()) {
          Node stored = factor.op() instanceof View ? factor.arg(0) : factor;
          assertTrue(stored.op() instanceof Leaf, text);
        }
      } else {
        assertTrue(node.args().stream().noneMatch(a -> a.op() == Elementwise.MUL), text);
      }
    }
    assertEquals(count, sums, text);
  }

  @Test
  void dense() {
    Node x = given("x", Shape.BATCH, 5);
    Node w = given("w", 5, 3);
    Shape space = Shape.of(Shape.BATCH, 3, 5);
    Node y = contraction(x, map(3, "100", "001"), w, map(3, "001", "010"), space, 2);
    assertContractions(program(y, x, w), 3);
  }

  @Test
  void batchedMatrixProduct() {
    Node q = given("q", Shape.BATCH, 4, 2, 3);
    Node k = given("k", Shape.BATCH, 4, 2, 3);
    // score[b, h, t, s] = sum[d] q[b, t, h, d] k[b, s, h, d]
    Shape space = Shape.of(Shape.BATCH, 2, 4, 4, 3);
    AffineMap ofQ = AffineMap.select(5, 0, 2, 1, 4);
    AffineMap ofK = AffineMap.select(5, 0, 3, 1, 4);
    assertContractions(program(contraction(q, ofQ, k, ofK, space, 4), q, k), 3);
  }

  @Test
  void convolution() {
    Node x = given("x", Shape.BATCH, 2, 8, 8);
    Node k = given("k", 3, 2, 3, 3);
    // y[b, o, i, j] = sum[c, p, q] x[b, c, i + p - 1, j + q - 1] k[o, c, p, q]
    Shape space = Shape.of(Shape.BATCH, 3, 8, 8, 2, 3, 3);
    int[][] rows = {
      {1, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 0, 0}, {0, 0, 1, 0, 0, 1, 0}, {0, 0, 0, 1, 0, 0, 1}
    };
    AffineMap ofX = new AffineMap(7, rows, new int[] {0, 0, -1, -1});
    AffineMap ofK = AffineMap.select(7, 1, 4, 5, 6);
    assertContractions(program(contraction(x, ofX, k, ofK, space, 4, 5, 6), x, k), 3);
  }

  @Test
  void convolutionOfPaddedData() {
    Node x = given("x", Shape.BATCH, 2, 6);
    Node k = given("k", 3, 2, 3);
    AffineMap margin =
        new AffineMap(3, new int[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, new int[] {0, 0, -1});
    Node padded = b.view(b.unary("TANH", x), Shape.of(Shape.BATCH, 2, 8), margin);
    // y[b, o, i] = sum[c, p] padded[b, c, i + p] k[o, c, p]
    Shape space = Shape.of(Shape.BATCH, 3, 6, 2, 3);
    int[][] rows = {{1, 0, 0, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 1, 0, 1}};
    AffineMap ofX = new AffineMap(5, rows, new int[3]);
    Node y = contraction(padded, ofX, k, AffineMap.select(5, 1, 3, 4), space, 3, 4);
    Program program = program(y, x, k);
    List<Node> sums =
        Verifier.reachable(program).stream().filter(n -> n.op() instanceof Reduce).toList();
    String text = Printer.print(program);
    // None adds parts of another; each has a product an input, output, place and place of a window
    assertEquals(3, sums.size(), text);
    for (Node sum : sums) {
      assertEquals(Elementwise.MUL, sum.arg(0).op(), text);
      assertEquals(3 * 6 * 2 * 3, sum.arg(0).shape().elements(), text);
    }
  }

  @Test
  void orderOfAxesMeetsItsOpposite() {
    Node x = given("x", Shape.BATCH, 2, 3, 4);
    Node bias = given("bias", 2);
    Shape last = Shape.of(Shape.BATCH, 3, 4, 2);
    Node sum = b.add(b.view(x, last, AffineMap.select(4, 0, 3, 1, 2)), b.broadcast(bias, last, 3));
    Node back = b.view(sum, x.shape(), AffineMap.select(4, 0, 2, 3, 1));
    Program program =
        Simplify.simplify(RandomGraph.over(graph, List.of(b.unary("TANH", back))), true);
    assertEquals(
        """
        program random
          input %0 from input:x+0
          input %1 from input:bias+0
          %0 = input x : real[batch, 2, 3, 4]
          %1 = input bias : real[2]
          %2 = view (b, i, j, k) -> (i) %1 : real[batch, 2, 3, 4]
          %3 = add %0 %2 : real[batch, 2, 3, 4]
          %4 = tanh %3 : real[batch, 2, 3, 4]
          output y0 = %4 to output:y0+0
        """,
        Printer.print(program));
  }

  @Test
  void partsOfOneContractionStayOne() {
    Node x = given("x", Shape.BATCH, 5);
    Node w = given("w", 5, 4);
    Shape space = Shape.of(Shape.BATCH, 4, 5);
    Node z = contraction(x, map(3, "100", "001"), w, map(3, "001", "010"), space, 2);
    Shape half = Shape.of(Shape.BATCH, 2);
    Node low = b.view(z, half, AffineMap.identity(2));
    Node high = b.view(z, half, new AffineMap(2, new int[][] {{1, 0}, {0, 1}}, new int[] {0, 2}));
    Program program =
        Simplify.simplify(
            RandomGraph.over(graph, List.of(b.unary("TANH", low), b.unary("TANH", high))), false);
    assertContractions(program, 1);
  }

  @Test
  void stridedConvolutionIsCutIntoPhases() {
    Node x = given("x", Shape.BATCH, 2, 9);
    Node k = given("k", 3, 2, 3);
    // y[b, o, i] = sum[c, p] x[b, c, 2 i + p] k[o, c, p]
    Shape space = Shape.of(Shape.BATCH, 3, 4, 2, 3);
    int[][] rows = {{1, 0, 0, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 2, 0, 1}};
    AffineMap ofX = new AffineMap(5, rows, new int[] {0, 0, 0});
    Program program =
        program(contraction(x, ofX, k, AffineMap.select(5, 1, 3, 4), space, 3, 4), x, k);
    assertContractions(program, 3);
    long terms =
        Verifier.reachable(program).stream()
            .filter(node -> node.op() == Elementwise.MUL)
            .mapToLong(node -> node.shape().elements())
            .max()
            .orElseThrow();
    // 2 inputs x 5 pairs of places x 2 phases x 3 outputs x 2 of the 4 taps
    assertEquals(120, terms, Printer.print(program));
  }

  @Test
  void poolingHasNoAccumulate() {
    Node x = given("x", Shape.BATCH, 8);
    Shape windows = Shape.of(Shape.BATCH, 4, 2);
    AffineMap pairs = new AffineMap(3, new int[][] {{1, 0, 0}, {0, 2, 1}}, new int[2]);
    Node y = b.reduce(Reduce.Kind.MAX, b.view(x, windows, pairs), 2);
    String text = Printer.print(program(y, x));
    assertFalse(text.contains("accumulate"), text);
    assertFalse(text.contains("sum"), text);
  }

  @Test
  void meanSquaredErrorGradient() {
    Node x = given("x", Shape.BATCH, 4);
    Node t = given("t", Shape.BATCH, 4);
    Node square = b.pow(b.sub(x, t), b.like(x, 2));
    Node each = b.mul(b.reduce(Reduce.Kind.SUM, square, 1), b.like(rowsOf(x), 0.25));
    Node loss = b.div(b.reduce(Reduce.Kind.SUM, each, 0), graph.node(new Leaf.BatchSize()));
    Node gradient = Differentiate.gradients(graph, loss, List.of(x)).get(x);
    Program simple = Simplify.simplify(RandomGraph.over(graph, List.of(gradient)), false);
    assertEquals(
        """
        program random
          input %0 from input:x+0
          input %1 from input:t+0
          %0 = input x : real[batch, 4]
          %1 = input t : real[batch, 4]
          %2 = sub %0 %1 : real[batch, 4]
          %3 = batch_size : real[]
          %4 = const 0.5 : real[]
          %5 = div %4 %3 : real[]
          %6 = view (b, i) -> () %5 : real[batch, 4]
          %7 = mul %2 %6 : real[batch, 4]
          output y0 = %7 to output:y0+0
        """,
        Printer.print(simple));
  }

  private Node rowsOf(Node x) {
    return b.reduce(Reduce.Kind.SUM, x, 1);
  }
}
