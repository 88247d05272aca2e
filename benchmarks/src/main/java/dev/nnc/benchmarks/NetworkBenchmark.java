package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Network;
import dev.nnc.benchmarks.network.Workload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The time of one prediction and of one training step, one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NetworkBenchmark {
  /** Warm-up over lanes in milliseconds: their code is got ready once three seconds have passed. */
  private static final int LANES = 4000;

  /** The network's name. */
  @Param({"tiny", "digits", "residual"})
  public String workload;

  /** Examples in the batch. */
  @Param({"1", "32", "64"})
  public int batch;

  /** Who computes. */
  @Param public Engine engine;

  /** For so many milliseconds of its processor time the network runs before JMH begins. */
  @Param("500")
  public int warmUp;

  private Network network;

  /**
   * Checks that all engines give the same answers, then makes the network to be timed and warms it
   * up. JMH's own warm-up counts the time that passes, of which a busy machine leaves the network
   * and the JIT little. The learning rate is 0: every step does the whole work, and none changes
   * what the next one computes.
   *
   * @param trial which of the methods is timed
   */
  @Setup
  public void setup(BenchmarkParams trial) {
    Contest contest = new Contest(Workload.named(workload), batch);
    contest.agree();
    network = contest.network(engine);
    network.rate(0);
    boolean step = trial.getBenchmark().endsWith(".step");
    boolean lanes = engine != Engine.INTERPRETED && vectors();
    int least = lanes ? Math.max(LANES, warmUp) : warmUp;
    Meter meter = new Meter();
    meter.start();
    while (meter.millis() < least || dev.nnc.runtime.Engine.warmingUp()) {
      if (step) {
        step(meter);
      } else {
        predict(meter);
      }
    }
  }

  private static boolean vectors() {
    return dev.nnc.runtime.Engine.current() == dev.nnc.runtime.Engine.VECTOR;
  }

  /** The outputs of the batch from its inputs. */
  @Benchmark
  public Network predict(Meter meter) {
    meter.count();
    network.predict();
    return network;
  }

  /** Loss, gradients and update. */
  @Benchmark
  public Network step(Meter meter) {
    meter.count();
    network.step();
    return network;
  }
}
