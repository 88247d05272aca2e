package dev.nnc.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What was measured, for people. */
public final class Table {
  private static final String HEAD = "%10s  %6s  %9s  %6s  %9s  %8s  %s";
  private static final int LONGEST = 72;

  private final Report report;

  /**
   * A table.
   *
   * @param report what was measured
   */
  public Table(Report report) {
    this.report = report;
  }

  /**
   * The step as a whole, then a line a kernel.
   *
   * @param what what a step is
   * @param batch how many examples it takes
   * @param most how many kernels at most; the others share a line
   */
  public List<String> lines(String what, int batch, int most) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s %s, %,.0f examples/s, %s GFLOP/s, %s of the peak of %s GFLOP/s",
            Units.time(report.nanos()),
            what,
            batch / report.nanos() * 1e9,
            rate(report.operations() / report.nanos()),
            share(report.operations() / report.nanos(), report.peak()),
            rate(report.peak())));
    double all = report.lines().stream().mapToDouble(Report.Line::nanos).sum();
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT, HEAD, "time", "share", "GFLOP/s", "peak", "moved", "launches", "kernel"));
    int shown = Math.min(most, report.lines().size());
    for (Report.Line line : report.lines().subList(0, shown)) {
      lines.add(line(line, all, what(line)));
    }
    if (shown < report.lines().size()) {
      List<Report.Line> rest = report.lines().subList(shown, report.lines().size());
      lines.add(line(sum(rest), all, rest.size() + " others"));
    }
    lines.add(line(sum(report.lines()), all, report.lines().size() + " kernels in all"));
    return lines;
  }

  private String line(Report.Line line, double all, String what) {
    double rate = line.nanos() > 0 ? line.operations() / line.nanos() : Double.NaN;
    return String.format(
        Locale.ROOT,
        HEAD,
        Units.time(line.nanos()),
        share(line.nanos(), all),
        rate(rate),
        share(rate, report.peak()),
        Units.bytes(line.read() + line.written()),
        String.format(
            Locale.ROOT,
            line.launches() == Math.rint(line.launches()) ? "%.0f" : "%.2f",
            line.launches()),
        what);
  }

  private static Report.Line sum(List<Report.Line> lines) {
    Set<String> routines = new TreeSet<>();
    double[] sums = new double[5];
    for (Report.Line line : lines) {
      routines.add(line.routine());
      sums[0] += line.launches();
      sums[1] += line.nanos();
      sums[2] += line.operations();
      sums[3] += line.read();
      sums[4] += line.written();
    }
    return new Report.Line(
        String.join(", ", routines),
        lines.get(0).engine(),
        -1,
        "",
        "",
        sums[0],
        sums[1],
        sums[2],
        sums[3],
        sums[4]);
  }

  private static String what(Report.Line line) {
    String label = line.label();
    label = label.length() <= LONGEST ? label : label.substring(0, LONGEST - 1) + "…";
    String place = line.place().isEmpty() ? "" : "  " + line.place();
    return line.routine() + " " + line.kernel() + ": " + label + place;
  }

  private static String rate(double rate) {
    return Double.isNaN(rate) ? "-" : String.format(Locale.ROOT, rate < 10 ? "%.2f" : "%.1f", rate);
  }

  private static String share(double part, double whole) {
    return Double.isNaN(part) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * part / whole);
  }
}
