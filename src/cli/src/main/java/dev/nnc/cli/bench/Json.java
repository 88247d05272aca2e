package dev.nnc.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, for programs: times in nanoseconds, all figures those of a step. */
public final class Json {
  private final Report report;

  /**
   * A text.
   *
   * @param report what was measured
   */
  public Json(Report report) {
    this.report = report;
  }

  /**
   * One object; under {@code kernels} it has an object for each kernel.
   *
   * @param about what else there is to say, by name: texts and numbers
   */
  public String text(Map<String, Object> about) {
    Map<String, Object> all = new LinkedHashMap<>(about);
    all.put("nanos", report.nanos());
    all.put("operations", report.operations());
    all.put("peakGflops", report.peak());
    List<String> lines = new ArrayList<>();
    report.lines().forEach(line -> lines.add("    " + JsonText.object(line(line), " ")));
    return JsonText.object(all, "kernels", lines);
  }

  private static Map<String, Object> line(Report.Line line) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("routine", line.routine());
    members.put("engine", line.engine().name().toLowerCase(Locale.ROOT));
    members.put("kernel", line.kernel());
    members.put("label", line.label());
    members.put("place", line.place());
    members.put("launches", line.launches());
    members.put("nanos", line.nanos());
    members.put("operations", line.operations());
    members.put("read", line.read());
    members.put("written", line.written());
    return members;
  }
}
