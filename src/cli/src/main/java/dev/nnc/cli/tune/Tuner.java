package dev.nnc.cli.tune;

import dev.nnc.cli.bench.Bench;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.Way;
import dev.nnc.runtime.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds faster ways for the contractions that take most of the time of a step. First each is tried
 * alone, one way against the present one. What gains there is compiled into the whole step, which
 * takes turns with the present one: there data come from other caches, and only what gains there,
 * too, is kept.
 */
public final class Tuner {
  /** Contractions that take a smaller share of a step are left alone. */
  private static final double LEAST_SHARE = 0.005;

  /** How much of the time for trials it takes to find out where the time goes. */
  private static final double LOOK = 0.05;

  /** How much of it steps as a whole take in the end. */
  private static final double CONFIRM = 0.15;

  /** So often a way gains in whole steps before it is kept. */
  private static final int TIMES = 2;

  private final Function<Choices, CompiledModel> compiler;
  private final Choices start;
  private final boolean predict;
  private final int batch;
  private final long seed;

  /**
   * What was found about a contraction.
   *
   * @param key which
   * @param share of the time of all launches
   * @param tried how many ways were tried
   * @param present the way before
   * @param chosen the way from now on
   * @param before nanoseconds a step before
   * @param after nanoseconds a step with the way that gained when tried alone; before, where none
   *     did
   */
  public record Line(
      String key, double share, int tried, Way present, Way chosen, double before, double after) {
    /** Whether another way was chosen. */
    public boolean gains() {
      return !chosen.equals(present);
    }
  }

  /**
   * What was found.
   *
   * @param choices those from which it started and those that gained
   * @param lines the contractions that were looked at, the largest share first
   * @param untried how many more there are that would have been, had there been time
   * @param before nanoseconds of all launches of a step before
   * @param after nanoseconds of all launches of a step with the choices
   */
  public record Outcome(
      Choices choices, List<Line> lines, int untried, double before, double after) {
    /** Copies the lines. */
    public Outcome {
      lines = List.copyOf(lines);
    }
  }

  /**
   * For a model.
   *
   * @param compiler compiles it with clocks
   * @param start the choices to start from
   * @param predict whether a step is a prediction instead of a training step
   * @param batch how many examples a step takes
   * @param seed of weights and examples
   */
  public Tuner(
      Function<Choices, CompiledModel> compiler,
      Choices start,
      boolean predict,
      int batch,
      long seed) {
    this.compiler = compiler;
    this.start = start;
    this.predict = predict;
    this.batch = batch;
    this.seed = seed;
  }

  /** A contraction in search of a way. */
  private record Entry(Subject subject, double nanos, double share) {}

  /**
   * Finds them.
   *
   * @param seconds how long to try ways; to get code ready takes more
   * @param progress is told what is done
   */
  public Outcome tune(double seconds, Consumer<String> progress) {
    CompiledModel compiled = compiler.apply(start);
    Bench present = bench(compiled);
    Rounds look = new Rounds(List.of(present));
    look.measure(seconds * LOOK * 1e9);
    double all = look.steps().before();
    List<Entry> entries = new ArrayList<>();
    Contractions contractions = Contractions.of(compiled, start);
    for (Subject subject : Subject.of(contractions, present.capacities().keySet())) {
      double nanos = look.launches(subject.launches()).before();
      if (nanos >= LEAST_SHARE * all && subject.choice().ways().size() > 1) {
        entries.add(new Entry(subject, nanos, nanos / all));
      }
    }
    entries.sort((a, b) -> Double.compare(b.nanos, a.nanos));
    Choices found = start;
    Map<String, Integer> tried = new LinkedHashMap<>();
    double left = seconds * (1 - LOOK - CONFIRM) * 1e9;
    double shares = entries.stream().mapToDouble(Entry::share).sum();
    for (Entry entry : entries) {
      Subject subject = entry.subject;
      if (left <= 0) {
        break;
      }
      long begin = System.nanoTime();
      Search search =
          new Search(
              compiled.passes().get(subject.routine()).program(),
              start,
              subject.choice(),
              subject.some(compiled),
              present.capacities().get(subject.routine()),
              entry.nanos,
              begin + (long) (left * entry.share / shares));
      Way best = search.best();
      if (!best.equals(subject.choice().taken())) {
        found = found.with(subject.key(), best);
      }
      tried.put(subject.key(), search.tried());
      shares -= entry.share;
      left -= System.nanoTime() - begin;
      progress.accept(
          "%d of %d: %s, %d ways tried%s"
              .formatted(
                  tried.size(),
                  entries.size(),
                  subject.key(),
                  search.tried(),
                  best.equals(subject.choice().taken()) ? "" : ", " + best));
    }
    Map<String, Comparison> measured = new LinkedHashMap<>();
    if (found.equals(start)) {
      return outcome(entries, tried, measured, start, look.steps());
    }
    return confirm(entries, tried, measured, found, seconds * CONFIRM * 1e9 / TIMES);
  }

  private Bench bench(CompiledModel compiled) {
    return new Bench(compiled, Engine.VECTOR, predict, batch, seed);
  }

  /**
   * Takes steps as before and with all that was found, both compiled afresh, until all that is left
   * has gained several times: now and then code comes out slow for no reason of its own.
   */
  private Outcome confirm(
      List<Entry> entries,
      Map<String, Integer> tried,
      Map<String, Comparison> measured,
      Choices candidates,
      double nanos) {
    Choices choices = candidates;
    int times = 0;
    Comparison steps;
    do {
      Rounds rounds =
          new Rounds(List.of(bench(compiler.apply(start)), bench(compiler.apply(choices))));
      rounds.measure(nanos);
      steps = rounds.steps();
      Choices kept = choices;
      for (Entry entry : entries) {
        String key = entry.subject.key();
        if (changed(choices, key)) {
          Comparison now = rounds.launches(entry.subject.launches());
          measured.merge(key, now, (a, b) -> a.ratio() > b.ratio() ? a : b);
          kept = now.gains() ? kept : back(kept, key);
        }
      }
      times = kept.equals(choices) ? times + 1 : 0;
      choices = kept;
    } while (times < TIMES && !choices.equals(start));
    return outcome(entries, tried, measured, choices, steps);
  }

  private boolean changed(Choices choices, String key) {
    Way way = choices.ways().get(key);
    return way != null && !way.equals(start.ways().get(key));
  }

  private Choices back(Choices choices, String key) {
    Way way = start.ways().get(key);
    return way == null ? choices.without(key) : choices.with(key, way);
  }

  private Outcome outcome(
      List<Entry> entries,
      Map<String, Integer> tried,
      Map<String, Comparison> measured,
      Choices choices,
      Comparison steps) {
    List<Line> lines = new ArrayList<>();
    int untried = 0;
    for (Entry entry : entries) {
      String key = entry.subject.key();
      Way taken = entry.subject.choice().taken();
      Comparison comparison = measured.get(key);
      boolean gains = changed(choices, key);
      untried += tried.containsKey(key) ? 0 : 1;
      lines.add(
          new Line(
              key,
              entry.share,
              tried.getOrDefault(key, 0),
              taken,
              gains ? choices.ways().get(key) : taken,
              comparison == null ? entry.nanos : comparison.before(),
              comparison == null ? entry.nanos : comparison.after()));
    }
    double after = choices.equals(start) ? steps.before() : steps.after();
    return new Outcome(choices, lines, untried, steps.before(), after);
  }
}
