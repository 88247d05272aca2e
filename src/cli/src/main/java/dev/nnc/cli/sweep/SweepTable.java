package dev.nnc.cli.sweep;

import dev.nnc.cli.terminal.Progress;
import dev.nnc.data.CsvOutput;
import dev.nnc.runtime.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rows of a sweep as a table: aligned for a person, as Markdown, or as CSV in full precision.
 */
public final class SweepTable {
  private static final String OUTCOME = "outcome";

  private final List<String> varied;
  private final List<String> figures;
  private final List<Row> rows;

  /**
   * A table of what was reached.
   *
   * @param varied the names of the values that were varied
   * @param rows in the order of the runs
   */
  public SweepTable(List<String> varied, List<Row> rows) {
    this.varied = List.copyOf(varied);
    this.rows = List.copyOf(rows);
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.figures().keySet()));
    if (columns.remove(Row.SECONDS)) {
      columns.add(Row.SECONDS); // last, also where a later run has more metrics
    }
    figures = List.copyOf(columns);
  }

  /** The names of all columns. */
  List<String> header() {
    List<String> names = new ArrayList<>(varied);
    names.addAll(figures);
    names.add(OUTCOME);
    return names;
  }

  /** The table with its columns aligned, a line a row. */
  public List<String> aligned() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header());
    rows.forEach(row -> lines.add(cells(row)));
    int[] widths = new int[header().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).codePointCount(0, line.get(i).length()));
      }
    }
    return lines.stream().map(line -> aligned(line, widths)).toList();
  }

  private static String aligned(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String blanks = " ".repeat(widths[i] - cell.codePointCount(0, cell.length()));
      boolean last = i + 1 == widths.length;
      line.append(i == 0 ? "" : "  ").append(last ? cell : blanks + cell);
    }
    return line.toString();
  }

  /** The table in Markdown, a line a row. */
  public List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("| " + String.join(" | ", header()) + " |");
    lines.add("|" + "---:|".repeat(header().size() - 1) + "---|");
    for (Row row : rows) {
      List<String> cells = cells(row).stream().map(cell -> cell.replace("|", "\\|")).toList();
      lines.add("| " + String.join(" | ", cells) + " |");
    }
    return lines;
  }

  /**
   * Writes the table as CSV.
   *
   * @param file where to
   * @param precision of the run: in it, numbers read back as the same
   */
  public void writeCsv(Path file, Precision precision) {
    CsvOutput.write(file, csv -> csv(csv, precision));
  }

  private void csv(CsvOutput csv, Precision precision) {
    header().forEach(csv::text);
    csv.end();
    for (Row row : rows) {
      varied.forEach(name -> csv.text(row.point().get(name)));
      for (String name : figures) {
        Double value = row.figures().get(name);
        if (value == null) {
          csv.text("");
        } else if (Row.WHOLE.contains(name) || name.equals(Row.SECONDS)) {
          csv.text(number(name, value));
        } else {
          csv.number(value, precision);
        }
      }
      csv.text(row.outcome()).end();
    }
  }

  private List<String> cells(Row row) {
    List<String> cells = new ArrayList<>();
    varied.forEach(name -> cells.add(row.point().get(name)));
    for (String name : figures) {
      Double value = row.figures().get(name);
      cells.add(value == null ? "" : number(name, value));
    }
    cells.add(row.outcome());
    return cells;
  }

  private static String number(String column, double value) {
    if (Row.WHOLE.contains(column)) {
      return String.valueOf((long) value);
    }
    return column.equals(Row.SECONDS)
        ? String.format(Locale.ROOT, "%.2f", value)
        : Progress.number(value);
  }
}
