package dev.nnc.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Sharing;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.pass.Unshare;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Values;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Programs that share nothing compute the same bits, and really share nothing. */
class UnsharedProgramTest {
  private static final int LARGEST = 2000;

  @Test
  void randomProgramsKeepTheirBits() {
    int compared = 0;
    for (int seed = 0; seed < 60; seed++) {
      Program program = RandomProgram.of(seed);
      if (Sharing.of(program).expanded() <= LARGEST) {
        Program unshared = Unshare.unshare(program);
        Verifier.verify(unshared);
        assertNothingShared(program, unshared);
        Check.agrees(unshared);
        assertSameBits(program, unshared);
        compared++;
      }
    }
    assertTrue(compared > 30, () -> "too few programs are small enough");
  }

  private static void assertNothingShared(Program program, Program unshared) {
    int[] uses = new int[unshared.graph().size()];
    unshared.outputs().forEach(output -> uses[output.value().id()]++);
    double all = 0;
    for (Node node : Verifier.reachable(unshared)) {
      node.args().forEach(arg -> uses[arg.id()]++);
    }
    for (Node node : Verifier.reachable(unshared)) {
      boolean given = node.op() instanceof Leaf.Given;
      assertTrue(given || uses[node.id()] == 1, node::toString);
      all += given ? uses[node.id()] : 1;
    }
    assertEquals(Sharing.of(program).expanded(), all);
    assertEquals(Sharing.of(unshared).expanded(), all);
  }

  private static void assertSameBits(Program program, Program unshared) {
    Frame expected = new Frame(new InterpretedRoutine(program, Precision.FLOAT), 3);
    Frame actual = new Frame(new InterpretedRoutine(unshared, Precision.FLOAT), 3);
    Random random = new Random(1);
    for (Slot slot : expected.routine().slots()) {
      Values values = expected.values(slot.name());
      for (int i = 0; i < values.length(); i++) {
        values.set(i, random.nextGaussian());
        actual.values(slot.name()).set(i, values.get(i));
      }
    }
    expected.run();
    actual.run();
    for (Slot slot : expected.routine().slots()) {
      for (int i = 0; i < expected.values(slot.name()).length(); i++) {
        assertEquals(
            expected.values(slot.name()).get(i), actual.values(slot.name()).get(i), slot.name());
      }
    }
  }

  @Test
  void whatWouldNotFitIsRefused() {
    Graph graph = new Graph();
    Build build = new Build(graph);
    Node leaf = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x", Type.real(Shape.SCALAR)));
    Node value = leaf;
    for (int i = 0; i < 40; i++) {
      value = build.add(value, value);
    }
    Program program =
        new Program(
            "doubles",
            graph,
            List.of(new Program.Input(leaf, "input:x", 0)),
            List.of(new Program.Output("y", value, "output:y", 0)));
    assertEquals(Math.pow(2, 41) - 1, Sharing.of(program).expanded());
    assertEquals(41, Sharing.of(program).shared());
    assertThrows(IllegalArgumentException.class, () -> Unshare.unshare(program));
  }
}
