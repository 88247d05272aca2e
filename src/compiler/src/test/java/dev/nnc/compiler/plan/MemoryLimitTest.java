package dev.nnc.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Training steps keep to a limit, by computing more. */
class MemoryLimitTest {
  private static final int BATCH = 64;
  private static final long VALUE = 4L * BATCH * 32;

  private static final Source DEEP =
      new Source(
          "deep.nn",
          """
          model Deep(layers = 64) {
            input  x[32]
            target t[32]
            y = x |> repeat layers { dense(32) |> tanh }
            output y
            loss   mse(y, t)
          }
          train Deep {
            data = synthetic("sine")
            batch = 64
          }
          """);

  private static CompiledModel compile(Source source, int layers, MemoryLimit limit) {
    Options options =
        Options.standard().with(java.util.Map.of("layers", String.valueOf(layers))).with(limit);
    return Compiler.compile(source, options, (from, path) -> Optional.empty());
  }

  private static List<Plan> plans(CompiledModel model) {
    List<Plan> plans = new ArrayList<>(List.of(model.plans().get("train")));
    plans.add(model.lanes().get("train"));
    return plans;
  }

  private static long operations(Plan plan) {
    return Effort.of(plan, BATCH).stream().mapToLong(Effort::operations).sum();
  }

  @Test
  void depthCostsItsSquareRoot() {
    for (int i = 0; i < 2; i++) {
      long[] fast = new long[3];
      long[] least = new long[3];
      for (int depth = 0; depth < 3; depth++) {
        int layers = 16 << (2 * depth);
        Plan kept = plans(compile(DEEP, layers, MemoryLimit.FAST)).get(i);
        Plan again = plans(compile(DEEP, layers, MemoryLimit.LEAST)).get(i);
        fast[depth] = Memory.of(kept, BATCH).peak();
        least[depth] = Memory.of(again, BATCH).peak();
        assertTrue(operations(again) < 1.5 * operations(kept), "each layer once more at most");
      }
      assertTrue(fast[0] >= 16 * VALUE && fast[2] >= 256 * VALUE, "one value a layer");
      for (int depth = 1; depth < 3; depth++) {
        assertTrue(fast[depth] > 3.5 * fast[depth - 1], "four times as deep, four times as much");
        assertTrue(least[depth] < 2.3 * least[depth - 1], "but the root of that is two");
      }
      assertTrue(least[2] < 48 * VALUE, least[2] / VALUE + " values for 256 layers");
    }
  }

  @Test
  void aSizeIsKeptAndNotForNothing() {
    List<Plan> fast = plans(compile(DEEP, 64, MemoryLimit.FAST));
    List<Plan> least = plans(compile(DEEP, 64, MemoryLimit.LEAST));
    long most = Memory.of(fast.get(1), BATCH).values();
    for (int percent : new int[] {90, 70, 50, 40}) {
      MemoryLimit limit = MemoryLimit.of(most * percent / 100);
      List<Plan> some = plans(compile(DEEP, 64, limit));
      for (int i = 0; i < some.size(); i++) {
        Memory memory = Memory.of(some.get(i), BATCH);
        assertTrue(memory.values() <= limit.bytes(), memory + " for " + limit);
        assertTrue(operations(some.get(i)) >= operations(fast.get(i)), "less is no magic");
        assertTrue(operations(some.get(i)) <= operations(least.get(i)), "no more than needed");
      }
    }
  }

  @Test
  void roomForAllChangesNothing() {
    CompiledModel fast = compile(DEEP, 8, MemoryLimit.FAST);
    CompiledModel wide = compile(DEEP, 8, MemoryLimit.of(1L << 40));
    assertEquals(fast.classes().keySet(), wide.classes().keySet());
    fast.classes().forEach((name, code) -> assertArrayEquals(code, wide.classes().get(name), name));
  }

  @Test
  void whatCannotBeReachedIsAnErrorThatSaysWhatCan() {
    CompileException refused =
        assertThrows(CompileException.class, () -> compile(DEEP, 64, MemoryLimit.of(8 * VALUE)));
    Diagnostic only = refused.diagnostics().get(0);
    assertEquals(Code.TOO_LITTLE_MEMORY, only.code());
    assertTrue(only.message().startsWith("a training step of 64 examples takes at least "));
    String least = only.fix().replaceAll("let it take (\\S+), .*", "$1");
    MemoryLimit enough = MemoryLimit.parse(least);
    for (Plan plan : plans(compile(DEEP, 64, enough))) {
      assertTrue(Memory.of(plan, BATCH).values() <= enough.bytes(), least);
    }
  }

  @Test
  void aBatchOfOnesOwnCounts() {
    MemoryLimit limit = MemoryLimit.of(24 * VALUE);
    int half = BATCH / 2;
    for (Plan plan : plans(compile(DEEP, 64, limit.forBatch(half)))) {
      assertTrue(Memory.of(plan, half).values() <= limit.bytes());
    }
  }

  @Test
  void limitsAreRead() {
    assertEquals(MemoryLimit.FAST, MemoryLimit.parse("fast"));
    assertEquals(MemoryLimit.LEAST, MemoryLimit.parse(" Least"));
    assertEquals(MemoryLimit.of(200_000_000), MemoryLimit.parse("200MB"));
    assertEquals(MemoryLimit.of(1_500), MemoryLimit.parse("1.5 kb"));
    assertEquals(MemoryLimit.of(3L << 29), MemoryLimit.parse("1.5GiB"));
    assertEquals(MemoryLimit.of(7), MemoryLimit.parse("7B"));
    for (String wrong : List.of("", "200", "MB", "-1MB", "0MB", "1e3MB", "9999999TB", "slow")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> MemoryLimit.parse(wrong), () -> wrong);
      assertTrue(e.getMessage().contains("such as 200MB"), e.getMessage());
    }
  }

  @Test
  void whatIsWrittenIsReadAsNoLess() {
    for (long bytes : new long[] {1, 999, 1000, 1001, 99_950, 24_607_488, 1_999_999_999_999L}) {
      long read = MemoryLimit.parse(MemoryLimit.text(bytes)).bytes();
      assertTrue(read >= bytes && read <= bytes + bytes / 10, MemoryLimit.text(bytes));
    }
    assertEquals("24.7MB", MemoryLimit.text(24_607_488));
  }
}
