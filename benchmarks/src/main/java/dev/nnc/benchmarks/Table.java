package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Workload;
import dev.nnc.compiler.CompiledModel;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as a table in Markdown. */
final class Table {
  private static final List<String> HEAD =
      List.of(
          "workload",
          "batch",
          "interpreted",
          "unsimplified",
          "generated",
          "hand-written",
          "generated against interpreted",
          "generated against hand-written",
          "GFLOP/s generated",
          "GFLOP/s hand-written",
          "bytes allocated by generated",
          "nodes written out, shared, simplified");

  private final Map<Workload, CompiledModel> models = new EnumMap<>(Workload.class);
  private final List<List<String>> rows = new ArrayList<>();
  private final String loadBefore = Machine.load();

  /** Adds a line. */
  void add(Case line, Map<Engine, Measurement> results) {
    CompiledModel model =
        models.computeIfAbsent(line.workload(), workload -> new Contest(workload, 1).compiled());
    Measurement generated = results.get(Engine.GENERATED);
    Measurement written = results.get(Engine.HAND_WRITTEN);
    double operations =
        line.step()
            ? Workload.stepOperations(model.info(), line.batch())
            : Workload.predictionOperations(model.info(), line.batch());
    List<String> row = new ArrayList<>(List.of(line.title(), "" + line.batch()));
    for (Engine engine : Engine.values()) {
      row.add(results.get(engine).time());
    }
    row.add(ratio(results.get(Engine.INTERPRETED), generated));
    row.add(ratio(written, generated));
    row.add(Measurement.digits(operations / generated.nanos()));
    row.add(Measurement.digits(operations / written.nanos()));
    row.add(String.format(Locale.ROOT, "%.0f", generated.bytes()));
    row.add(nodes(model, line.step() ? "train" : "predict"));
    rows.add(row);
  }

  private static String ratio(Measurement other, Measurement generated) {
    return Measurement.digits(other.nanos() / generated.nanos()) + " times as fast";
  }

  private static String nodes(CompiledModel model, String program) {
    return Sharing.of(model.elaborated().program(program)).text()
        + ", "
        + Sharing.of(model.passes().get(program).program()).shared();
  }

  /** The whole table, with where and when it was measured. */
  String text() {
    StringBuilder out = new StringBuilder();
    out.append(Machine.processor()).append("; ").append(Machine.java()).append("; ");
    out.append(LocalDate.now(ZoneOffset.UTC))
        .append("; load ")
        .append(loadBefore)
        .append(" before, ");
    out.append(Machine.load())
        .append(" after; processor time of one thread, scalar engine, float.\n\n");
    line(out, HEAD);
    line(out, HEAD.stream().map(name -> name.equals("workload") ? "---" : "---:").toList());
    rows.forEach(row -> line(out, row));
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
