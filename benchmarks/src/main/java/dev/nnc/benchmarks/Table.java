package dev.nnc.benchmarks;

import dev.nnc.compiler.ir.Sharing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as a table in Markdown. */
final class Table {
  private static final String NONE = "";

  private static final List<String> HEAD =
      List.of(
          "workload",
          "batch",
          "interpreted",
          "unsimplified",
          "unshared",
          "generated",
          "by hand",
          "interpreted ÷ generated",
          "by hand ÷ generated",
          "unsimplified ÷ generated",
          "unshared ÷ generated",
          "nodes derived: written out, shared",
          "nodes simplified: written out, shared",
          "bytes a run",
          "compile: first, warm",
          "cold start");

  private final List<List<String>> rows = new ArrayList<>();
  private final String loadBefore = Machine.load();

  /**
   * What is measured once for a network.
   *
   * @param firstCompile nanoseconds from the file to loaded classes in a fresh virtual machine
   * @param warmCompile the same after some thirty times
   * @param coldStart nanoseconds from the start of a process to the first prediction
   */
  record Once(double firstCompile, double warmCompile, double coldStart) {}

  /**
   * Adds a line.
   *
   * @param line what was measured
   * @param results of all engines that took part
   * @param programs for the counts of nodes
   * @param once for the first line of a network, else null
   */
  void add(Case line, Map<Engine, Measurement> results, Programs programs, Once once) {
    List<String> row = new ArrayList<>(List.of(line.title(), "" + line.batch()));
    for (Engine engine : Engine.values()) {
      Measurement result = results.get(engine);
      boolean infeasible = engine == Engine.UNSHARED && !programs.unshared(line.program());
      row.add(infeasible ? "too large" : result == null ? NONE : result.time());
    }
    row.add(ratio(results, Engine.INTERPRETED));
    row.add(ratio(results, Engine.HAND_WRITTEN));
    row.add(ratio(results, Engine.UNSIMPLIFIED));
    row.add(ratio(results, Engine.UNSHARED));
    row.add(nodes(programs.derived(line.program())));
    row.add(nodes(programs.simplified(line.program())));
    row.add(String.format(Locale.ROOT, "%.0f", results.get(Engine.GENERATED).bytes()));
    row.add(
        once == null
            ? NONE
            : Measurement.time(once.firstCompile()) + ", " + Measurement.time(once.warmCompile()));
    row.add(once == null ? NONE : Measurement.time(once.coldStart()));
    rows.add(row);
  }

  private static String ratio(Map<Engine, Measurement> results, Engine other) {
    Measurement result = results.get(other);
    return result == null
        ? NONE
        : Measurement.digits(result.nanos() / results.get(Engine.GENERATED).nanos());
  }

  private static String nodes(Sharing sharing) {
    String format = sharing.expanded() < 1e6 ? "%.0f, %d" : "%.1e, %d";
    return String.format(Locale.ROOT, format, sharing.expanded(), sharing.shared());
  }

  /**
   * The whole table, with where and when it was measured.
   *
   * @param nothing the time of a process that starts a virtual machine and ends
   */
  String text(double nothing) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%s; %s; %s; load %s before, %s after; processor time of one thread, scalar engine, "
                + "float; cold start by the clock, `java --version` takes %s.%n%n",
            Machine.processor(),
            Machine.java(),
            LocalDate.now(ZoneOffset.UTC),
            loadBefore,
            Machine.load(),
            Measurement.time(nothing)));
    line(out, HEAD);
    line(out, HEAD.stream().map(name -> name.equals("workload") ? "---" : "---:").toList());
    rows.forEach(row -> line(out, row));
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
