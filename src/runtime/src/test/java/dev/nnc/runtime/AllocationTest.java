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

  /**
   * Of the thousands of steps in a single epoch at least one allocates nothing: what a step
   * allocates would show in each of them, unlike what the virtual machine allocates now and then.
   */
  @Test
  void stepsAllocateNothing() {
    Linear model = new Linear(Precision.FLOAT, Data.settings(4, 1, Settings.Order.SHUFFLED));
    long[] marks = new long[20];
    TrainingResult result =
        Trainer.builder(model, Data.table(80_004))
            .listener(
                new Listener() {
                  @Override
                  public void stepDone(int epoch, long step, double loss) {
                    if (step % 1_000 == 0 && step < 20_000) {
                      marks[(int) (step / 1_000)] = allocated();
                    }
                  }
                })
            .build()
            .run();
    assertEquals(20_001, result.steps());
    assertTrue(marks[1] > 0);
    long least = Long.MAX_VALUE;
    for (int i = 2; i < marks.length; i++) {
      least = Math.min(least, marks[i] - marks[i - 1]);
    }
    assertEquals(0, least, "bytes in a thousand steps");
  }
}
