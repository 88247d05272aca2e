package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds stretches of launches that are there several times in a row, with the same kernels and
 * other arguments: equal blocks of a network, one behind the other. The code that launches them is
 * then a loop, and a deeper network has no more code.
 */
final class Repeats {
  /** A shorter stretch saves too little code for a loop. */
  private static final int LEAST_SAVED = 12;

  /** Launches in the longest stretch that is looked for; bounds the time of the search. */
  private static final int LONGEST = 1024;

  private final List<Launch> launches;
  private final int[] kernels;
  private final List<Plan.Repeat> found = new ArrayList<>();

  private Repeats(List<Launch> launches) {
    this.launches = launches;
    Map<Kernel, Integer> numbers = new HashMap<>();
    kernels =
        launches.stream()
            .mapToInt(l -> numbers.computeIfAbsent(l.kernel(), k -> numbers.size()))
            .toArray();
  }

  /**
   * The repeated stretches outside of loops, by ascending launch.
   *
   * @param launches all launches
   * @param loops which of them are run once a step
   */
  static List<Plan.Repeat> of(List<Launch> launches, List<Plan.Loop> loops) {
    Repeats repeats = new Repeats(launches);
    int from = 0;
    for (Plan.Loop loop : loops) {
      repeats.search(from, loop.from());
      from = loop.to();
    }
    repeats.search(from, launches.size());
    return repeats.found;
  }

  private void search(int from, int to) {
    int at = from;
    while (at < to) {
      Plan.Repeat best = null;
      for (int period = 1; period <= Math.min(LONGEST, (to - at) / 2); period++) {
        int same = 0;
        while (at + same + period < to && alike(at + same, at + same + period)) {
          same++;
        }
        Plan.Repeat repeat = new Plan.Repeat(at, period, 1 + same / period);
        if (repeat.times() > 1 && (best == null || repeat.saved() > best.saved())) {
          best = repeat;
        }
      }
      if (best != null && best.saved() >= LEAST_SAVED) {
        found.add(best);
        at = best.to();
      } else {
        at++;
      }
    }
  }

  /** Whether two launches run one kernel on the same tables; other arguments may differ. */
  private boolean alike(int a, int b) {
    if (kernels[a] != kernels[b]) {
      return false;
    }
    List<Launch.Source> one = launches.get(a).arrays();
    List<Launch.Source> other = launches.get(b).arrays();
    for (int i = 0; i < one.size(); i++) {
      boolean moves =
          one.get(i) instanceof Launch.FrameArray && other.get(i) instanceof Launch.FrameArray;
      if (!moves && !one.get(i).equals(other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
