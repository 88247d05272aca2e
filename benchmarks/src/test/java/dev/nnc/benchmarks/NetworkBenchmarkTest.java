package dev.nnc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.nnc.benchmarks.network.Network;
import dev.nnc.benchmarks.network.Workload;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is timed computes the same thing. */
class NetworkBenchmarkTest {
  @ParameterizedTest
  @EnumSource
  void allEnginesAgreeAndRepeatTheSameStep(Workload workload) {
    Contest compiled = new Contest(workload, 1);
    for (int batch : new int[] {1, 32, 64}) {
      Contest contest = compiled.with(batch);
      contest.agree();
      for (Engine engine : Engine.values()) {
        Network network = contest.network(engine);
        network.rate(0);
        float[] before = network.parameters().clone();
        network.step();
        assertTrue(network.loss()[0] > 0);
        assertArrayEquals(before, network.parameters());
      }
    }
  }

  @Test
  void generatedCodeAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Workload workload : Workload.values()) {
      Contest contest = new Contest(workload, 5);
      for (Engine engine : List.of(Engine.GENERATED, Engine.UNSIMPLIFIED)) {
        Network network = contest.network(engine);
        network.predict();
        network.step();
        long before = threads.getCurrentThreadAllocatedBytes();
        network.predict();
        network.step();
        assertEquals(
            0, threads.getCurrentThreadAllocatedBytes() - before, workload + ", " + engine);
      }
    }
  }

  @Test
  void theMeterCountsRuns() {
    NetworkBenchmark benchmark = new NetworkBenchmark();
    benchmark.workload = Workload.TINY;
    benchmark.batch = 1;
    benchmark.engine = Engine.INTERPRETED;
    benchmark.setup();
    Meter meter = new Meter();
    meter.start();
    benchmark.step(meter);
    benchmark.predict(meter);
    meter.stop();
    assertTrue(meter.processorNanos() > 0);
    assertTrue(meter.allocatedBytes() > 0, "the interpreter allocates");
  }

  @Test
  void theTableHasALineForEachCase() {
    Map<Engine, Measurement> results = new EnumMap<>(Engine.class);
    results.put(Engine.INTERPRETED, new Measurement(30_000_000, 1e6));
    results.put(Engine.UNSIMPLIFIED, new Measurement(400_000, 0));
    results.put(Engine.GENERATED, new Measurement(200_000, 0.01));
    results.put(Engine.HAND_WRITTEN, new Measurement(100_000, 0));
    Table table = new Table();
    table.add(new Case(Workload.TINY, true, 64), results);
    String text = table.text();
    // 353 parameters, 337 of them weights, 48 in the first layer: 2 * 64 * (3 * 320 - 48).
    String line =
        "| 3-16-16-1 tanh, squared error: step | 64 | 30.0 ms | 400 µs | 200 µs | 100 µs "
            + "| 150 times as fast | 0.50 times as fast | 0.58 | 1.17 | 0 |";
    assertTrue(text.contains(line), text);
  }

  @Test
  void anotherAnswerIsNoticed() {
    float[] a = {1, 2, 0};
    float[] nearly = {1.00001f, 2, 1e-7f};
    Contest.compare("close", a, nearly, 1e-4, 1e-6);
    assertThrows(IllegalStateException.class, () -> Contest.compare("exact", a, nearly, 0, 0));
    assertThrows(
        IllegalStateException.class,
        () -> Contest.compare("far", a, new float[] {1, 2.001f, 0}, 1e-4, 1e-6));
    assertThrows(
        IllegalStateException.class,
        () -> Contest.compare("NaN", a, new float[] {1, Float.NaN, 0}, 1e-4, 1e-6));
  }
}
