package dev.nnc.compiler.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.interpret.Inputs;
import dev.nnc.compiler.interpret.Interpreter;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.pass.Differentiate;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each row's derivative against differences of its value, and float against double. */
class ElementwiseTest {
  /** Where a row may be sampled: where it is smooth. */
  private record Domain(double low, double high) {}

  private static Domain domain(Elementwise row, int argument) {
    return switch (row) {
      case LOG, SQRT -> new Domain(0.1, 9);
      case LOG1P -> new Domain(-0.9, 9);
      case ABS, SIGN -> new Domain(0.1, 9);
      case FLOOR, WHOLE -> new Domain(2.1, 2.9);
      case EXP, EXPM1 -> new Domain(-4, 4);
      case DIV -> argument == 0 ? new Domain(-3, 3) : new Domain(0.2, 3);
      case POW -> argument == 0 ? new Domain(0.2, 3) : new Domain(-3, 3);
      case MAX, MIN -> argument == 0 ? new Domain(-1, 0.9) : new Domain(0.91, 3);
      default -> new Domain(-3, 3);
    };
  }

  private static boolean real(Elementwise row) {
    return !(row.code() instanceof Code.Compare || row.code() instanceof Code.Logic);
  }

  @Test
  void derivativesAgreeWithDifferences() {
    Random random = new Random(3);
    for (Elementwise row : Elementwise.values()) {
      boolean smooth = real(row) && row != Elementwise.STOP_GRADIENT && row != Elementwise.WHOLE;
      for (int round = 0; smooth && round < 30; round++) {
        checkDerivatives(row, random);
      }
    }
  }

  private static void checkDerivatives(Elementwise row, Random random) {
    Graph graph = new Graph();
    List<Node> args = new ArrayList<>();
    Map<Node, double[]> values = new HashMap<>();
    for (int i = 0; i < row.arity(); i++) {
      boolean condition = row == Elementwise.SELECT && i == 0;
      Type type = new Type(condition ? Type.Kind.BOOL : Type.Kind.REAL, Shape.SCALAR);
      Node leaf = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x" + i, type));
      Domain d = domain(row, i);
      double x = d.low() + (d.high() - d.low()) * random.nextDouble();
      args.add(leaf);
      values.put(leaf, new double[] {condition ? random.nextInt(2) : x});
    }
    Node y = graph.node(row, args);
    List<Node> reals = args.stream().filter(a -> a.type().kind() == Type.Kind.REAL).toList();
    Map<Node, Node> gradients = Differentiate.gradients(graph, y, reals);
    Map<Node, Node> second = new HashMap<>();
    for (Node x : reals) {
      second.put(x, Differentiate.gradients(graph, gradients.get(x), List.of(x)).get(x));
    }
    for (Node x : reals) {
      double first = value(gradients.get(x), values);
      assertEquals(difference(y, x, values), first, 1e-7 * (1 + Math.abs(first)), row + " " + x);
      double curvature = value(second.get(x), values);
      assertEquals(
          difference(gradients.get(x), x, values),
          curvature,
          1e-6 * (1 + Math.abs(curvature)),
          row + " twice by " + x);
    }
  }

  private static double difference(Node y, Node x, Map<Node, double[]> values) {
    double h = 1e-5;
    Map<Node, double[]> moved = new HashMap<>(values);
    moved.put(x, new double[] {values.get(x)[0] + h});
    double above = value(y, moved);
    moved.put(x, new double[] {values.get(x)[0] - h});
    return (above - value(y, moved)) / (2 * h);
  }

  private static double value(Node node, Map<Node, double[]> values) {
    Inputs inputs = Inputs.of(values, 1);
    return new Interpreter(Precision.DOUBLE).evaluate(List.of(node), inputs).get(node)[0];
  }

  @Test
  void floatAgreesWithDouble() {
    Random random = new Random(4);
    for (Elementwise row : Elementwise.values()) {
      for (int round = 0; round < 200; round++) {
        double[] args = new double[row.arity()];
        for (int i = 0; i < args.length; i++) {
          Domain d = domain(row, i);
          args[i] = (float) (d.low() + (d.high() - d.low()) * random.nextDouble());
          boolean truth = row.code() instanceof Code.Logic || (row == Elementwise.SELECT && i == 0);
          args[i] = truth ? random.nextInt(2) : args[i];
        }
        double exact = row.at(Precision.DOUBLE, args);
        double single = row.at(Precision.FLOAT, args);
        assertEquals(exact, single, 2e-7 * Math.abs(exact), row + " of " + List.of(args[0]));
        assertEquals((float) single, single, 0.0, row + " is no float");
      }
    }
  }

  @Test
  void tiesAndZeros() {
    assertEquals(0, gradientAt(Elementwise.ABS, 0));
    Graph graph = new Graph();
    Build b = new Build(graph);
    Node x = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x", Type.real(Shape.SCALAR)));
    Node relu = graph.node(Elementwise.MAX, x, b.constant(0));
    Node slope = Differentiate.gradients(graph, relu, List.of(x)).get(x);
    assertEquals(0, value(slope, Map.of(x, new double[] {0})));
    assertEquals(1, value(slope, Map.of(x, new double[] {Double.MIN_VALUE})));
  }

  private static double gradientAt(Elementwise row, double at) {
    Graph graph = new Graph();
    Node x = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x", Type.real(Shape.SCALAR)));
    Node slope = Differentiate.gradients(graph, graph.node(row, x), List.of(x)).get(x);
    return value(slope, Map.of(x, new double[] {at}));
  }

  @Test
  void comparisonsWithNoNumberAreFalse() {
    for (Elementwise row : Elementwise.values()) {
      if (row.code() instanceof Code.Compare) {
        for (Precision precision : Precision.values()) {
          boolean expected = row == Elementwise.DIFFERENT;
          assertEquals(expected ? 1 : 0, row.at(precision, Double.NaN, 1), row + " of nothing");
          assertEquals(expected ? 1 : 0, row.at(precision, 1, Double.NaN), row + " of nothing");
        }
      }
    }
  }

  @Test
  void argumentsMustFit() {
    Graph graph = new Graph();
    Build b = new Build(graph);
    Node one = b.constant(1);
    Node row = b.broadcast(one, Shape.of(3));
    Node truth = b.compare("LESS", one, one);
    assertThrows(IllegalArgumentException.class, () -> b.add(one, row));
    assertThrows(IllegalArgumentException.class, () -> b.add(one, truth));
    assertThrows(IllegalArgumentException.class, () -> b.select(one, one, one));
    assertThrows(IllegalArgumentException.class, () -> b.select(truth, truth, one));
    assertThrows(IllegalArgumentException.class, () -> graph.node(Elementwise.NOT, one));
    assertThrows(IllegalArgumentException.class, () -> graph.node(Elementwise.ADD, one));
    assertTrue(b.select(truth, one, one).type().kind() == Type.Kind.REAL);
    assertFalse(truth.type().kind() == Type.Kind.REAL);
  }
}
