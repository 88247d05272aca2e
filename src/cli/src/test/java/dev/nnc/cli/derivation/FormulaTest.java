package dev.nnc.cli.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormulaTest {
  private final Graph graph = new Graph();
  private final Build build = new Build(graph);

  @Test
  void contractionIsASumOverAnIndex() {
    Node x = given("x", Shape.BATCH, 3);
    Node w = given("W", 3, 4);
    assertEquals("y[i] = sum[j] x[j] * W[j, i]", formula("y", dense(x, w)));
  }

  @Test
  void sumsOverExamplesNameTheBatch() {
    Shape shape = Shape.of(Shape.BATCH, 3, 4);
    Node x = build.broadcast(given("x", Shape.BATCH, 3), shape, 0, 1);
    Node g = build.broadcast(given("g", Shape.BATCH, 4), shape, 0, 2);
    Node gradient = build.reduce(Reduce.Kind.SUM, build.mul(x, g), 0);
    assertEquals("dW[i, j] = sum[batch] x[i] * g[j]", formula("dW", gradient));
  }

  @Test
  void precedenceNeedsNoMoreParenthesesThanOnPaper() {
    Node a = given("a");
    Node b = given("b");
    Node c = given("c");
    assertEquals("v = (a + b) * c", formula("v", build.mul(build.add(a, b), c)));
    assertEquals("v = a - (b - c)", formula("v", build.sub(a, build.sub(b, c))));
    assertEquals("v = a - b - c", formula("v", build.sub(build.sub(a, b), c)));
    assertEquals("v = a / (b * c)", formula("v", build.div(a, build.mul(b, c))));
    assertEquals("v = (-a)^b", formula("v", build.pow(build.neg(a), b)));
    assertEquals("v = -a^b", formula("v", build.neg(build.pow(a, b))));
    assertEquals(
        "v = (if a > b then a else b) * c",
        formula("v", build.mul(build.select(build.compare("GREATER", a, b), a, b), c)));
    assertEquals(
        "v = exp(a) + 1", formula("v", build.add(build.unary("EXP", a), build.constant(1))));
  }

  @Test
  void indexVariablesAreValues() {
    Node x = given("x", 5);
    Node y = build.mul(x, graph.node(Elementwise.ADD, build.iota(5), build.iota(5)));
    assertEquals("y[i] = x[i] * (i + i)", formula("y", y));
  }

  @Test
  void windowsReadZeroOutsideAndAccumulateAddsUp() {
    Node x = given("x", 6);
    AffineMap map = new AffineMap(2, new int[][] {{2, 1}}, new int[] {-1});
    Node window = graph.node(new View(Shape.of(3, 3), map), x);
    assertEquals("w[i, j] = zero_outside(x)[2*i + j - 1]", formula("w", window));
    Node back = graph.node(new Accumulate(Shape.of(6), map), given("g", 3, 3));
    assertEquals("b[i] = sum[j, k where 2*j + k - 1 = i] g[j, k]", formula("b", back));
  }

  @Test
  void computedSubscriptsAreSubscripts() {
    Node table = given("E", 9, 4);
    Type whole = new Type(Type.Kind.INT, Shape.of(Shape.BATCH, 5));
    Node tokens = graph.node(new Leaf.Given(Leaf.Role.INPUT, "tokens", whole));
    Shape shape = Shape.of(Shape.BATCH, 5, 4);
    Node index = build.broadcast(tokens, shape, 0, 1);
    AffineMap map = new AffineMap(3, new int[][] {{0, 0, 0}, {0, 0, 1}}, new int[2]);
    Node rows = graph.node(new Gather(shape, map, 0), table, index);
    assertEquals("y[i, j] = E[tokens[i], j]", formula("y", rows));
    Node back = graph.node(new Scatter(Shape.of(9, 4), map, 0), given("g", -1, 5, 4), index);
    assertEquals("dE[i, j] = sum[batch, k where tokens[k] = i] g[k, j]", formula("dE", back));
  }

  @Test
  void concatenationNamesItsParts() {
    Node x = given("x", Shape.BATCH, 2);
    Node y = given("y", Shape.BATCH, 3);
    assertEquals("z[i] = concat(x, y)[i]", formula("z", graph.node(new Concat(1), x, y)));
  }

  @Test
  void sharedAndLongFormulasAreCut() {
    Node x = given("x");
    Node s = build.unary("SIN", build.add(x, build.constant(1)));
    Node y = build.mul(s, s);
    Naming naming = new Naming(graph, List.of(y), Map.of(y, "y"), null);
    List<String> lines = naming.equations().stream().map(n -> Formula.equation(naming, n)).toList();
    assertEquals(List.of("t1 = sin(x + 1)", "y = t1 * t1"), lines);
  }

  @Test
  void chainOfAHundredThousandNodesDoesNotOverflowTheStack() {
    Node value = given("x");
    Node one = given("one");
    for (int i = 0; i < 100_000; i++) {
      value = build.add(build.unary("SIN", value), one);
    }
    Naming naming = new Naming(graph, List.of(value), Map.of(value, "y"), null);
    int longest = 0;
    for (Node node : naming.equations()) {
      longest = Math.max(longest, Formula.equation(naming, node).length());
    }
    assertEquals(true, longest > 10 && longest < 300, "longest equation: " + longest);
  }

  private Node dense(Node x, Node w) {
    Shape shape = Shape.of(Shape.BATCH, 3, 4);
    Node left = build.broadcast(x, shape, 0, 1);
    Node right = build.broadcast(w, shape, 1, 2);
    return build.reduce(Reduce.Kind.SUM, build.mul(left, right), 1);
  }

  private Node given(String name, int... dims) {
    return graph.node(new Leaf.Given(Leaf.Role.PARAMETER, name, Type.real(Shape.of(dims))));
  }

  private String formula(String name, Node node) {
    Naming naming = new Naming(graph, List.of(node), Map.of(node, name), null);
    return Formula.equation(naming, node);
  }
}
