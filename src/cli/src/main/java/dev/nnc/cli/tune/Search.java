package dev.nnc.cli.tune;

import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.plan.Choice;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.Way;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Looks for the fastest way of a contraction, one decision after the other: which factor gives the
 * rows and what is packed, then how many rows and vectors together, then the axis, then the blocks.
 */
final class Search {
  private final Program program;
  private final Choices choices;
  private final Choice choice;
  private final List<Integer> launches;
  private final int capacity;
  private final long deadline;
  private final Set<Way> tried = new HashSet<>();
  private Way best;
  private Comparison found;
  private Trial present;
  private double expected;

  /**
   * A search.
   *
   * @param program the program of the routine
   * @param choices what is chosen at present
   * @param choice what there is to choose
   * @param launches those of the contraction
   * @param capacity how many examples there are
   * @param expected about how many nanoseconds the launches take in all
   * @param deadline until when to try ways, one in any case, by {@link System#nanoTime}
   */
  Search(
      Program program,
      Choices choices,
      Choice choice,
      List<Integer> launches,
      int capacity,
      double expected,
      long deadline) {
    this.program = program;
    this.choices = choices;
    this.choice = choice;
    this.launches = List.copyOf(launches);
    this.capacity = capacity;
    this.expected = expected;
    this.deadline = deadline;
    best = choice.taken();
    tried.add(best);
  }

  /** The fastest way; the present one where none gains. */
  Way best() {
    present = trial(choice.taken(), expected);
    expected = present.fastest();
    compare(choice.usual());
    compare(tiles());
    compare(near((way, other) -> sameTile(way, other) && way.axis() != other.axis()));
    compare(near((way, other) -> sameTile(way, other) && way.columns() != other.columns()));
    compare(near((way, other) -> sameTile(way, other) && way.summands() != other.summands()));
    return found != null && found.gains() ? best : choice.taken();
  }

  /** How many ways were tried, the present one not counted. */
  int tried() {
    return tried.size() - 1;
  }

  private Trial trial(Way way, double nanos) {
    return new Trial(program, choices.with(choice.key(), way), launches, capacity, nanos);
  }

  private void compare(List<Way> ways) {
    for (Way way : ways) {
      boolean time = tried.size() == 1 || System.nanoTime() < deadline;
      if (time && tried.add(way)) {
        Comparison comparison = Duel.of(present, trial(way, expected));
        if (found == null ? comparison.ratio() < 1 : comparison.ratio() < found.ratio()) {
          found = comparison;
          best = way;
        }
      }
    }
  }

  /**
   * Ways with other tiles, those with most results at once first; with far fewer none is faster.
   */
  private List<Way> tiles() {
    int least = results(best) / 2;
    return near(Search::sameBlocks).stream()
        .filter(way -> results(way) >= least)
        .sorted(Comparator.comparing(Search::results).reversed())
        .toList();
  }

  private static int results(Way way) {
    return way.together() * way.vectors();
  }

  private List<Way> near(BiPredicate<Way, Way> like) {
    Way from = best;
    return choice.ways().stream()
        .filter(way -> way.rows() == from.rows() && way.packed() == from.packed())
        .filter(way -> like.test(way, from))
        .toList();
  }

  private static boolean sameBlocks(Way way, Way other) {
    return way.axis() == other.axis()
        && way.columns() == other.columns()
        && way.summands() == other.summands();
  }

  /** Whether ways differ in one of axis, columns and summands at most. */
  private static boolean sameTile(Way way, Way other) {
    int differences =
        (way.axis() == other.axis() ? 0 : 1)
            + (way.columns() == other.columns() ? 0 : 1)
            + (way.summands() == other.summands() ? 0 : 1);
    return way.together() == other.together()
        && way.vectors() == other.vectors()
        && differences <= 1;
  }
}
