package dev.nnc.benchmarks.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the table with one number of threads: all contestants take turns, round by round,
 * each in a warm process of its own that is idle while others run.
 */
final class Race implements AutoCloseable {
  /** So many milliseconds lie between two contestants: threads that spin go to sleep. */
  private static final long PAUSE = 50;

  private final Line line;
  private final int threads;
  private final long millis;
  private final List<Child> children = new ArrayList<>();

  /**
   * A race that is about to start.
   *
   * @param millis how long each round of each contestant is
   */
  Race(Line line, int threads, long millis) {
    this.line = line;
    this.threads = threads;
    this.millis = millis;
  }

  /**
   * Starts all processes, checks that they compute the same, warms them up, and measures them in
   * turns.
   *
   * @param engines of generated code
   * @param libraries by name
   * @return nanoseconds a run in each round, by the title of the contestant
   */
  Map<Setup, double[]> run(List<String> engines, List<String> libraries, int rounds)
      throws IOException {
    children.add(warm(new Child(Setup.peak(threads), line)));
    Answer truth = null;
    for (String engine : engines) {
      Child child = new Child(Setup.generated(engine, threads), line);
      children.add(child);
      Answer answer = child.answer();
      if (truth == null) {
        truth = answer;
      } else {
        truth.agree(engine, answer, 0);
      }
      warm(child);
    }
    for (String library : libraries) {
      children.add(best(library, truth));
    }
    return turns(rounds);
  }

  /** The library with the pools of threads that suit it best. */
  private Child best(String library, Answer truth) throws IOException {
    Map<Child, Double> paces = new LinkedHashMap<>();
    for (Setup setup : Setup.library(library, line, threads)) {
      Child child = new Child(setup, line);
      paces.put(child, Double.POSITIVE_INFINITY);
      truth.agree(library, child.answer(), line.tolerance());
      warm(child);
      paces.put(child, child.round(2 * millis));
    }
    Child best = paces.keySet().stream().min(Comparator.comparing(paces::get)).orElseThrow();
    for (Child child : paces.keySet()) {
      if (child != best) {
        child.close();
      }
    }
    if (paces.size() > 1) {
      System.err.println("  " + library + " is best with " + best.setup().environment());
    }
    return best;
  }

  private static Child warm(Child child) throws IOException {
    double best = child.warmUp();
    System.err.printf("  %s: %.2f µs warm%n", child.setup().title(), best / 1e3);
    return child;
  }

  private Map<Setup, double[]> turns(int rounds) throws IOException {
    Map<Setup, double[]> results = new LinkedHashMap<>();
    children.forEach(child -> results.put(child.setup(), new double[rounds]));
    for (int round = 0; round < rounds; round++) {
      for (Child child : children) {
        pause();
        results.get(child.setup())[round] = child.round(millis);
      }
    }
    return results;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all processes. */
  @Override
  public void close() throws IOException {
    for (Child child : children) {
      child.close();
    }
  }
}
