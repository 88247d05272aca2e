package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CrewTest {
  private static final int SIZE = 1000;

  /** Squares each number in parts, then sums all squares at the first place of each part. */
  private static final class Squares extends Routine {
    Squares() {
      super(
          Precision.FLOAT,
          new Slot("x", false, SIZE, 0),
          new Slot("y", false, SIZE, 0),
          new Slot("sums", false, 0, 8),
          new Slot(Slot.PANEL + "0", true, 0, 1));
    }

    @Override
    public long work() {
      return SIZE;
    }

    @Override
    public void run(Frame frame) {
      int from = SIZE * frame.part / frame.parts;
      int to = SIZE * (frame.part + 1) / frame.parts;
      for (int i = from; i < to; i++) {
        frame.floats[1][i] = frame.floats[0][i] * frame.floats[0][i];
      }
      frame.meet();
      frame.floats[3][0] = 0;
      for (int i = 0; i < SIZE; i++) {
        frame.floats[3][0] += frame.floats[1][i];
      }
      frame.floats[2][frame.part] = frame.floats[3][0];
      frame.meet();
    }
  }

  @Test
  void threadsMeetAndHavePanelsOfTheirOwn() {
    Frame frame = new Frame(new Squares(), 1);
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < SIZE; i++) {
        frame.floats[0][i] = i % 7 + round % 3;
      }
      frame.run(1);
      float sum = frame.floats[2][0];
      for (int threads = 2; threads <= 4; threads++) {
        Arrays.fill(frame.floats[1], -1);
        frame.run(threads);
        for (int part = 0; part < threads; part++) {
          assertEquals(sum, frame.floats[2][part], "part " + part + " of " + threads);
        }
      }
    }
  }

  @Test
  void arraysBoundLaterAreSharedToo() {
    Frame frame = new Frame(new Squares(), 1);
    frame.run(2);
    float[] own = new float[SIZE];
    own[SIZE - 1] = 3;
    frame.bind("x", new FloatValues(own));
    frame.run(2);
    assertEquals(9, frame.floats[2][0]);
  }

  @Test
  void aFailureInAnyPartEndsTheRunAndTheNextGoesOn() {
    boolean[] fail = {true};
    IllegalStateException problem = new IllegalStateException("part 1");
    Routine routine =
        new Routine(Precision.FLOAT, new Slot("x", false, 1, 0)) {
          @Override
          public long work() {
            return 1;
          }

          @Override
          public void run(Frame frame) {
            if (fail[0] && frame.part == 1) {
              throw problem;
            }
            frame.meet();
          }
        };
    Frame frame = new Frame(routine, 1);
    Throwable thrown = assertThrows(IllegalStateException.class, () -> frame.run(3));
    assertSame(problem, thrown);
    fail[0] = false;
    frame.run(3);
  }
}
