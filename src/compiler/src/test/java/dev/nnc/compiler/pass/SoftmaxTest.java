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

  private static final String EXPECTED = "";

  @Test
  void naiveFormOfTheLoss() {
    Node e = b.unary("EXP", shifted());
    Node p = b.div(e, rows(b.reduce(Reduce.Kind.SUM, e, 1)));
    Node picked = b.reduce(Reduce.Kind.SUM, b.select(isLabel(), p, b.like(z, 0)), 1);
    Node loss = mean(b.neg(b.unary("LOG", picked)));
    assertEquals(EXPECTED, simplified(loss, z));
  }
}
