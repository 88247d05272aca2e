package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Network;
import dev.nnc.benchmarks.network.Workload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Training steps of generated code under JMH's gc profiler. It counts what the whole virtual
 * machine allocates in an iteration, JMH's own thousands of bytes with it; with no steps at all it
 * counts those alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
public class AllocationBenchmark {
  /** The network's name. */
  @Param("tiny")
  public String workload;

  /** How many steps an iteration takes. */
  @Param({"0", "2000"})
  public int steps;

  private Network network;

  /** Compiles the network. */
  @Setup
  public void setup() {
    network = new Contest(Workload.named(workload), 1).network(Engine.GENERATED);
    network.rate(0);
  }

  /** Takes all steps, one example each. */
  @Benchmark
  public Network steps() {
    for (int i = 0; i < steps; i++) {
      network.step();
    }
    return network;
  }
}
