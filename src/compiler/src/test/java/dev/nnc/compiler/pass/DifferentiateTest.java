package dev.nnc.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.interpret.Inputs;
import dev.nnc.compiler.interpret.Interpreter;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Printer;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gradients of random graphs against finite differences, and what has no gradient. */
class DifferentiateTest {
  private static final int BATCH = 3;
  private static final int ROUNDS = Integer.getInteger("nnc.rounds", 300);

  @Test
  void gradientsAgreeWithDifferences() {
    int compared = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Program program = RandomGraph.program(seed + 50_000, RandomGraph.Style.SMOOTH, 10);
      Node scalar = projection(program.graph(), outputs(program), "u");
      compared += check(program, scalar, seed) ? 1 : 0;
    }
    assertTrue(compared > ROUNDS / 2, "only " + compared + " of " + ROUNDS + " compared");
  }

  @Test
  void gradientsOfGradientsAgreeWithDifferences() {
    int compared = 0;
    for (int seed = 0; seed < ROUNDS / 2; seed++) {
      Program program = RandomGraph.program(seed + 90_000, RandomGraph.Style.SMOOTH, 7);
      Graph graph = program.graph();
      Node scalar = projection(graph, outputs(program), "u");
      List<Node> gradients =
          List.copyOf(Differentiate.gradients(graph, scalar, leaves(program)).values());
      compared += check(program, projection(graph, gradients, "v"), seed) ? 1 : 0;
    }
    assertTrue(compared > ROUNDS / 4, "only " + compared + " of " + ROUNDS / 2 + " compared");
  }

  private static List<Node> outputs(Program program) {
    return program.outputs().stream().map(Program.Output::value).toList();
  }

  private static List<Node> leaves(Program program) {
    return RandomGraph.real(program);
  }

  /** The sum of all elements, each times a weight given from outside. */
  private static Node projection(Graph graph, List<Node> values, String name) {
    Build b = new Build(graph);
    Node scalar = b.constant(0);
    for (int i = 0; i < values.size(); i++) {
      Type type = values.get(i).type();
      Node weight = graph.node(new Leaf.Given(Leaf.Role.ARGUMENT, name + i, type));
      Integer[] axes = new Integer[type.shape().rank()];
      for (int a = 0; a < axes.length; a++) {
        axes[a] = a;
      }
      scalar = b.add(scalar, b.reduce(Reduce.Kind.SUM, b.mul(values.get(i), weight), axes));
    }
    return scalar;
  }

  /** Compares along one random direction; false where the differences themselves are unclear. */
  private static boolean check(Program program, Node scalar, int seed) {
    Graph graph = program.graph();
    Program all = RandomGraph.over(graph, List.of(scalar));
    Inputs inputs = Shrinker.values(all, BATCH);
    List<Node> leaves =
        leaves(program).stream().filter(leaf -> inputs.leaves().containsKey(leaf)).toList();
    if (leaves.isEmpty()) {
      return false;
    }
    Map<Node, Node> gradients = Differentiate.gradients(graph, scalar, leaves);
    Map<Node, double[]> values =
        new Interpreter(Precision.DOUBLE).evaluate(gradients.values(), inputs);
    Map<Node, double[]> direction = new HashMap<>();
    Random random = new Random(seed);
    double expected = 0;
    for (Node leaf : leaves) {
      double[] d = new double[inputs.leaves().get(leaf).length];
      for (int i = 0; i < d.length; i++) {
        d[i] = random.nextGaussian();
        expected += d[i] * values.get(gradients.get(leaf))[i];
      }
      direction.put(leaf, d);
    }
    double near = difference(scalar, inputs, direction, 1e-5);
    double far = difference(scalar, inputs, direction, 3e-5);
    double tolerance = 1e-5 * (1 + Math.abs(near));
    if (!(Math.abs(near - far) < tolerance / 2) || Math.abs(near) > 1e4) {
      return false;
    }
    assertEquals(near, expected, tolerance, () -> "seed " + seed + "\n" + Printer.print(all));
    return true;
  }

  private static double difference(
      Node scalar, Inputs inputs, Map<Node, double[]> direction, double h) {
    double[] sides = new double[2];
    for (int side = 0; side < 2; side++) {
      Map<Node, double[]> moved = new HashMap<>(inputs.leaves());
      for (Map.Entry<Node, double[]> entry : direction.entrySet()) {
        double[] at = moved.get(entry.getKey()).clone();
        for (int i = 0; i < at.length; i++) {
          at[i] += (side == 0 ? -h : h) * entry.getValue()[i];
        }
        moved.put(entry.getKey(), at);
      }
      sides[side] =
          new Interpreter(Precision.DOUBLE)
              .evaluate(List.of(scalar), Inputs.of(moved, BATCH))
              .get(scalar)[0];
    }
    return (sides[1] - sides[0]) / (2 * h);
  }

  @Test
  void firstGreatestElementTakesTheGradient() {
    Graph graph = new Graph();
    Node x = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x", Type.real(Shape.of(4))));
    Node max = graph.node(new Reduce(Reduce.Kind.MAX, List.of(0)), x);
    Node gradient = Differentiate.gradients(graph, max, List.of(x)).get(x);
    Inputs inputs = Inputs.of(Map.of(x, new double[] {1, 3, 3, 2}), 1);
    double[] value =
        new Interpreter(Precision.DOUBLE).evaluate(List.of(gradient), inputs).get(gradient);
    assertArrayEquals(new double[] {0, 1, 0, 0}, value);
  }

  @Test
  void productWithZeros() {
    Graph graph = new Graph();
    Node x = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x", Type.real(Shape.of(3))));
    Node product = graph.node(new Reduce(Reduce.Kind.PRODUCT, List.of(0)), x);
    Node gradient = Differentiate.gradients(graph, product, List.of(x)).get(x);
    Inputs inputs = Inputs.of(Map.of(x, new double[] {2, 0, 5}), 1);
    double[] value =
        new Interpreter(Precision.DOUBLE).evaluate(List.of(gradient), inputs).get(gradient);
    assertArrayEquals(new double[] {0, 10, 0}, value);
  }

  @Test
  void zerosWhereNothingFlows() {
    Graph graph = new Graph();
    Build b = new Build(graph);
    Node x = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x", Type.real(Shape.of(2))));
    Node other = graph.node(new Leaf.Given(Leaf.Role.INPUT, "o", Type.real(Shape.SCALAR)));
    Node stopped = b.reduce(Reduce.Kind.SUM, b.unary("STOP_GRADIENT", x), 0);
    Map<Node, Node> gradients = Differentiate.gradients(graph, stopped, List.of(x, other));
    assertEquals(List.of(x, other), new ArrayList<>(gradients.keySet()));
    assertEquals(b.like(x, 0), gradients.get(x));
    assertEquals(b.constant(0), gradients.get(other));
    assertEquals(b.constant(1), Differentiate.gradients(graph, other, List.of(other)).get(other));
  }

  @Test
  void onlyRealScalarsAreDifferentiated() {
    Graph graph = new Graph();
    Build b = new Build(graph);
    Node x = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x", Type.real(Shape.of(2))));
    Node truth = b.compare("LESS", x, x);
    Node sum = b.reduce(Reduce.Kind.SUM, x, 0);
    assertThrows(
        IllegalArgumentException.class, () -> Differentiate.gradients(graph, x, List.of(x)));
    assertThrows(
        IllegalArgumentException.class, () -> Differentiate.gradients(graph, sum, List.of(truth)));
  }

  @Test
  void longChainsNeedNoStack() {
    assertTimeout(
        Duration.ofMinutes(2),
        () -> {
          Graph graph = new Graph();
          Build b = new Build(graph);
          Node x = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x", Type.real(Shape.SCALAR)));
          Node y = x;
          for (int i = 0; i < 50_000; i++) {
            y = b.unary("SIN", b.add(y, x));
          }
          Node gradient = Differentiate.gradients(graph, y, List.of(x)).get(x);
          Program program = RandomGraph.over(graph, List.of(y, gradient));
          Program simple = Pipeline.standard().run(program).program();
          Inputs inputs = Inputs.of(Map.of(x, new double[] {0.5}), 1);
          List<Node> wanted = outputs(simple);
          Map<Node, double[]> values = new Interpreter(Precision.DOUBLE).evaluate(wanted, inputs);
          double expected = 0.5;
          double slope = 1;
          for (int i = 0; i < 50_000; i++) {
            slope = StrictMath.cos(expected + 0.5) * (i == 0 ? 2 : slope + 1);
            expected = StrictMath.sin(expected + 0.5);
          }
          assertEquals(expected, values.get(wanted.get(0))[0], 1e-12);
          assertEquals(slope, values.get(wanted.get(1))[0], 1e-9);
        });
  }
}
