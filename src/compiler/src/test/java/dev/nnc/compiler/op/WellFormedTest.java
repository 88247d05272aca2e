package dev.nnc.compiler.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators accept, and that nodes are interned. */
class WellFormedTest {
  private final Graph graph = new Graph();
  private final Build b = new Build(graph);

  private Node given(String name, int... dims) {
    return graph.node(new Leaf.Given(Leaf.Role.INPUT, name, Type.real(Shape.of(dims))));
  }

  @Test
  void equalNodesAreTheSame() {
    Node x = given("x", 3);
    assertSame(b.view(x, Shape.of(2, 3), AffineMap.select(2, 1)), b.along(x, Shape.of(2, 3), 1));
    int size = graph.size();
    b.along(x, Shape.of(2, 3), 1);
    assertEquals(size, graph.size());
  }

  @Test
  void theBatchAxisIsReadByItselfAlone() {
    Node x = given("x", Shape.BATCH, 3);
    Shape batched = Shape.of(Shape.BATCH, 3);
    AffineMap shifted = new AffineMap(2, new int[][] {{1, 0}, {0, 1}}, new int[] {1, 0});
    AffineMap crossed = new AffineMap(2, new int[][] {{1, 0}, {1, 1}}, new int[] {0, 0});
    AffineMap dropped = AffineMap.select(1, 0, 0);
    assertThrows(IllegalArgumentException.class, () -> b.view(x, batched, shifted));
    assertThrows(IllegalArgumentException.class, () -> b.view(x, batched, crossed));
    assertThrows(IllegalArgumentException.class, () -> b.view(x, Shape.of(3), dropped));
    assertThrows(IllegalArgumentException.class, () -> b.reshape(x, Shape.of(3)));
    assertThrows(IllegalArgumentException.class, () -> graph.node(new Concat(0), x, x));
    assertThrows(IllegalArgumentException.class, () -> Shape.of(3, Shape.BATCH));
  }

  @Test
  void shapesMustMeet() {
    Node x = given("x", 2, 3);
    assertThrows(IllegalArgumentException.class, () -> b.reshape(x, Shape.of(5)));
    assertThrows(
        IllegalArgumentException.class, () -> graph.node(new Concat(0), x, given("y", 2, 4)));
    assertEquals(Shape.of(2, 7), graph.node(new Concat(1), x, given("y", 2, 4)).shape());
    assertThrows(IllegalArgumentException.class, () -> new Reduce(Reduce.Kind.SUM, List.of(1, 0)));
    assertThrows(IllegalArgumentException.class, () -> new Reduce(Reduce.Kind.MAX, List.of(0, 1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Leaf.Constant(List.of(1.0, 2.0), Type.real(Shape.of(3))));
  }

  @Test
  void argumentsAreOfTheSameGraph() {
    Node x = given("x", 2);
    assertThrows(IllegalArgumentException.class, () -> new Build(new Graph()).neg(x));
  }
}
