package dev.nnc.compiler.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Slot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Random loops compute what they compute written out, forward, backward and through a derivative of
 * a derivative, and have all the properties of programs. {@code -Dnnc.loops=1000} runs more.
 */
class LoopsTest {
  private static final int LOOPS = Integer.getInteger("nnc.loops", 40);

  @Test
  void aLoopIsItsStepsOneAfterTheOther() {
    for (long seed = 0; seed < LOOPS; seed++) {
      LoopText text = new LoopText(seed);
      try {
        compare(text, seed);
        new Properties(text.scanned(), seed).check();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e + "\n" + text.scanned(), e);
      }
    }
  }

  private static void compare(LoopText text, long seed) {
    Elaborated loop = elaborated(text.scanned());
    Elaborated written = elaborated(text.written());
    Workbench bench = new Workbench(loop.info());
    for (String name : List.of("predict", "train")) {
      Map<String, double[]> expected = run(bench, written.program(name), seed);
      Map<String, double[]> found = run(bench, loop.program(name), seed);
      assertEquals(expected.keySet(), found.keySet());
      expected.forEach((slot, numbers) -> near(slot, numbers, found.get(slot)));
    }
  }

  private static Map<String, double[]> run(Workbench bench, Program program, long seed) {
    List<Slot> results =
        program.slots().stream()
            .filter(slot -> slot.name().startsWith("output:") || isResult(slot.name()))
            .toList();
    return bench.run(Workbench.generated(program, Precision.DOUBLE), results, 3, seed);
  }

  private static boolean isResult(String slot) {
    return slot.equals("loss") || slot.equals("gradients");
  }

  private static void near(String slot, double[] expected, double[] found) {
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 1e-9 * Math.max(1, Math.abs(expected[i]));
      boolean same = Math.abs(expected[i] - found[i]) <= tolerance;
      assertTrue(
          same || Double.compare(expected[i], found[i]) == 0,
          slot + "[" + i + "] is " + found[i] + ", not " + expected[i]);
    }
  }

  private static Elaborated elaborated(String text) {
    Options options = Options.standard().with(Precision.DOUBLE);
    return Compiler.elaborate(new Source("loop.nn", text), options, (f, p) -> Optional.empty());
  }
}
