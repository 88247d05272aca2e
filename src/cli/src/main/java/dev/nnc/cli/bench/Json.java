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
    report.lines().forEach(line -> lines.add("    " + object(line(line), " ")));
    String head = object(all, "\n  ");
    return head.substring(0, head.length() - 1)
        + ",\n  \"kernels\": [\n"
        + String.join(",\n", lines)
        + "\n  ]\n}";
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

  private static String object(Map<String, Object> members, String before) {
    List<String> texts = new ArrayList<>();
    members.forEach((name, value) -> texts.add(before + string(name) + ": " + value(value)));
    return "{"
        + String.join(",", texts)
        + (before.isBlank() && before.length() > 1 ? "" : " ")
        + "}";
  }

  private static String value(Object value) {
    return value instanceof Number ? String.valueOf(value) : string(String.valueOf(value));
  }

  private static String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
