package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ways to compute values of a tape again. There are three means, tried in all combinations: values
 * that are quickly made of others, such as an activation of a sum, are made again wherever a
 * gradient reads them; the tape is cut into stretches (see {@link Cuts}), each but the last of
 * which is computed again from what is kept across the cut before it (Griewank and Walther,
 * "Evaluating derivatives", 2008, chapter 12; Chen and others, "Training deep nets with sublinear
 * memory cost", 2016); and what is dear for its size, such as a mean over a batch, is kept.
 */
final class Recomputations {
  /** How much work for a byte counts as quick, from nothing at all. */
  private static final double[] QUICK = {0, 1, 2.5, 10};

  /** How much work for a byte is dear. */
  private static final double[] DEAR = {50, Double.POSITIVE_INFINITY};

  /** By how much bounds of stretches differ, and how far they go down. */
  private static final double STEP = 2.0 / 3;

  private static final int FINEST = 400;

  /**
   * A way.
   *
   * @param dropped what is computed again
   * @param quick which of these are made again wherever a gradient reads them
   * @param work about how much is added, in elementary operations
   * @param kept how many bytes are kept from the forward to the backward pass
   * @param about a guess of the most that is alive at once, in bytes
   */
  record Choice(Set<Node> dropped, Set<Node> quick, long work, long kept, long about) {
    Choice {
      dropped = Set.copyOf(dropped);
      quick = Set.copyOf(quick);
    }
  }

  private record Way(Set<Node> dropped, Set<Node> quick) {}

  private final List<Tape.Entry> tape;

  private Recomputations(List<Tape.Entry> tape) {
    this.tape = tape;
  }

  /** The ways for a tape, the first of which computes nothing again. */
  static List<Choice> of(Tape tape) {
    return new Recomputations(tape.entries()).all();
  }

  private List<Choice> all() {
    long saved = tape.stream().filter(Tape.Entry::saved).mapToLong(Tape.Entry::bytes).sum();
    Map<Long, List<Integer>> cuts = new HashMap<>();
    List<Choice> all = new ArrayList<>();
    Set<Way> known = new HashSet<>();
    for (double quick : QUICK) {
      Set<Node> made = quick(quick);
      for (long bound = Math.max(1, saved); bound > saved / FINEST; bound = (long) (bound * STEP)) {
        for (double dear : DEAR) {
          List<Integer> ends = cuts.computeIfAbsent(bound, b -> Cuts.of(tape, b));
          Choice choice = choice(made, ends, dear);
          if (known.add(new Way(choice.dropped, choice.quick))) {
            all.add(choice);
          }
        }
      }
    }
    return all;
  }

  /** Values that take little work for their size, with that for others that are made for them. */
  private Set<Node> quick(double most) {
    Map<Node, Long> works = new HashMap<>();
    for (Tape.Entry entry : tape) {
      long work = entry.work();
      for (Node source : entry.sources()) {
        work += works.getOrDefault(source, 0L);
      }
      if (work <= most * entry.bytes()) {
        works.put(entry.node(), work);
      }
    }
    return works.keySet();
  }

  private Choice choice(Set<Node> made, List<Integer> ends, double dear) {
    Set<Node> dropped = new LinkedHashSet<>(made);
    Set<Node> quick = new LinkedHashSet<>(made);
    Set<Node> again = new HashSet<>();
    long longest = 0;
    int begin = 0;
    for (int end : ends) {
      long stretch = 0;
      boolean last = end == tape.size();
      for (Tape.Entry entry : tape.subList(begin, end)) {
        boolean keep =
            entry.crosses(tape.get(end - 1).at()) || entry.work() >= dear * entry.bytes();
        if (!last && keep) {
          dropped.remove(entry.node());
          quick.remove(entry.node());
        } else if (!last) {
          dropped.add(entry.node());
          again.add(entry.node());
          stretch += entry.saved() && !quick.contains(entry.node()) ? entry.bytes() : 0;
        }
      }
      longest = Math.max(longest, stretch);
      begin = end;
    }
    long work = 0;
    long kept = 0;
    Set<Node> read = new HashSet<>();
    for (int i = tape.size() - 1; i >= 0; i--) {
      Tape.Entry entry = tape.get(i);
      boolean wanted = entry.saved() || read.contains(entry.node());
      if (wanted && dropped.contains(entry.node())) {
        read.addAll(entry.sources());
        work += again.contains(entry.node()) ? entry.work() : 0;
        work += quick.contains(entry.node()) ? entry.work() : 0;
      } else if (wanted) {
        kept += entry.bytes();
      }
    }
    return new Choice(dropped, quick, work, kept, kept + longest);
  }
}
