package dev.nnc.benchmarks.peers;

import dev.nnc.benchmarks.Machine;
import dev.nnc.benchmarks.Measurement;
import dev.nnc.cli.bench.MachinePeak;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table, in Markdown. */
final class Report {
  private static final List<String> HEAD =
      List.of(
          "workload",
          "threads",
          "engine",
          "time",
          "GFLOP/s",
          "of the peak",
          "library",
          "its time",
          "ratio",
          "least to greatest",
          "goal");

  private Report() {}

  /** Where, when and against what. */
  static String head(List<Library> libraries) {
    String releases =
        libraries.stream()
            .map(library -> library.name() + " is " + library.release())
            .collect(Collectors.joining(", "));
    String where =
        String.format(
            Locale.ROOT,
            "%s; %s; %s; load %s; float, by the clock%s.%n%n",
            Machine.processor(),
            Machine.java(),
            LocalDate.now(ZoneOffset.UTC),
            Machine.load(),
            releases.isEmpty() ? "" : "; " + releases);
    return where + row(HEAD) + row(HEAD.stream().map(Report::rule).toList());
  }

  private static String rule(String name) {
    return List.of("workload", "engine", "library").contains(name) ? "---" : "---:";
  }

  /** The rows of a race: each engine against each library. */
  static String rows(Line line, int threads, Map<Setup, double[]> results) {
    StringBuilder rows = new StringBuilder();
    double peak = peak(threads, results);
    for (Map.Entry<Setup, double[]> ours : results.entrySet()) {
      if (ours.getKey().contestant().equals(Setup.GENERATED)) {
        List<String> start = ours(line, threads, ours.getKey(), ours.getValue(), peak);
        boolean alone = true;
        for (Map.Entry<Setup, double[]> other : results.entrySet()) {
          String library = other.getKey().contestant();
          if (!library.equals(Setup.GENERATED) && !library.equals(Setup.PEAK)) {
            rows.append(pair(start, line, threads, library, ours.getValue(), other.getValue()));
            alone = false;
          }
        }
        if (alone) {
          rows.append(row(extend(start, List.of("", "", "", "", ""))));
        }
      }
    }
    return rows.toString();
  }

  private static double peak(int threads, Map<Setup, double[]> results) {
    return results.entrySet().stream()
        .filter(result -> result.getKey().contestant().equals(Setup.PEAK))
        .mapToDouble(result -> MachinePeak.operations(threads) / median(result.getValue()))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static List<String> ours(
      Line line, int threads, Setup setup, double[] nanos, double peak) {
    double rate = Work.flops(line) / median(nanos);
    return List.of(
        line.title(),
        "" + threads,
        setup.engine(),
        Measurement.time(median(nanos)),
        Measurement.digits(rate),
        Double.isNaN(peak) ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * rate / peak));
  }

  private static String pair(
      List<String> start, Line line, int threads, String library, double[] ours, double[] other) {
    double[] ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = other[i] / ours[i];
    }
    Arrays.sort(ratios);
    double ratio = median(ratios);
    double goal = line.goal(library, threads);
    return row(
        extend(
            start,
            List.of(
                library,
                Measurement.time(median(other)),
                Measurement.digits(ratio),
                Measurement.digits(ratios[0])
                    + " to "
                    + Measurement.digits(ratios[ratios.length - 1]),
                Double.isNaN(goal)
                    ? ""
                    : Measurement.digits(goal) + (ratio >= goal ? " reached" : " missed"))));
  }

  /** What is to be said at the end: the peaks, one for each number of threads. */
  static String foot(Map<Integer, Double> peaks) {
    String list =
        peaks.entrySet().stream()
            .map(
                peak ->
                    String.format(Locale.ROOT, "%d: %.0f GFLOP/s", peak.getKey(), peak.getValue()))
            .collect(Collectors.joining("; "));
    return "\nPeak of multiply-adds by threads: "
        + list
        + ". Load at the end: "
        + Machine.load()
        + ".\n";
  }

  /** The peak of a race. */
  static double peakOf(int threads, Map<Setup, double[]> results) {
    return peak(threads, results);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static List<String> extend(List<String> start, List<String> rest) {
    List<String> all = new ArrayList<>(start);
    all.addAll(rest);
    return all;
  }

  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
