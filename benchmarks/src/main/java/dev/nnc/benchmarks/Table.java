package dev.nnc.benchmarks;

import dev.nnc.compiler.ir.Sharing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as a table in Markdown, line by line as they come in. */
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
          "bytes allocated a step",
          "compile: first, warm",
          "cold start");

  private Table() {}

  /**
   * What is measured once for a network.
   *
   * @param firstCompile nanoseconds from the file to loaded classes in a fresh virtual machine
   * @param warmCompile the same after some thirty times
   * @param coldStart nanoseconds from the start of a process to the first prediction
   * @param bytes that a step of generated code allocates
   */
  record Once(double firstCompile, double warmCompile, double coldStart, double bytes) {}

  /**
   * A line.
   *
   * @param line what was measured
   * @param results of all engines that took part
   * @param programs for the counts of nodes
   * @param once for the first line of a network, else null
   */
  static String row(Case line, Map<Engine, Measurement> results, Programs programs, Once once) {
    List<String> row = new ArrayList<>(List.of(line.title(), "" + line.batch()));
    for (Engine engine : Engine.values()) {
      Measurement result = results.get(engine);
      boolean infeasible =
          switch (engine) {
            case INTERPRETED -> !programs.interpreted(line);
            case UNSHARED -> !programs.unshared(line.program());
            case UNSIMPLIFIED, GENERATED, HAND_WRITTEN -> false;
          };
      row.add(infeasible ? "too large" : result == null ? NONE : result.time());
    }
    row.add(ratio(results, Engine.INTERPRETED));
    row.add(ratio(results, Engine.HAND_WRITTEN));
    row.add(ratio(results, Engine.UNSIMPLIFIED));
    row.add(ratio(results, Engine.UNSHARED));
    row.add(nodes(programs.derived(line.program())));
    row.add(nodes(programs.simplified(line.program())));
    row.addAll(once == null ? List.of(NONE, NONE, NONE) : cells(once));
    return markdown(row);
  }

  private static List<String> cells(Once once) {
    return List.of(
        String.format(Locale.ROOT, "%.0f", once.bytes()),
        Measurement.time(once.firstCompile()) + ", " + Measurement.time(once.warmCompile()),
        Measurement.time(once.coldStart()));
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
   * Where and when it is measured, and the names of the columns.
   *
   * @param nothing the time of a process that starts a virtual machine and ends
   */
  static String head(double nothing) {
    String where =
        String.format(
            Locale.ROOT,
            "%s; %s; %s; load %s; processor time of one thread, %s engine, float; cold start "
                + "by the clock, where `java --version` takes %s.%n%n",
            Machine.processor(),
            Machine.java(),
            LocalDate.now(ZoneOffset.UTC),
            Machine.load(),
            dev.nnc.runtime.Engine.current().name().toLowerCase(Locale.ROOT),
            Measurement.time(nothing));
    List<String> line =
        HEAD.stream().map(name -> name.equals("workload") ? "---" : "---:").toList();
    return where + markdown(HEAD) + markdown(line);
  }

  /** What is to be said at the end. */
  static String foot() {
    return "\nLoad at the end: " + Machine.load() + ".\n";
  }

  private static String markdown(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
