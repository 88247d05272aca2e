package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** From the 1,000th to the 20,000th step of a single epoch: nothing. */
  @Test
  void stepsAllocateNothing() {
    Linear model = new Linear(Precision.FLOAT, Data.settings(4, 1, Settings.Order.SHUFFLED));
    long[] marks = new long[2];
    TrainingResult result =
        Trainer.builder(model, Data.table(80_004))
            .listener(
                new Listener() {
                  @Override
                  public void stepDone(int epoch, long step, double loss) {
                    if (step == 1_000) {
                      marks[0] = allocated();
                    } else if (step == 20_000) {
                      marks[1] = allocated();
                    }
                  }
                })
            .build()
            .run();
    assertEquals(20_001, result.steps());
    assertTrue(marks[0] > 0);
    // The measurement itself may allocate a little the first time.
    assertTrue(marks[1] - marks[0] < 1_000, (marks[1] - marks[0]) + " bytes in 19,000 steps");
  }
}
