package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Times are made up: none of these waits. */
class PaceTest {
  @Test
  void theFasterWayIsTakenAndTheOtherTriedRarely() {
    for (boolean threadsHelp : new boolean[] {true, false}) {
      Pace pace = new Pace();
      int together = 0;
      int runs = 100_000;
      for (int i = 0; i < runs; i++) {
        boolean by = pace.together();
        together += by ? 1 : 0;
        pace.ran(by == threadsHelp ? 1_000_000 : 2_000_000, 0);
      }
      int right = threadsHelp ? together : runs - together;
      assertTrue(right > runs * 0.96, right + " of " + runs);
      assertFalse(right > runs - 5, "the other way is never tried");
    }
  }

  @Test
  void aChangeOfTheMachineIsNoticed() {
    for (boolean threadsHelpAtFirst : new boolean[] {true, false}) {
      Pace pace = new Pace();
      int wrong = 0;
      for (int i = 0; i < 200_000; i++) {
        boolean help = threadsHelpAtFirst == i < 100_000;
        boolean by = pace.together();
        wrong += i > 170_000 && by != help ? 1 : 0;
        pace.ran(!by ? 2_000_000 : help ? 1_000_000 : 9_000_000, 0);
      }
      assertTrue(wrong < 1000, "still wrong " + wrong + " times, at first " + threadsHelpAtFirst);
    }
  }

  @Test
  void aMachineThatGetsBusyIsNoticedSoon() {
    Pace pace = new Pace();
    int together = 0;
    for (int i = 0; i < 50_000; i++) {
      boolean by = pace.together();
      together += i > 41_000 && by ? 1 : 0;
      pace.ran(!by ? 2_000_000 : i < 40_000 ? 1_000_000 : 9_000_000, 0);
    }
    assertTrue(together < 300, "still " + together + " times by several threads");
  }

  @Test
  void whatGettingSeveralThreadsGoingTakesDoesNotCount() {
    for (int slow : new int[] {1, 10}) {
      Pace pace = new Pace();
      int together = 0;
      int since = 0;
      for (int i = 0; i < 5000; i++) {
        boolean by = pace.together();
        together += by ? 1 : 0;
        since = by ? since + 1 : 0;
        pace.ran(!by ? 2_000_000 : since > slow ? 1_000_000 : 20_000_000, 0);
      }
      assertTrue(together > 4800, "only " + together + " times by several threads, slow " + slow);
    }
  }

  @Test
  void aNewEraIsMeasuredAnew() {
    Pace pace = new Pace();
    int together = 0;
    for (int i = 0; i < 50_000; i++) {
      boolean by = pace.together();
      together += i > 40_300 && by ? 1 : 0;
      boolean calm = i > 40_000;
      pace.ran(!by ? 2_000_000 : calm ? 1_000_000 : 3_000_000, calm ? 1 : 0);
    }
    assertTrue(together > 9_600, "only " + together + " times by several threads");
  }
}
