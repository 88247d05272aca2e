package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Routines made up for the purpose: slow or fast, with kernels that allocate or do not. */
class WarmupTest {
  private static final int SLOW = 200_000;
  private static final int MIDDLING = 50_000;
  private static final int FAST = 10;
  private static final int TURNS = 600;

  /** Keeps what kernels allocate from being optimised away. */
  @SuppressWarnings("unused")
  private static volatile Object sink;

  /** Two kernels, of which the second may allocate; writes which routine ran. */
  private static final class Marked extends Routine {
    private final float mark;
    private final int spins;
    private final boolean allocates;
    private final boolean tells;

    Marked(float mark, int spins, boolean allocates, boolean tells) {
      super(Precision.FLOAT, new Slot("x", false, 1, 0));
      this.mark = mark;
      this.spins = spins;
      this.allocates = allocates;
      this.tells = tells;
    }

    @Override
    public void run(Frame frame) {
      if (tells) {
        frame.begun();
      }
      float sum = 0;
      for (int i = 0; i < spins; i++) {
        sum += i * frame.floats[0][0];
      }
      frame.floats[0][0] = sum == -1 ? 0 : mark;
      if (tells) {
        frame.launched(0, "good");
      }
      if (allocates) {
        sink = new float[100];
      }
      if (tells) {
        frame.launched(1, "bad");
      }
    }
  }

  /** Copies of code, as they would be loaded one after the other; the last one again and again. */
  private record Copies(List<Marked> routines, boolean tells, int at, List<Set<String>> renewals)
      implements VectorCode {
    Copies(boolean tells, Marked... routines) {
      this(List.of(routines), tells, 0, new ArrayList<>());
    }

    @Override
    public Routine routine() {
      return routines.get(at);
    }

    @Override
    public Routine watched() {
      Marked of = routines.get(at);
      return tells ? new Marked(of.mark, of.spins, of.allocates, true) : null;
    }

    @Override
    public VectorCode renewed(Set<String> kernels) {
      renewals.add(Set.copyOf(kernels));
      return new Copies(routines, tells, Math.min(at + 1, routines.size() - 1), renewals);
    }
  }

  private static Marked marked(float mark, int spins) {
    return new Marked(mark, spins, false, false);
  }

  private static Marked allocating(float mark, int spins) {
    return new Marked(mark, spins, true, false);
  }

  private static Warmup warmup(Routine first, Routine plain, VectorCode code, int turns) {
    Warmup warmup = new Warmup(first, plain, code, 1_000_000, turns);
    first.warmup(warmup);
    return warmup;
  }

  /** Runs until nothing changes any more; what the frame holds then. */
  private static float last(Routine first, Warmup warmup) {
    Frame frame = new Frame(first, 2);
    long until = System.nanoTime() + 120_000_000_000L;
    while (!warmup.done() && System.nanoTime() < until) {
      frame.run();
    }
    assertTrue(warmup.done());
    frame.run();
    return frame.floats[0][0];
  }

  @Test
  void fasterCodeTakesOverOnceItIsReady() {
    Marked plain = marked(1, SLOW);
    Copies copies = new Copies(false, marked(2, FAST));
    Warmup warmup = warmup(plain, plain, copies, TURNS);
    Frame frame = new Frame(plain, 2);
    frame.run();
    assertEquals(1, frame.floats[0][0], "the first run is by plain code");
    assertEquals(2, last(plain, warmup));
    assertEquals(List.of(), copies.renewals);
  }

  @Test
  void slowerCodeNeverTakesOver() {
    Marked plain = marked(1, FAST);
    Copies copies = new Copies(true, marked(2, SLOW));
    Warmup warmup = warmup(plain, plain, copies, 40);
    assertEquals(1, last(plain, warmup));
    assertNull(warmup.faster());
  }

  @Test
  void kernelsThatAllocateAreLoadedAnew() {
    assumeTrue(Allocation.known());
    Marked plain = marked(1, SLOW);
    Copies copies = new Copies(true, allocating(2, MIDDLING), marked(3, FAST));
    assertEquals(3, last(plain, warmup(plain, plain, copies, TURNS)));
    assertEquals(List.of(Set.of("bad")), copies.renewals);
  }

  @Test
  void theFastestCopyIsTakenWhereAllAllocate() {
    assumeTrue(Allocation.known());
    Marked plain = marked(1, SLOW);
    Copies copies =
        new Copies(true, allocating(2, MIDDLING), allocating(3, FAST), allocating(4, MIDDLING));
    assertEquals(3, last(plain, warmup(plain, plain, copies, TURNS)));
    assertEquals(3, copies.renewals.size());
  }

  @Test
  void slowCodeIsLoadedAnewWhereNobodyTells() {
    Marked plain = marked(1, MIDDLING);
    Copies copies = new Copies(false, marked(2, SLOW), marked(3, FAST));
    assertEquals(3, last(plain, warmup(plain, plain, copies, TURNS)));
    assertEquals(List.of(Set.of()), copies.renewals);
  }

  @Test
  void demandedCodeIsMendedWhileItRuns() {
    assumeTrue(Allocation.known());
    Marked first = allocating(2, MIDDLING);
    Copies copies = new Copies(true, first, marked(3, FAST));
    Warmup warmup = warmup(first, marked(1, SLOW), copies, TURNS);
    Frame frame = new Frame(first, 2);
    frame.run();
    assertEquals(2, frame.floats[0][0]);
    assertEquals(3, last(first, warmup));
  }

  @Test
  void goodDemandedCodeStays() {
    assumeTrue(Allocation.known());
    Marked first = marked(2, FAST);
    Copies copies = new Copies(true, first, marked(3, FAST));
    Warmup warmup = warmup(first, marked(1, SLOW), copies, TURNS);
    assertEquals(2, last(first, warmup));
    assertEquals(List.of(), copies.renewals);
  }
}
