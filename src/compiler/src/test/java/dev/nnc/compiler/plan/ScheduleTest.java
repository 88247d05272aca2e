package dev.nnc.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small results that only outputs want are computed while what they read is at hand. */
class ScheduleTest {
  private final Graph graph = new Graph();
  private final Build build = new Build(graph);
  private final List<Program.Input> inputs = new ArrayList<>();
  private final List<Program.Output> outputs = new ArrayList<>();

  private Node input(String slot, int... dims) {
    Node leaf = graph.node(new Leaf.Given(Leaf.Role.ARGUMENT, slot, Type.real(Shape.of(dims))));
    inputs.add(new Program.Input(leaf, slot, 0));
    return leaf;
  }

  private void output(String slot, Node value) {
    outputs.add(new Program.Output("o", value, slot, 0));
  }

  private List<String> order() {
    Plan plan = Planner.plan(new Program("test", graph, inputs, outputs), Precision.FLOAT);
    return plan.launches().stream().map(l -> l.label().replaceAll("].*", "]")).toList();
  }

  private Node large() {
    return build.unary("EXP", input("x", Shape.BATCH, 8));
  }

  private Node sum(Node x, int axis) {
    return build.reduce(Reduce.Kind.SUM, x, axis);
  }

  @Test
  void sumsOverTheBatchComeRightBehindWhatTheyAddUp() {
    Node x = large();
    output("total", build.unary("TANH", sum(x, 1)));
    output("sum", sum(x, 0));
    assertEquals(List.of("nest[batch, 8]", "sweep[8]", "nest[batch]"), order());
  }

  @Test
  void whatGoesOnFromASmallResultComesWithIt() {
    Node x = large();
    output("total", build.unary("TANH", sum(x, 1)));
    output("most", build.reduce(Reduce.Kind.MAX, build.unary("EXP", sum(x, 0)), 0));
    assertEquals(List.of("nest[batch, 8]", "sweep[8]", "nest[]", "nest[batch]"), order());
  }

  @Test
  void whatOtherTasksWaitForKeepsItsPlace() {
    Node x = large();
    Node total = build.broadcast(sum(x, 1), x.shape(), 0);
    output("z", build.mul(total, build.broadcast(sum(x, 0), x.shape(), 1)));
    assertEquals(List.of("nest[batch, 8]", "nest[batch]", "sweep[8]", "nest[batch, 8]"), order());
  }

  @Test
  void valuesThatTakeThePlaceOfInputsKeepTheirs() {
    Node x = large();
    Node w = input("w", 8);
    output("total", build.unary("TANH", sum(x, 1)));
    output("w", build.add(w, sum(x, 0)));
    assertEquals(List.of("nest[batch, 8]", "nest[batch]", "sweep[8]"), order());
  }
}
