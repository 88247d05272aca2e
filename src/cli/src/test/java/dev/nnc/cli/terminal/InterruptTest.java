package dev.nnc.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InterruptTest {
  @Test
  void endOfTheProcessWaitsForWhatIsBeingSaved() throws InterruptedException {
    Interrupt interrupt = new Interrupt();
    CountDownLatch ended = new CountDownLatch(1);
    Interrupt.Hold hold = interrupt.hold();
    Thread end =
        new Thread(
            () -> {
              interrupt.requestAndWait();
              ended.countDown();
            });
    end.start();
    while (!interrupt.requested()) {
      Thread.onSpinWait();
    }
    assertFalse(ended.await(50, TimeUnit.MILLISECONDS));
    hold.close();
    assertTrue(ended.await(10, TimeUnit.SECONDS));
    end.join();
  }

  @Test
  void nothingHeldIsNothingToWaitFor() {
    Interrupt interrupt = new Interrupt();
    interrupt.requestAndWait();
    assertTrue(interrupt.requested());
  }
}
