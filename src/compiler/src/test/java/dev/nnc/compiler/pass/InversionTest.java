package dev.nnc.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.interpret.Inputs;
import dev.nnc.compiler.interpret.Interpreter;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Accumulates turned around give the same sums; whole numbers make every order exact. */
class InversionTest {
  private static final int BATCH = 3;

  @Test
  void windowIsSumOfViews() {
    // t = i + j
    check(Shape.of(Shape.BATCH, 6, 3), Shape.of(Shape.BATCH, 8), rows("100", "011"), 0, 0);
  }

  @Test
  void stridedWindowSumsOverTheKernelOfOnePhase() {
    // t = 2 i + j - 1
    check(Shape.of(4, 3), Shape.of(8), rows("21"), -1);
  }

  @Test
  void strideConstantDiagonalTransposeAndBroadcast() {
    check(Shape.of(4), Shape.of(9), rows("2"), 1);
    check(Shape.of(Shape.BATCH, 4), Shape.of(Shape.BATCH, 5, 4), rows("10", "00", "01"), 0, 2, 0);
    check(Shape.of(4), Shape.of(4, 4), rows("1", "1"), 0, 0);
    check(Shape.of(2, 4), Shape.of(4, 2), rows("01", "10"), 0, 0);
    check(Shape.of(Shape.BATCH, 4, 2), Shape.of(2), rows("001"), 0);
    check(Shape.of(2, 3), Shape.of(1), rows("00"), 0);
    check(Shape.of(2, 3), Shape.SCALAR, rows());
  }

  @Test
  void randomMaps() {
    Random random = new Random(7);
    int solved = 0;
    for (int round = 0; round < 4000; round++) {
      int[] from = new int[1 + random.nextInt(3)];
      int[] to = new int[random.nextInt(3)];
      boolean batched = random.nextInt(3) == 0;
      boolean kept = batched && to.length > 0 && random.nextBoolean();
      int[][] rows = new int[to.length][from.length];
      int[] offsets = new int[to.length];
      for (int a = 0; a < from.length; a++) {
        from[a] = a == 0 && batched ? Shape.BATCH : 1 + random.nextInt(5);
      }
      for (int d = 0; d < to.length; d++) {
        to[d] = d == 0 && kept ? Shape.BATCH : 1 + random.nextInt(8);
        if (d == 0 && kept) {
          rows[0][0] = 1;
        } else {
          for (int a = batched ? 1 : 0; a < from.length; a++) {
            rows[d][a] = random.nextInt(3) > 0 ? random.nextInt(3) - 1 : random.nextInt(7) - 3;
          }
          offsets[d] = random.nextInt(5) - 2;
        }
      }
      solved += check(Shape.of(from), Shape.of(to), rows, offsets) != null ? 1 : 0;
    }
    assertTrue(solved > 3000, "only " + solved + " of 4000 solved");
  }

  private static int[][] rows(String... digits) {
    int[][] rows = new int[digits.length][];
    for (int d = 0; d < rows.length; d++) {
      rows[d] = digits[d].chars().map(c -> c - '0').toArray();
    }
    return rows;
  }

  private static Node check(Shape from, Shape to, int[][] rows, int... offsets) {
    Graph graph = new Graph();
    Node x = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x", Type.real(from)));
    AffineMap map = new AffineMap(from.rank(), rows, offsets);
    Node before = graph.node(new Accumulate(to, map), x);
    Node after = Inversion.of(new Build(graph), before);
    if (after == null) {
      return null;
    }
    assertEquals(before.type(), after.type());
    Random random = new Random(1);
    int length = (int) from.elements() * (from.batched() ? BATCH : 1);
    double[] value = random.ints(length, 1, 100).asDoubleStream().toArray();
    Map<Node, double[]> values =
        new Interpreter(Precision.DOUBLE)
            .evaluate(List.of(before, after), Inputs.of(Map.of(x, value), BATCH));
    assertArrayEquals(values.get(before), values.get(after), () -> before + " as " + after);
    return after;
  }
}
