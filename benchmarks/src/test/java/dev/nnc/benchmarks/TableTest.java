package dev.nnc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.benchmarks.network.Workload;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void aLineForEachCaseAndWhatIsMeasuredOnceOnTheFirst() {
    Workload tiny = Workload.named("tiny");
    Programs programs = Programs.of(tiny);
    Map<Engine, Measurement> results = new EnumMap<>(Engine.class);
    results.put(Engine.INTERPRETED, new Measurement(30_000_000));
    results.put(Engine.GENERATED, new Measurement(200_000));
    Table.Once once = new Table.Once(3e8, 1.25e7, 4e7, 0.2);
    String first = Table.row(new Case(tiny, false, 1), results, programs, once);
    results.put(Engine.UNSIMPLIFIED, new Measurement(400_000));
    results.put(Engine.UNSHARED, new Measurement(1_000_000));
    results.put(Engine.HAND_WRITTEN, new Measurement(100_000));
    String second = Table.row(new Case(tiny, true, 64), results, programs, null);
    String start = "| tiny: prediction | 1 | 30.0 ms |  |  | 200 µs |  | 150 |  |  |  | 31, 31 | ";
    assertTrue(first.startsWith(start), first);
    assertTrue(first.endsWith(" | 0 | 300 ms, 12.5 ms | 40.0 ms |\n"), first);
    String times = "| 30.0 ms | 400 µs | 1.00 ms | 200 µs | 100 µs | 150 | 0.50 | 2.00 | 5.00 | ";
    assertTrue(second.startsWith("| tiny: step | 64 " + times), second);
    assertTrue(second.endsWith(" |  |  |  |\n"), second);
    String head = Table.head(40_500_000);
    assertTrue(head.contains("`java --version` takes 40.5 ms"), head);
    long columns = columns(head.substring(head.indexOf("| ---")));
    assertEquals(columns, columns(first));
    assertEquals(columns, columns(second));
  }

  private static long columns(String row) {
    return row.chars().filter(c -> c == '|').count();
  }

  @Test
  void whatCannotBeWrittenOutSaysSo() {
    Workload residual = Workload.named("residual");
    Programs programs = Programs.of(residual);
    assertTrue(programs.unshared("predict"));
    Map<Engine, Measurement> results =
        new EnumMap<>(Map.of(Engine.GENERATED, new Measurement(200_000)));
    String row = Table.row(new Case(residual, true, 64), results, programs, null);
    assertTrue(row.startsWith("| residual: step | 64 |  |  | too large | 200 µs |"), row);
  }

  @Test
  void anotherAnswerIsNoticed() {
    float[] a = {1, 2, 0};
    float[] nearly = {1.00001f, 2, 1e-7f};
    Agreement.compare("close", a, nearly, 1e-4, 1e-6);
    assertThrows(IllegalStateException.class, () -> Agreement.compare("exact", a, nearly, 0, 0));
    assertThrows(
        IllegalStateException.class,
        () -> Agreement.compare("far", a, new float[] {1, 2.001f, 0}, 1e-4, 1e-6));
    assertThrows(
        IllegalStateException.class,
        () -> Agreement.compare("NaN", a, new float[] {1, Float.NaN, 0}, 1e-4, 1e-6));
  }
}
