package dev.nnc.cli.tune;

import dev.nnc.cli.bench.Bench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Steps of compilations of one model in turn, with clocks. */
final class Rounds {
  private static final long LOOK_NANOS = 100_000_000L;

  /** So many looks without a better pace end the warm-up: a kernel may still be in compilation. */
  private static final int PATIENCE = 15;

  private static final double WARM_UP_NANOS = 100e9;

  /** A pace that is better by less than this share is the same. */
  private static final double SAME = 0.02;

  private static final int LEAST = 7;
  private static final int MOST = 400;
  private static final double SAMPLE_NANOS = 2e6;

  private final List<Bench> sides;

  /** For each round and side what each launch took a step, by its routine. */
  private final List<List<Map<String, long[]>>> rounds = new ArrayList<>();

  private int steps;

  Rounds(List<Bench> sides) {
    this.sides = List.copyOf(sides);
    steps = sides.get(0).turns();
  }

  /**
   * Takes steps.
   *
   * @param nanos how long, after a warm-up
   */
  void measure(double nanos) {
    double pace = 0;
    for (Bench side : sides) {
      pace = Math.max(pace, warmUp(side));
    }
    int turns = sides.get(0).turns();
    steps = turns * (int) Math.max(1, Math.min(10_000, SAMPLE_NANOS / pace / turns));
    long start = System.nanoTime();
    while (rounds.size() < LEAST || (rounds.size() < MOST && System.nanoTime() - start < nanos)) {
      List<Map<String, long[]>> round = new ArrayList<>();
      sides.forEach(side -> round.add(side.clocked(steps)));
      rounds.add(round);
    }
  }

  /** Nanoseconds a step. */
  private double warmUp(Bench side) {
    double best = Double.POSITIVE_INFINITY;
    int since = 0;
    Compilation compilation = new Compilation();
    long start = System.nanoTime();
    while (since < PATIENCE && System.nanoTime() - start < WARM_UP_NANOS) {
      double pace = Double.POSITIVE_INFINITY;
      long look = System.nanoTime();
      do {
        long one = System.nanoTime();
        side.clocked(steps);
        pace = Math.min(pace, (System.nanoTime() - one) / (double) steps);
      } while (System.nanoTime() - look < LOOK_NANOS);
      since = compilation.busy() || pace < best * (1 - SAME) ? 0 : since + 1;
      best = Math.min(best, pace);
    }
    return best;
  }

  /** The first side and the last one as a whole; where there is one side, that and itself. */
  Comparison steps() {
    return Comparison.of(times(0, null), times(sides.size() - 1, null));
  }

  /**
   * The first side and the last one in some launches.
   *
   * @param launches their numbers by routine
   */
  Comparison launches(Map<String, Set<Integer>> launches) {
    return Comparison.of(times(0, launches), times(sides.size() - 1, launches));
  }

  /** Nanoseconds a step in each round, of some launches or of all. */
  private double[] times(int side, Map<String, Set<Integer>> launches) {
    double[] times = new double[rounds.size()];
    for (int i = 0; i < times.length; i++) {
      double sum = 0;
      for (Map.Entry<String, long[]> routine : rounds.get(i).get(side).entrySet()) {
        long[] nanos = routine.getValue();
        for (int launch = 0; launch < nanos.length; launch++) {
          boolean counts =
              launches == null
                  || launches.getOrDefault(routine.getKey(), Set.of()).contains(launch);
          sum += counts ? nanos[launch] : 0;
        }
      }
      times[i] = sum / steps;
    }
    return times;
  }
}
