package dev.nnc.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Printer;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Products with rows of a table are computed once a row where rows are few. */
class TableTest {
  private static final int STEPS = 10;
  private static final int WIDTH = 16;
  private static final int OUTPUTS = 12;

  private final Graph graph = new Graph();
  private final Build b = new Build(graph);

  private Node given(String name, Type.Kind kind, int... dims) {
    Type type = new Type(kind, Shape.of(dims));
    return graph.node(new Leaf.Given(Leaf.Role.INPUT, name, type));
  }

  /** {@code y[b, t, j] = sum[i] E[k[b, t], i] W[i, j]} and its gradients by E and W. */
  private Program program(int rows) {
    Node table = given("E", Type.Kind.REAL, rows, WIDTH);
    Node weights = given("W", Type.Kind.REAL, WIDTH, OUTPUTS);
    Node place = given("k", Type.Kind.INT, Shape.BATCH, STEPS);
    Shape looked = Shape.of(Shape.BATCH, STEPS, WIDTH);
    AffineMap map = Gather.free(AffineMap.select(3, 0, 2), 0);
    Node row = graph.node(new Gather(looked, map, 0), table, b.broadcast(place, looked, 0, 1));
    Shape space = Shape.of(Shape.BATCH, STEPS, OUTPUTS, WIDTH);
    Node product = b.mul(b.broadcast(row, space, 0, 1, 3), b.broadcast(weights, space, 3, 2));
    Node y = b.reduce(Reduce.Kind.SUM, product, 3);
    Node g = graph.node(new Leaf.Given(Leaf.Role.ARGUMENT, "g", y.type()));
    Node scalar = b.reduce(Reduce.Kind.SUM, b.mul(y, g), 0, 1, 2);
    List<Node> values = new ArrayList<>(List.of(y));
    values.addAll(Differentiate.gradients(graph, scalar, List.of(table, weights)).values());
    return Simplify.simplify(RandomGraph.over(graph, values), false);
  }

  @Test
  void productsWithFewRowsAreComputedOnceForEachRow() {
    Program program = program(4 * STEPS);
    String text = Printer.print(program);
    int scatters = 0;
    for (Node node : Verifier.reachable(program)) {
      if (node.op() instanceof Reduce) {
        assertTrue(!node.arg(0).shape().batched(), text);
      }
      scatters += node.op() instanceof Scatter ? 1 : 0;
    }
    assertEquals(1, scatters, "both gradients share what is added up\n" + text);
    assertTrue(program.outputs().get(0).value().op() instanceof Gather, text);
  }

  @Test
  void aTableWithMoreRowsThanLookupsStaysAsItIs() {
    Program program = program(4 * STEPS + 1);
    assertTrue(program.outputs().get(0).value().op() instanceof Reduce, Printer.print(program));
  }
}
