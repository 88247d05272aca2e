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
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Each network is compiled and interpreted once, which is what takes the time. */
  @ParameterizedTest
  @MethodSource("dev.nnc.benchmarks.network.Workload#all")
  void generatedCodeIsTheInterpretersStepRepeatsItAndAllocatesNothing(Workload workload) {
    Contest contest = new Contest(workload, 3);
    contest.agreeAsUsed();
    checkSteps(contest, workload, Engine.GENERATED);
    if (HandWritten.has(workload)) {
      repeats(contest.network(Engine.HAND_WRITTEN));
    }
  }

  /** All ways to compile a network, in batches that fill the lanes of a vector and that do not. */
  @ParameterizedTest
  @ValueSource(strings = {"tiny", "residual", "spiral", "option-price", "depth-vs-width"})
  void allEnginesAgreeAndRepeatTheSameStep(String name) {
    Workload workload = Workload.named(name);
    Contest compiled = new Contest(workload, 1);
    for (int batch : new int[] {1, 5, 64}) {
      Contest contest = compiled.with(batch);
      contest.agree();
      checkSteps(contest, workload, Engine.UNSIMPLIFIED);
      checkSteps(contest, workload, Engine.UNSHARED);
      repeats(contest.network(Engine.INTERPRETED));
    }
  }

  /** A step at the rate 0 changes nothing, and the next ones allocate nothing. */
  private static void checkSteps(Contest contest, Workload workload, Engine engine) {
    Network network = contest.network(engine);
    repeats(network);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
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

  private static void repeats(Network network) {
    network.rate(0);
    float[] before = network.parameters().clone();
    network.step();
    assertTrue(network.loss()[0] > 0);
    assertArrayEquals(before, network.parameters());
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
