package dev.nnc.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Printer;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gradient of softmax cross-entropy ends as softmax minus one-hot target. */
class SoftmaxTest {
  private static final Shape LOGITS = Shape.of(Shape.BATCH, 10);

  private final Graph graph = new Graph();
  private final Build b = new Build(graph);
  private final Node z = graph.node(new Leaf.Given(Leaf.Role.INPUT, "z", Type.real(LOGITS)));
  private final Node label =
      graph.node(
          new Leaf.Given(
              Leaf.Role.TARGET, "label", new Type(Type.Kind.INT, Shape.of(Shape.BATCH))));

  private Node rows(Node x) {
    return b.broadcast(x, LOGITS, 0);
  }

  private Node isLabel() {
    return b.compare("EQUAL", b.along(b.iota(10), LOGITS, 1), rows(label));
  }

  private Node shifted() {
    Node max = b.unary("STOP_GRADIENT", b.reduce(Reduce.Kind.MAX, z, 1));
    return b.sub(z, rows(max));
  }

  private Node mean(Node perExample) {
    return b.div(b.reduce(Reduce.Kind.SUM, perExample, 0), graph.node(new Leaf.BatchSize()));
  }

  private String simplified(Node loss, Node wanted) {
    Node gradient = Differentiate.gradients(graph, loss, List.of(wanted)).get(wanted);
    Program program = RandomGraph.over(graph, List.of(gradient));
    return Printer.print(Pipeline.standard().run(program).program());
  }

  @Test
  void stableFormOfTheLoss() {
    Node max = b.unary("STOP_GRADIENT", b.reduce(Reduce.Kind.MAX, z, 1));
    Node sum = b.reduce(Reduce.Kind.SUM, b.unary("EXP", shifted()), 1);
    Node picked = b.reduce(Reduce.Kind.SUM, b.select(isLabel(), z, b.like(z, 0)), 1);
    Node loss = mean(b.sub(b.add(max, b.unary("LOG", sum)), picked));
    assertEquals(EXPECTED, simplified(loss, z));
  }

  /** With p = e / sum e: (p - (index = label ? 1 : 0)) / batch. */
  private static final String EXPECTED =
      """
      program random
        input %0 from input:z+0
        input %1 from input:label+0
        %0 = input z : real[batch, 10]
        %1 = target label : int[batch]
        %2 = max[1] %0 : real[batch]
        %3 = iota 10 : int[10]
        %4 = view (b, i) -> (i) %3 : int[batch, 10]
        %5 = view (b, i) -> (b) %1 : int[batch, 10]
        %6 = equal_to %4 %5 : bool[batch, 10]
        %7 = const 0.0 : real[]
        %8 = view (b, i) -> () %7 : real[batch, 10]
        %9 = batch_size : real[]
        %10 = const 1.0 : real[]
        %11 = view (b, i) -> (b) %2 : real[batch, 10]
        %12 = sub %0 %11 : real[batch, 10]
        %13 = exp %12 : real[batch, 10]
        %14 = sum[1] %13 : real[batch]
        %15 = view (b, i) -> (b) %14 : real[batch, 10]
        %16 = div %13 %15 : real[batch, 10]
        %17 = view (b, i) -> () %10 : real[batch, 10]
        %18 = view (b, i) -> () %9 : real[batch, 10]
        %19 = select %6 %17 %8 : real[batch, 10]
        %20 = sub %16 %19 : real[batch, 10]
        %21 = div %20 %18 : real[batch, 10]
        output y0 = %21 to output:y0+0
      """;

  @Test
  void naiveFormOfTheLoss() {
    Node e = b.unary("EXP", shifted());
    Node p = b.div(e, rows(b.reduce(Reduce.Kind.SUM, e, 1)));
    Node picked = b.reduce(Reduce.Kind.SUM, b.select(isLabel(), p, b.like(z, 0)), 1);
    Node loss = Stabilize.stabilize(graph, mean(b.neg(b.unary("LOG", picked))));
    assertEquals(EXPECTED, simplified(loss, z));
  }
}
