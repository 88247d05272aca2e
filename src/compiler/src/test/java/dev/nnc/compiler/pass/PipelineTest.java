package dev.nnc.compiler.pass;

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
import dev.nnc.compiler.shape.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Passes run in order, are verified, and say what they did. */
class PipelineTest {
  private final Graph graph = new Graph();
  private final Build b = new Build(graph);
  private final Node x = leaf("x");
  private final Node unused = leaf("unused");

  private Node leaf(String name) {
    return graph.node(new Leaf.Given(Leaf.Role.INPUT, name, Type.real(Shape.of(3))));
  }

  private Program program(Node value) {
    return new Program(
        "p",
        graph,
        List.of(new Program.Input(x, "input:x", 0), new Program.Input(unused, "input:u", 0)),
        List.of(new Program.Output("y", value, "output:y", 0)));
  }

  @Test
  void stagesSayWhatChanged() {
    Node one = b.mul(x, b.like(x, 1));
    graph.name(one, "scaled");
    Pipeline.Result result =
        Pipeline.standard().run(program(b.add(one, b.mul(unused, b.like(x, 0)))));
    assertEquals(x, result.program().outputs().get(0).value());
    assertEquals(1, result.program().inputs().size());
    assertEquals("scaled", graph.name(x));
    assertTrue(result.stage("simplify").changed());
    assertTrue(result.stage("prune").text().contains("output y = %0 to output:y+0"));
    assertTrue(result.stage("simplify").dot().startsWith("digraph \"p\" {"));
    Pipeline.Result again = Pipeline.standard().run(result.program());
    assertEquals("simplify: unchanged\n", again.stage("simplify").text());
    assertFalse(again.stage("prune").changed());
    assertThrows(IllegalArgumentException.class, () -> again.stage("plan"));
  }

  @Test
  void failuresNameThePass() {
    Graph other = new Graph();
    Node foreign =
        other.node(new Leaf.Given(Leaf.Role.INPUT, "z", Type.real(Shape.of(Shape.BATCH))));
    Pass swap = new Pass("swap", "puts in a node of another graph", p -> program(foreign));
    Pass shift =
        new Pass(
            "shift",
            "moves an output out of place",
            p ->
                new Program(
                    "p", graph, p.inputs(), List.of(new Program.Output("y", x, "output:y", -1))));
    Pass forget =
        new Pass("forget", "drops inputs", p -> new Program("p", graph, List.of(), p.outputs()));
    Pass fail =
        new Pass(
            "fail",
            "cannot",
            p -> {
              throw new IllegalArgumentException("no way");
            });
    for (Pass pass : List.of(swap, shift, forget, fail)) {
      Pipeline pipeline = new Pipeline(List.of(pass));
      String message =
          assertThrows(IllegalStateException.class, () -> pipeline.run(program(b.neg(x))))
              .getMessage();
      assertTrue(message.contains(pass.name()), message);
    }
  }

  @Test
  void everyRuleHasAnEquationOfItsOwn() {
    Set<String> seen = new HashSet<>();
    for (Rule rule : Simplify.RULES) {
      assertTrue(seen.add(rule.truth() + rule.equation()), rule.equation());
      assertTrue(rule.equation().contains("="), rule.equation() + " is no equation");
    }
  }
}
