package dev.nnc.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sums of products are computed as they are wanted, also where one is computed from another. */
class OrientTest {
  private final Graph graph = new Graph();
  private final Build b = new Build(graph);
  private final List<Program.Input> inputs = new ArrayList<>();

  private Node matrix(int rows, int columns) {
    String name = "x" + inputs.size();
    Node leaf =
        graph.node(new Leaf.Given(Leaf.Role.INPUT, name, Type.real(Shape.of(rows, columns))));
    inputs.add(new Program.Input(leaf, "input:" + name, 0));
    return leaf;
  }

  private Node product(Node x, Node y) {
    Shape space = Shape.of(x.shape().dim(0), y.shape().dim(1), x.shape().dim(1));
    Node left = b.broadcast(x, space, 0, 2);
    return b.reduce(Reduce.Kind.SUM, b.mul(left, b.broadcast(y, space, 2, 1)), 2);
  }

  private Node transposed(Node x) {
    Shape shape = Shape.of(x.shape().dim(1), x.shape().dim(0));
    return b.view(x, shape, AffineMap.select(2, new int[] {1, 0}));
  }

  private Program oriented(Node... values) {
    List<Program.Output> outputs = new ArrayList<>();
    for (Node value : values) {
      outputs.add(new Program.Output("y" + outputs.size(), value, "y" + outputs.size(), 0));
    }
    return Orient.orient(new Program("p", graph, inputs, outputs));
  }

  private static boolean transposesSums(Program program) {
    return Verifier.reachable(program).stream()
        .anyMatch(
            node ->
                node.op() instanceof View
                    && node.arg(0).op() instanceof Reduce
                    && Match.permutation(node) != null);
  }

  @Test
  void aChainOfProducts() {
    Node first = transposed(product(matrix(2, 3), matrix(3, 4)));
    Node second = transposed(product(first, matrix(2, 5)));
    Node third = transposed(product(b.neg(second), matrix(4, 6)));
    Program program = oriented(third);
    assertFalse(transposesSums(program));
    assertEquals(third.shape(), program.outputs().get(0).value().shape());
  }

  @Test
  void whatIsWantedBothWaysIsComputedOnce() {
    Node sum = product(matrix(2, 3), matrix(3, 4));
    Program program = oriented(sum, transposed(sum));
    assertTrue(transposesSums(program));
    assertEquals(sum, program.outputs().get(0).value());
  }
}
