package dev.nnc.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is stored, what is fused, and what shares memory. */
class PlannerTest {
  private static final int BATCH = Shape.BATCH;

  private final Graph graph = new Graph();
  private final Build build = new Build(graph);
  private final List<Program.Input> inputs = new ArrayList<>();
  private final List<Program.Output> outputs = new ArrayList<>();

  private Node input(String slot, int... dims) {
    Type type = Type.real(Shape.of(dims));
    Node leaf = graph.node(new Leaf.Given(Leaf.Role.ARGUMENT, slot, type));
    inputs.add(new Program.Input(leaf, slot, 0));
    return leaf;
  }

  private Plan plan(Node... values) {
    for (Node value : values) {
      outputs.add(new Program.Output("o", value, "out" + outputs.size(), 0));
    }
    return Planner.plan(new Program("test", graph, inputs, outputs), Precision.FLOAT);
  }

  @Test
  void aChainOfElementwiseOperatorsIsOneLoop() {
    Node x = input("x", BATCH, 8);
    Node y = build.unary("TANH", build.add(build.mul(x, x), build.like(x, 1)));
    Plan plan = plan(build.sub(y, x));
    assertEquals(1, plan.launches().size());
    assertEquals(0, plan.scratchPerExample());
    Kernel kernel = plan.launches().get(0).kernel();
    Statement.Loop loop = (Statement.Loop) kernel.body().get(0);
    assertEquals(Index.variable(Kernel.BATCH).times(8), loop.to(), "both axes in one loop");
    assertTrue(loop.body().stream().noneMatch(s -> s instanceof Statement.Loop));
  }

  @Test
  void valuesWithDisjointLifetimesShareAnArray() {
    Node x = input("x", BATCH, 6);
    for (int i = 0; i < 10; i++) {
      Node sum = build.reduce(Reduce.Kind.SUM, x, 1);
      x = build.mul(x, build.broadcast(build.unary("EXP", sum), x.shape(), 0));
    }
    Plan plan = plan(x);
    assertTrue(plan.scratchPerExample() < 5 * 7, plan.describe());
  }

  @Test
  void whatDoesNotDependOnTheLoopIsComputedBeforeIt() {
    Node x = input("x", 1000);
    Node rate = input("rate");
    Node factor = build.sub(build.constant(1), build.mul(rate, rate));
    Plan plan = plan(build.mul(x, build.broadcast(factor, x.shape())));
    List<Statement> body = plan.launches().get(plan.launches().size() - 1).kernel().body();
    Statement.Loop loop = (Statement.Loop) body.get(body.size() - 1);
    assertFalse(loop.toString().contains("sub"), plan.describe());
  }

  @Test
  void productsAndBroadcastsAreNeverStored() {
    Node x = input("x", BATCH, 50);
    Node w = input("w", 50, 40);
    Shape space = Shape.of(BATCH, 50, 40);
    Node product = build.mul(build.broadcast(x, space, 0, 1), build.broadcast(w, space, 1, 2));
    Plan plan = plan(build.reduce(Reduce.Kind.SUM, product, 1));
    assertEquals(1, plan.launches().size());
    assertEquals(0, plan.scratchPerExample());
  }

  @Test
  void aValueWithoutAPlaceIsRefused() {
    Node x = input("x", 3);
    inputs.clear();
    Node y = build.neg(x);
    assertThrows(IllegalArgumentException.class, () -> plan(y));
  }

  @Test
  void theDescriptionNamesKernelsArraysAndLifetimes() {
    Node x = input("x", BATCH, 3);
    graph.name(x, "sqft");
    String text = plan(build.neg(x)).describe();
    assertTrue(text.contains("x from 0: %0 sqft, 3*batch, steps -1 to 0"), text);
    assertTrue(text.contains("a1[i2] = neg(a0[i2])"), text);
  }

  @Test
  void indicesAreLinearForms() {
    Index i = Index.variable(3);
    Index form = i.times(2).plus(Index.variable(1)).plus(5);
    assertEquals("i1+2*i3+5", form.toString());
    assertEquals(Index.variable(1).plus(5), form.plus(i.times(-2)));
    assertEquals(Index.variable(1).times(3).plus(5), form.replace(3, Index.variable(1)));
    assertEquals(2, form.coefficient(3));
    assertEquals(Index.ZERO, form.times(0));
  }

  @Test
  void tilesAreWholeInnerAxesAndEqualPiecesOfTheNext() {
    Shape shape = Shape.of(BATCH, 10, 300, 2);
    Tile tile = Tile.of(shape, List.of(0, 1, 2, 3), 512, 128);
    assertEquals(new Tile(List.of(0, 1), 2, 150, List.of(3), 2, false), tile);
    assertEquals(300, tile.size());
    assertEquals(
        new Tile(List.of(), 0, 64, List.of(3), 2, false), Tile.of(shape, List.of(0, 3), 512, 128));
    assertTrue(Tile.of(shape, List.of(1, 3), 512, 128).whole());
  }

  @Test
  void reshapesAreReadThroughWhereIndicesStayLinear() {
    Shape flat = Shape.of(BATCH, 12);
    Shape square = Shape.of(BATCH, 3, 1, 4);
    assertTrue(Regroup.possible(square, flat));
    assertFalse(Regroup.possible(flat, square));
    assertTrue(Regroup.possible(Shape.of(1, 5), Shape.of(5)));
    assertFalse(Regroup.possible(Shape.of(2, 3), Shape.of(3, 2)));
  }

  @Test
  void aWindowOverAnExpensiveValueStoresIt() {
    Node x = input("x", BATCH, 20);
    Node e = build.unary("EXP", x);
    int[][] rows = {{1, 0, 0}, {0, 1, 1}};
    Node window = build.view(e, Shape.of(BATCH, 18, 3), new AffineMap(3, rows, new int[2]));
    Plan plan = plan(build.reduce(Reduce.Kind.MAX, window, 2));
    assertEquals(2, plan.launches().size());
    assertEquals(20, plan.scratchPerExample());
  }
}
