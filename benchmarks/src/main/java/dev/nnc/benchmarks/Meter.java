package dev.nnc.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The time that the measuring thread itself has on a processor. It is the time that passes where
 * the machine is idle; on a busy one it leaves out the time in which others ran.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Meter {
  /** The name under which JMH reports {@link #processorNanos}. */
  static final String NANOS = "processorNanos";

  /** The name under which JMH reports {@link #counted}. */
  static final String RUNS = "counted";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long nanos;
  private long runs;

  /** Begins an iteration. */
  @Setup(Level.Iteration)
  public void start() {
    runs = 0;
    nanos = THREADS.getCurrentThreadCpuTime();
  }

  /** Counts a run. */
  void count() {
    runs++;
  }

  /** Since the beginning of the iteration. */
  long millis() {
    return (THREADS.getCurrentThreadCpuTime() - nanos) / 1_000_000;
  }

  /** Ends an iteration. */
  @TearDown(Level.Iteration)
  public void stop() {
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
  }

  /** Nanoseconds a run. */
  public double processorNanos() {
    return nanos / (double) runs;
  }

  /** How many runs the iteration had. */
  public double counted() {
    return runs;
  }
}
