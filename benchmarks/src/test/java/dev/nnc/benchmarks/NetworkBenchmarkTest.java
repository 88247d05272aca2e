package dev.nnc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.benchmarks.network.Network;
import dev.nnc.benchmarks.network.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is timed computes the same thing. */
class NetworkBenchmarkTest {
  @ParameterizedTest
  @CsvSource({
    "TINY,1",
    "TINY,32",
    "TINY,64",
    "DIGITS,1",
    "DIGITS,32",
    "DIGITS,64",
    "RESIDUAL,1",
    "RESIDUAL,32",
    "RESIDUAL,64"
  })
  void allEnginesAgree(Workload workload, int batch) {
    Contest contest = new Contest(workload, batch);
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
