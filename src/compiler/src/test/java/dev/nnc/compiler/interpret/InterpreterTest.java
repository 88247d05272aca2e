package dev.nnc.compiler.interpret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.DoubleValues;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Slot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The interpreter's order of evaluation, its frames, and where it finds what is not finite. */
class InterpreterTest {
  private final Graph graph = new Graph();
  private final Build b = new Build(graph);

  private Node given(String name, int... dims) {
    return graph.node(new Leaf.Given(Leaf.Role.INPUT, name, Type.real(Shape.of(dims))));
  }

  private static double[] value(Precision precision, Node node, Map<Node, double[]> leaves) {
    return new Interpreter(precision).evaluate(List.of(node), Inputs.of(leaves, 2)).get(node);
  }

  @Test
  void sumsRunInRowMajorOrderFromZero() {
    Node x = given("x", 4);
    Node sum = b.reduce(Reduce.Kind.SUM, x, 0);
    double[] values = {1, 1e8, -1e8, 1};
    float expected = ((1f + 1e8f) - 1e8f) + 1f;
    assertArrayEquals(new double[] {expected}, value(Precision.FLOAT, sum, Map.of(x, values)));
    assertEquals(1f, expected);
  }

  @Test
  void sumsOfProductsRoundOncePerTerm() {
    Node x = given("x", 2);
    Node y = given("y", 2);
    Node sum = b.reduce(Reduce.Kind.SUM, b.mul(x, y), 0);
    float p = 1 + 0x1p-23f;
    double[] xs = {p, -1};
    double[] ys = {p, Math.fma(p, p, 0f)};
    double fused = value(Precision.FLOAT, sum, Map.of(x, xs, y, ys))[0];
    assertEquals(Math.fma(-1f, Math.fma(p, p, 0f), Math.fma(p, p, 0f)), fused);
    Node three = b.reduce(Reduce.Kind.SUM, b.mul(b.view(x, Shape.of(2), flip()), y), 0);
    assertEquals(
        Math.fma(p, (float) ys[1], Math.fma(-1f, p, 0f)),
        value(Precision.FLOAT, three, Map.of(x, xs, y, ys))[0]);
  }

  private static AffineMap flip() {
    return new AffineMap(1, new int[][] {{-1}}, new int[] {1});
  }

  @Test
  void viewsAreZeroOutside() {
    Node x = given("x", 3);
    Node padded = b.view(x, Shape.of(5), new AffineMap(1, new int[][] {{1}}, new int[] {-1}));
    assertArrayEquals(
        new double[] {0, 1, 2, 3, 0},
        value(Precision.DOUBLE, padded, Map.of(x, new double[] {1, 2, 3})));
  }

  @Test
  void givenValuesAreRounded() {
    Node x = given("x");
    assertArrayEquals(
        new double[] {0.1f}, value(Precision.FLOAT, x, Map.of(x, new double[] {0.1})));
  }

  @Test
  void onlyWhatIsNeededIsEvaluated() {
    Node x = given("x");
    Node missing = given("missing");
    b.add(x, missing);
    assertArrayEquals(
        new double[] {-2}, value(Precision.DOUBLE, b.neg(x), Map.of(x, new double[] {2})));
    assertThrows(
        IllegalArgumentException.class,
        () -> value(Precision.DOUBLE, missing, Map.of(x, new double[] {2})));
  }

  /** p' = p - rate g, in place, next to another parameter; and the sum of a batch. */
  private Program update() {
    Node p = graph.node(new Leaf.Given(Leaf.Role.PARAMETER, "p", Type.real(Shape.of(2))));
    Node q = graph.node(new Leaf.Given(Leaf.Role.PARAMETER, "q", Type.real(Shape.SCALAR)));
    Node x = given("x", Shape.BATCH, 2);
    Node g = b.reduce(Reduce.Kind.SUM, x, 0);
    return new Program(
        "update",
        graph,
        List.of(
            new Program.Input(p, "parameters", 0),
            new Program.Input(q, "parameters", 2),
            new Program.Input(x, "input:x", 0)),
        List.of(
            new Program.Output("p'", b.sub(p, g), "parameters", 0),
            new Program.Output("q'", b.reduce(Reduce.Kind.SUM, p, 0), "parameters", 2),
            new Program.Output("y", b.mul(x, x), "output:y", 0)));
  }

  @Test
  void framesAreReadBeforeTheyAreWritten() {
    InterpretedRoutine routine = new InterpretedRoutine(update(), Precision.DOUBLE);
    assertEquals(
        List.of(
            new Slot("parameters", false, 0, 3),
            new Slot("input:x", false, 2, 0),
            new Slot("output:y", false, 2, 0)),
        routine.slots());
    Frame frame = new Frame(routine, 4);
    frame.batch = 2;
    frame.bind("parameters", new DoubleValues(new double[] {10, 20, 7}));
    frame.bind("input:x", new DoubleValues(new double[] {1, 2, 3, 4, 99, 99, 99, 99}));
    frame.run();
    assertArrayEquals(new double[] {6, 14, 30}, frame.doubles[0]);
    assertArrayEquals(new double[] {1, 4, 9, 16, 0, 0, 0, 0}, frame.doubles[2]);
  }

  @Test
  void randomNumbersDependOnTheExampleNotOnItsRow() {
    Node mask = graph.node(new Leaf.Uniform(5, Shape.of(Shape.BATCH, 3)));
    Program program =
        new Program(
            "noise", graph, List.of(), List.of(new Program.Output("m", mask, "output:m", 0)));
    InterpretedRoutine routine = new InterpretedRoutine(program, Precision.FLOAT);
    Frame frame = new Frame(routine, 2);
    frame.seed = 11;
    frame.step = 3;
    frame.examples[0] = 8;
    frame.examples[1] = 9;
    frame.run();
    float[] first = frame.floats[0].clone();
    frame.examples[0] = 9;
    frame.batch = 1;
    frame.run();
    assertEquals(first[3], frame.floats[0][0]);
    assertTrue(first[0] != first[3]);
  }

  @Test
  void firstNonFiniteIsTheOrigin() {
    Node x = given("x", Shape.BATCH, 2);
    Node masked = b.select(b.compare("LESS", x, b.like(x, -5)), b.like(x, -1 / 0.0), x);
    Node fine = b.unary("EXP", masked);
    Node root = b.unary("SQRT", b.sub(fine, b.like(x, 1)));
    Node loss = b.reduce(Reduce.Kind.SUM, b.add(root, root), 0, 1);
    Program program =
        new Program(
            "train",
            graph,
            List.of(new Program.Input(x, "input:x", 0)),
            List.of(new Program.Output("loss", loss, "loss", 0)));
    InterpretedRoutine routine = new InterpretedRoutine(program, Precision.FLOAT);
    Interpreter interpreter = new Interpreter(Precision.FLOAT);
    Frame frame = new Frame(routine, 3);
    frame.bind("input:x", new dev.nnc.runtime.FloatValues(new float[] {1, 2, 3, 4, 5, 6}));
    assertTrue(interpreter.firstNonFinite(program, frame).isEmpty());
    frame.floats[0][3] = -6;
    NonFinite found = interpreter.firstNonFinite(program, frame).orElseThrow();
    assertEquals(root, found.node());
    assertEquals(1, found.row());
    assertEquals(1, found.element());
    assertTrue(Double.isNaN(found.value()));
    frame.floats[0][3] = Float.POSITIVE_INFINITY;
    assertEquals(x, interpreter.firstNonFinite(program, frame).orElseThrow().node());
  }

  @Test
  void overflowIsFoundWhereItArises() {
    Node x = given("x");
    Node big = graph.node(Elementwise.MUL, x, x);
    Node none = b.sub(big, big);
    Program program =
        new Program(
            "p",
            graph,
            List.of(new Program.Input(x, "input:x", 0)),
            List.of(new Program.Output("y", none, "output:y", 0)));
    Frame frame = new Frame(new InterpretedRoutine(program, Precision.FLOAT), 1);
    frame.floats[0][0] = 1e30f;
    NonFinite found = new Interpreter(Precision.FLOAT).firstNonFinite(program, frame).orElseThrow();
    assertEquals(new NonFinite(big, -1, 0, Double.POSITIVE_INFINITY), found);
  }
}
