package dev.nnc.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the measuring thread itself uses. Its time on a processor is the time that passes where the
 * machine is idle; on a busy one it leaves out the time in which others ran. The bytes that it
 * allocates leave out what JMH and the virtual machine allocate in other threads.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Meter {
  /** The name under which JMH reports {@link #processorNanos}. */
  static final String NANOS = "processorNanos";

  /** The name under which JMH reports {@link #allocatedBytes}. */
  static final String BYTES = "allocatedBytes";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long nanos;
  private long bytes;
  private long runs;

  /** Begins an iteration. */
  @Setup(Level.Iteration)
  public void start() {
    runs = 0;
    bytes = THREADS.getCurrentThreadAllocatedBytes();
    nanos = THREADS.getCurrentThreadCpuTime();
  }

  /** Counts a run. */
  void count() {
    runs++;
  }

  /** Ends an iteration. */
  @TearDown(Level.Iteration)
  public void stop() {
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
  }

  /** Nanoseconds a run. */
  public double processorNanos() {
    return nanos / (double) runs;
  }

  /** Bytes a run. */
  public double allocatedBytes() {
    return bytes / (double) runs;
  }
}
