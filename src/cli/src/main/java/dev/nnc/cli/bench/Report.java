package dev.nnc.cli.bench;

import dev.nnc.compiler.plan.Effort;
import dev.nnc.compiler.plan.Kernel;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Statement;
import dev.nnc.runtime.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured. All figures but the peak are those of a step.
 *
 * @param nanos how long it takes
 * @param operations how many operations it does
 * @param peak operations a nanosecond that the machine does at most, in single precision
 * @param lines where the time goes, the longest time first
 */
public record Report(double nanos, double operations, double peak, List<Line> lines) {
  /**
   * A kernel of a routine.
   *
   * @param routine the routine
   * @param engine how it computes
   * @param kernel the number of the kernel, as listings of the plan have it
   * @param label what it computes: in the launch that takes longest
   * @param place file and line where that stands, or an empty text
   * @param launches how often it is launched
   * @param nanos how long that takes
   * @param operations how many operations that are
   * @param read bytes that are read
   * @param written bytes that are written
   */
  public record Line(
      String routine,
      Engine engine,
      int kernel,
      String label,
      String place,
      double launches,
      double nanos,
      double operations,
      double read,
      double written) {}

  /** Copies the lines. */
  public Report {
    lines = List.copyOf(lines);
  }

  static Report of(List<Stage> stages, Meter meter, double peak, String file) {
    List<Line> lines = new ArrayList<>();
    for (int s = 0; s < stages.size(); s++) {
      lines.addAll(lines(stages.get(s), meter.launches(s), file));
    }
    lines.sort((a, b) -> Double.compare(b.nanos, a.nanos));
    double operations = lines.stream().mapToDouble(Line::operations).sum();
    return new Report(meter.step(), operations, peak, lines);
  }

  private static List<Line> lines(Stage stage, double[] nanos, String file) {
    double share = 1.0 / stage.every();
    Plan plan = stage.plan;
    List<Effort> efforts = Effort.of(plan, stage.capacity);
    Map<Kernel, List<Integer>> launches = new LinkedHashMap<>();
    for (int i = 0; i < nanos.length; i++) {
      Kernel kernel = plan.launches().get(i).kernel();
      launches.computeIfAbsent(kernel, k -> new ArrayList<>()).add(i);
    }
    Map<Kernel, Integer> numbers = plan.numbers();
    List<Line> lines = new ArrayList<>();
    launches.forEach(
        (kernel, all) -> {
          double time = 0;
          double runs = 0;
          int longest = all.get(0);
          Effort effort = Effort.NONE;
          for (int i : all) {
            time += nanos[i];
            runs += runs(plan, i);
            effort = effort.plus(efforts.get(i).times(runs(plan, i)));
            longest = nanos[i] > nanos[longest] ? i : longest;
          }
          int bytes = plan.precision().bytes();
          lines.add(
              new Line(
                  stage.routine,
                  stage.engine,
                  numbers.get(kernel),
                  plan.launches().get(longest).label(),
                  place(kernel, file),
                  runs * share,
                  time,
                  effort.operations() * share,
                  effort.read() * bytes * share,
                  effort.written() * bytes * share));
        });
    return lines;
  }

  /** How often a launch is run in a run of its routine. */
  static int runs(Plan plan, int launch) {
    for (Plan.Loop loop : plan.loops()) {
      if (loop.from() <= launch && launch < loop.to()) {
        return loop.steps();
      }
    }
    return 1;
  }

  /** The first line of the file that a kernel comes from, else that of another file. */
  private static String place(Kernel kernel, String file) {
    List<Statement.Line> found = new ArrayList<>();
    kernel.lines().forEach(found::add);
    for (Statement.Line line : found) {
      if (line.source().equals(file)) {
        return text(line);
      }
    }
    return found.isEmpty() ? "" : text(found.get(0));
  }

  private static String text(Statement.Line line) {
    String source = line.source();
    return source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1)
        + ":"
        + line.line();
  }
}
