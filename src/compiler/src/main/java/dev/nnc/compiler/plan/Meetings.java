package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the threads that share a routine's work meet. Launches whose threads each have a part of
 * the examples need no meeting between them, since what belongs to one example depends on no other:
 * all threads run through them, and through a whole loop of them, over their own examples. Nor do
 * launches that one thread runs alone. All others meet before and behind.
 *
 * <p>There is one thing more: an array may hold one value after another. Where these have different
 * sizes an example, what one thread writes may lie where another still reads, and they meet.
 */
final class Meetings {
  private enum Kind {
    /** One thread runs all. */
    ALONE,
    /** Each thread runs its examples. */
    EXAMPLES,
    /** Each thread runs a part of something else. */
    PARTS
  }

  private final List<Launch> launches;
  private final List<Map<Integer, Integer>> touched;
  private final BitSet before = new BitSet();
  private final List<Plan.Loop> loops = new ArrayList<>();

  /** What has run since the threads met last; null where nothing has. */
  private Kind since;

  private final Map<Integer, Integer> arrays = new HashMap<>();

  /**
   * Decides for a plan.
   *
   * @param launches its launches
   * @param touched for each launch the arrays that it touches of which each example has a part,
   *     with the size of that part
   * @param loops which launches are run once a step
   */
  Meetings(List<Launch> launches, List<Map<Integer, Integer>> touched, List<Plan.Loop> loops) {
    this.launches = launches;
    this.touched = touched;
    int next = 0;
    for (Plan.Loop loop : loops) {
      launches(next, loop.from());
      loop(loop);
      next = loop.to();
    }
    launches(next, launches.size());
  }

  /** The loops, each knowing whether the threads meet before it. */
  List<Plan.Loop> loops() {
    return loops;
  }

  /**
   * The launches before which the threads meet, in ascending order.
   *
   * @param repeats stretches whose times are launched by the same code
   */
  List<Integer> before(List<Plan.Repeat> repeats) {
    for (Plan.Repeat repeat : repeats) {
      for (int launch = repeat.from(); launch < repeat.to(); launch++) {
        if (before.get(launch)) {
          int first = repeat.from() + (launch - repeat.from()) % repeat.period();
          for (int time = 0; time < repeat.times(); time++) {
            before.set(first + time * repeat.period());
          }
        }
      }
    }
    return before.stream().boxed().toList();
  }

  private void launches(int from, int to) {
    for (int launch = from; launch < to; launch++) {
      if (!together(kind(launch), touched.get(launch))) {
        before.set(launch);
        since = null;
        arrays.clear();
      }
      follow(kind(launch), touched.get(launch));
    }
  }

  /** A loop of launches of one kind is run as one of them; any other begins with a meeting. */
  private void loop(Plan.Loop loop) {
    Kind kind = kind(loop.from());
    Map<Integer, Integer> all = new HashMap<>();
    boolean alike = kind != Kind.PARTS;
    for (int launch = loop.from(); launch < loop.to(); launch++) {
      alike &= kind(launch) == kind && agree(all, touched.get(launch));
      all.putAll(touched.get(launch));
    }
    if (!alike) {
      before.set(loop.from());
      since = null;
      arrays.clear();
      loops.add(loop);
      follow(kind, touched.get(loop.from()));
      launches(loop.from() + 1, loop.to());
      return;
    }
    boolean meet = !together(kind, all);
    if (meet) {
      since = null;
      arrays.clear();
    }
    follow(kind, all);
    loops.add(new Plan.Loop(loop.from(), loop.to(), loop.steps(), loop.reversed(), meet));
  }

  private void follow(Kind kind, Map<Integer, Integer> sizes) {
    since = kind;
    arrays.putAll(sizes);
  }

  /** Whether something may run without a meeting since what has run. */
  private boolean together(Kind kind, Map<Integer, Integer> sizes) {
    return since == null
        || (kind == Kind.ALONE && since == Kind.ALONE)
        || (kind == Kind.EXAMPLES && since == Kind.EXAMPLES && agree(arrays, sizes));
  }

  /** Whether no array has parts of different sizes. */
  private static boolean agree(Map<Integer, Integer> some, Map<Integer, Integer> others) {
    return others.entrySet().stream()
        .allMatch(e -> some.getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()));
  }

  private Kind kind(int launch) {
    Kernel kernel = launches.get(launch).kernel();
    if (!kernel.split()) {
      return Kind.ALONE;
    }
    Index examples = Index.variable(Kernel.BATCH);
    boolean all =
        kernel.body().stream()
            .allMatch(s -> !(s instanceof Statement.Part part) || part.extent().equals(examples));
    return all ? Kind.EXAMPLES : Kind.PARTS;
  }
}
