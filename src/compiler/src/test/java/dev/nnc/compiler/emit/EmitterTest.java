package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static dev.nnc.compiler.emit.Programs.axes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Reshape;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Every kind of operator and every kind of place, compared with the operators' definitions. */
class EmitterTest {
  private final Programs p = new Programs();

  @Test
  void everyElementwiseOperator() {
    Node[] reals = {p.input(B, 7), p.input(B, 7), p.input(B, 7)};
    Node[] truths = new Node[3];
    for (int i = 0; i < 3; i++) {
      truths[i] = p.build.compare("GREATER", reals[i], reals[(i + 1) % 3]);
    }
    for (Elementwise op : Elementwise.values()) {
      boolean logic = op == Elementwise.AND || op == Elementwise.OR || op == Elementwise.NOT;
      List<Node> args = new ArrayList<>();
      for (int i = 0; i < op.arity(); i++) {
        boolean truth = logic || (op == Elementwise.SELECT && i == 0);
        args.add(truth ? truths[i] : reals[i]);
      }
      p.output(p.graph.node(op, args));
    }
    Check.agrees(p.program());
  }

  @Test
  void comparisonsAndExtremesOfNotANumber() {
    Node x = p.input(B, 5);
    Node nan = p.build.div(p.build.like(x, 0), p.build.like(x, 0));
    Node mixed = p.build.select(p.build.compare("GREATER", x, p.build.like(x, 0)), nan, x);
    for (String relation :
        List.of("EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL")) {
      Node truth = p.build.compare(relation, mixed, x);
      p.output(truth).output(p.build.select(truth, x, p.build.neg(x)));
      p.output(p.graph.node(Elementwise.NOT, truth));
    }
    p.output(p.graph.node(Elementwise.MAX, mixed, x));
    p.output(p.graph.node(Elementwise.MIN, x, mixed));
    p.output(p.build.reduce(Reduce.Kind.MAX, mixed, 1));
    p.output(p.build.reduce(Reduce.Kind.MIN, mixed, 0));
    Check.agrees(p.program());
  }

  @Test
  void reductionsAlongEveryAxis() {
    Node x = p.input(B, 3, 5);
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      for (int axis = 0; axis < 3; axis++) {
        p.output(p.build.reduce(kind, x, axis));
      }
    }
    p.output(p.build.reduce(Reduce.Kind.SUM, x, 0, 2));
    p.output(p.build.reduce(Reduce.Kind.SUM, p.build.mul(x, x), 0, 1, 2));
    Check.agrees(p.program());
  }

  @Test
  void viewsThatLeaveTheSource() {
    Node x = p.input(B, 4, 5);
    int[] batch = {1, 0, 0, 0};
    p.output(p.view(x, Shape.of(B, 6, 7), batch, new int[] {0, 1, 0, -1}, new int[] {0, 0, 1, -1}));
    p.output(p.view(x, Shape.of(B, 4, 5), batch, new int[] {0, -1, 0, 3}, new int[] {0, 0, -1, 4}));
    p.output(p.view(x, Shape.of(B, 2, 9), batch, new int[] {0, 2, 0, 1}, new int[] {0, 1, 1, -3}));
    Node square = p.build.mul(x, x);
    p.output(
        p.view(square, Shape.of(B, 3, 3), batch, new int[] {0, 1, 1, 0}, new int[] {0, 0, 2, -1}));
    Check.agrees(p.program());
  }

  @Test
  void accumulations() {
    Node x = p.input(B, 4, 5);
    int[][] drop = {{0, 1, 0}, {0, 0, 1}};
    p.output(
        p.graph.node(new Accumulate(Shape.of(3, 4), new AffineMap(3, drop, new int[] {-1, 0})), x));
    int[][] fold = {{1, 0, 0}, {0, 1, 1}};
    p.output(
        p.graph.node(new Accumulate(Shape.of(B, 6), new AffineMap(3, fold, new int[] {0, -1})), x));
    Check.agrees(p.program());
  }

  @Test
  void concatenationsAndReshapes() {
    Node x = p.input(B, 2, 3);
    Node y = p.input(B, 4);
    Node flat = p.graph.node(new Reshape(Shape.of(B, 6)), p.build.neg(x));
    Node both = p.graph.node(new Concat(1), flat, y, p.build.mul(y, y));
    p.output(both).output(p.graph.node(new Reshape(Shape.of(B, 7, 2)), both));
    Node columns = p.graph.node(new Reshape(Shape.of(B, 3, 2)), p.build.add(x, x));
    Node wide =
        p.view(
            x,
            Shape.of(B, 3, 2),
            new int[] {1, 0, 0, 0},
            new int[] {0, 0, 1, 0},
            new int[] {0, 1, 0, 0});
    p.output(p.graph.node(new Concat(2), columns, wide));
    Check.agrees(p.program());
  }

  @Test
  void leavesWithoutArguments() {
    Node table =
        p.graph.node(new Leaf.Constant(List.of(1.0, -0.0, 0.1, 3e-9), Type.real(Shape.of(4))));
    Node batch = p.graph.node(new Leaf.BatchSize());
    Node shared = p.graph.node(new Leaf.Uniform(3, Shape.of(4)));
    Node each = p.graph.node(new Leaf.Uniform(4, Shape.of(B, 4)));
    p.output(table).output(batch).output(p.build.iota(5)).output(shared).output(each);
    p.output(p.build.add(each, p.build.broadcast(shared, each.shape(), 1)));
    p.output(p.build.div(table, p.build.broadcast(batch, table.shape())));
    p.output(p.build.constant(-0.0));
    Check.agrees(p.program());
  }

  @Test
  void updatesInPlace() {
    Node rate = p.inputAt("rate", 0);
    Node w = p.inputAt("parameters", 3, 6);
    Node g = p.inputAt("gradients", 3, 6);
    Node m = p.inputAt("state", 0, 6);
    Node v = p.inputAt("state", 6, 6);
    Node m2 = p.build.add(p.build.mul(p.build.like(m, 0.9), m), g);
    Node v2 = p.build.add(p.build.mul(p.build.like(v, 0.99), v), p.build.mul(g, g));
    Node step =
        p.build.div(p.build.mul(p.build.broadcast(rate, w.shape()), m2), p.build.unary("SQRT", v2));
    p.outputAt(p.build.sub(w, step), "parameters", 3);
    p.outputAt(m2, "state", 0).outputAt(v2, "state", 6);
    Check.agrees(p.program());
    assertEquals(1, Planner.plan(p.program(), Precision.FLOAT).launches().size());
  }

  @Test
  void longUpdatesInPlaceRunOverRows() {
    Node w = p.inputAt("parameters", 3, 1300);
    Node g = p.inputAt("gradients", 7, 1300);
    Node m = p.inputAt("state", 0, 1300);
    Node v = p.inputAt("state", 1300, 1300);
    Node m2 = p.build.add(p.build.mul(p.build.like(m, 0.9), m), g);
    Node v2 = p.build.add(p.build.mul(p.build.like(v, 0.99), v), p.build.mul(g, g));
    p.outputAt(p.build.sub(w, p.build.div(m2, p.build.unary("SQRT", v2))), "parameters", 3);
    p.outputAt(m2, "state", 0).outputAt(v2, "state", 1300);
    String plan = Planner.plan(p.program(), Precision.FLOAT).describe();
    assertTrue(plan.contains("array panel0 to panel"), plan);
    Check.agrees(p.program());
  }

  @Test
  void largeTables() {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 12_345; i++) {
      values.add(Math.sin(i) * Math.pow(2, i % 300 - 150));
    }
    Node table = p.graph.node(new Leaf.Constant(values, Type.real(Shape.of(12_345))));
    Node x = p.input(12_345);
    p.output(p.build.add(x, table)).output(table);
    Check.agrees(p.program());
  }

  @Test
  void kernelsKnowTheLinesTheyComeFrom() {
    Source source = new Source("models/house.nn", "model\nx = -y\nz = tanh(x)\n");
    Node x = p.input(B, 4);
    p.graph.at(new Span(source, 6, 12));
    Node y = p.build.reduce(Reduce.Kind.SUM, p.build.neg(x), 1);
    p.graph.at(new Span(source, 13, 24));
    p.output(p.build.unary("TANH", y));
    Plan plan = Planner.plan(p.program(), Precision.FLOAT);
    Set<Integer> lines = new TreeSet<>();
    byte[] bytes = Emitter.emit(plan, "test.Lines", "house.nn").get("test.Lines");
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitLineNumber(int line, Label start) {
                    lines.add(line);
                  }
                };
              }
            },
            0);
    assertEquals(Set.of(2, 3), lines);
  }

  @Test
  void inputsAreReadAsTheyWereBeforeTheRun() {
    Node a = p.inputAt("memory", 0, 3);
    Node b = p.inputAt("memory", 3, 3);
    Node both = p.inputAt("memory", 1, 4);
    p.outputAt(b, "memory", 0).outputAt(a, "memory", 3);
    p.outputAt(p.build.reduce(Reduce.Kind.SUM, both, 0), "memory", 6);
    p.output(p.build.add(a, b));
    Node reversed = p.view(a, Shape.of(3), new int[] {-1, 2});
    p.output(reversed);
    Node x = p.inputAt("batch", 0, B, 4);
    p.outputAt(p.view(x, Shape.of(B, 4), new int[] {1, 0, 0}, new int[] {0, -1, 3}), "batch", 0);
    Check.agrees(p.program());
  }

  @Test
  void overlappingUpdate() {
    Node a = p.inputAt("memory", 0, 5);
    Node b = p.inputAt("memory", 2, 5);
    p.outputAt(p.build.add(a, b), "memory", 0);
    p.outputAt(p.build.mul(a, b), "memory", 5);
    Check.agrees(p.program());
  }

  @Test
  void plainInputsConstantsAndTheSameNodeTwice() {
    Node x = p.input(B, 3);
    Node w = p.inputAt("w", 2, 3);
    Node sum = p.build.add(x, p.build.broadcast(w, x.shape(), 1));
    p.output(x).output(sum).output(sum).output(w).outputAt(w, "w", 2);
    p.output(p.build.constant(2.5)).output(p.build.like(w, 7));
    p.outputAt(w, "results", 4).outputAt(p.build.neg(w), "results", 1);
    p.output(p.graph.node(new Reshape(Shape.of(3, 1)), w));
    Check.agrees(p.program());
  }

  @Test
  void softmaxCrossEntropy() {
    Node z = p.input(B, 10);
    Node max = p.build.reduce(Reduce.Kind.MAX, z, 1);
    Node e = p.build.unary("EXP", p.build.sub(z, p.build.broadcast(max, z.shape(), 0)));
    Node sum = p.build.reduce(Reduce.Kind.SUM, e, 1);
    p.output(p.build.div(e, p.build.broadcast(sum, z.shape(), 0)));
    p.output(p.build.reduce(Reduce.Kind.SUM, p.build.unary("LOG", sum), 0));
    Check.agrees(p.program());
  }

  @Test
  void equalBlocksAreOneKernel() {
    Node x = p.input(B, 16);
    int after = 0;
    for (int block = 0; block < 48; block++) {
      Node w = p.input(16, 16);
      Node y = p.contract(Shape.of(B, 16, 16), x, axes(0, 1), w, axes(1, 2), 1);
      x = p.build.add(x, p.build.unary("TANH", y));
      after = block == 3 ? kernels(x) : after;
    }
    assertTrue(kernels(x) <= after + 2, kernels(x) + " kernels");
    p.output(x);
    Check.agrees(p.program());
  }

  private int kernels(Node value) {
    Program all = p.program();
    Program.Output output = new Program.Output("o", value, "out", 0);
    return Planner.plan(new Program("t", p.graph, all.inputs(), List.of(output)), Precision.FLOAT)
        .kernels();
  }

  @Test
  void aHundredThousandNodes() {
    Node x = p.input(B, 4);
    Node w = p.input(4, 4);
    for (int i = 0; i < 100_000; i++) {
      switch (i % 20) {
        case 3 -> x = p.contract(Shape.of(B, 4, 4), x, axes(0, 1), w, axes(1, 2), 1);
        case 7 -> x = p.view(x, x.shape(), new int[] {1, 0, 0}, new int[] {0, -1, 3});
        case 11 -> x = p.build.unary("TANH", x);
        default -> x = p.build.add(x, p.build.like(x, i));
      }
    }
    p.output(x);
    long start = System.nanoTime();
    Plan plan = Planner.plan(p.program(), Precision.FLOAT);
    Map<String, byte[]> classes = Emitter.emit(plan, "test.Long", "test.nn");
    RoutineLoader.load(classes, "test.Long");
    double seconds = (System.nanoTime() - start) / 1e9;
    assertTrue(seconds < 60, seconds + " s");
  }

  @Test
  void aLongChainOfViewsAndReshapes() {
    Node x = p.input(B, 4);
    for (int i = 0; i < 20_000; i++) {
      x = p.view(x, x.shape(), new int[] {1, 0, 0}, new int[] {0, -1, 3});
      x = p.graph.node(new Reshape(i % 2 == 0 ? Shape.of(B, 2, 2) : Shape.of(B, 4)), x);
      x = p.graph.node(new Reshape(Shape.of(B, 4)), x);
    }
    p.output(x);
    Check.agrees(p.program());
  }

  @Test
  void aMethodThatHotSpotWouldNotCompileIsRefused() {
    ClassBuilder builder = new ClassBuilder("T", "java/lang/Object", Opcodes.ACC_PUBLIC, "t.nn");
    builder.method(
        Opcodes.ACC_STATIC,
        "large",
        "()V",
        code -> {
          for (int i = 0; i < ClassBuilder.LARGEST_METHOD; i++) {
            code.visitInsn(Opcodes.NOP);
          }
          code.visitInsn(Opcodes.RETURN);
        });
    assertThrows(IllegalStateException.class, builder::bytes);
  }
}
