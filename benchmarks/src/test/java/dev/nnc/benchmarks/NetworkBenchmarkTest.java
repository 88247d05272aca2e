package dev.nnc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.nnc.benchmarks.network.HandWritten;
import dev.nnc.benchmarks.network.Network;
import dev.nnc.benchmarks.network.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is timed computes the same thing. */
class NetworkBenchmarkTest {
  @Test
  void allExamplesAreMeasuredAsTheyAre() throws IOException {
    Path examples = Path.of("../examples");
    Set<String> texts =
        Workload.all().stream().map(w -> w.source().text()).collect(Collectors.toSet());
    try (Stream<Path> files =
        Files.find(examples, 2, (path, a) -> path.toString().endsWith(".nn"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        assertTrue(texts.contains(Files.readString(file)), file::toString);
      }
    }
    for (String name :
        List.of(
            "tiny",
            "digits",
            "residual",
            "house-price",
            "option-price",
            "spiral",
            "churn",
            "sine",
            "depth-vs-width",
            "digits-cnn",
            "char-rnn",
            "tiny-gpt",
            "vae",
            "digits-resnet")) {
      assertTrue(HandWritten.has(Workload.named(name)), name);
    }
    assertThrows(IllegalArgumentException.class, () -> Workload.named("nothing"));
  }

  @ParameterizedTest
  @MethodSource("dev.nnc.benchmarks.network.Workload#all")
  void allEnginesAgreeAndRepeatTheSameStep(Workload workload) {
    Contest compiled = new Contest(workload, 1);
    // The interpreter takes seconds for a large batch of a large network.
    boolean large = compiled.network(Engine.GENERATED).parameters().length > 20_000;
    for (int batch : large ? new int[] {1, 5} : new int[] {1, 32, 64}) {
      Contest contest = compiled.with(batch);
      contest.agree();
      for (Engine engine : Engine.values()) {
        if (engine != Engine.HAND_WRITTEN || HandWritten.has(workload)) {
          Network network = contest.network(engine);
          network.rate(0);
          float[] before = network.parameters().clone();
          network.step();
          assertTrue(network.loss()[0] > 0);
          assertArrayEquals(before, network.parameters());
        }
      }
    }
  }

  @Test
  void generatedCodeAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Workload workload : Workload.all()) {
      Contest contest = new Contest(workload, 5);
      for (Engine engine : List.of(Engine.GENERATED, Engine.UNSHARED, Engine.UNSIMPLIFIED)) {
        Network network = contest.network(engine);
        // The virtual machine may allocate once, as when it links a call; a step does each time.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
          long before = threads.getCurrentThreadAllocatedBytes();
          network.predict();
          network.step();
          least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, workload.name() + ", " + engine);
      }
    }
  }

  @Test
  void theMeterCountsRuns() {
    Network network = new Contest(Workload.named("tiny"), 1).network(Engine.INTERPRETED);
    Meter meter = new Meter();
    meter.start();
    while (meter.millis() < 2) {
      network.step();
      meter.count();
    }
    meter.stop();
    assertTrue(meter.counted() >= 1);
    assertTrue(meter.processorNanos() * meter.counted() >= 2e6);
  }
}
