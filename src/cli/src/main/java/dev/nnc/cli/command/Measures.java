package dev.nnc.cli.command;

import dev.nnc.runtime.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metrics of an evaluation: a line for a number, a table for what has rows and columns. */
final class Measures {
  private final Scores scores;

  Measures(Scores scores) {
    this.scores = scores;
  }

  /** All metrics, in their order. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Map<String, Map<String, List<String>>> tables = new LinkedHashMap<>();
    for (int i = 0; i < scores.names().size(); i++) {
      String name = scores.names().get(i);
      double value = scores.values().get(i);
      int bracket = name.indexOf('[');
      if (bracket < 0) {
        lines.add(name + " " + value);
        continue;
      }
      String place = name.substring(bracket + 1, name.length() - 1);
      int comma = place.lastIndexOf(", ");
      tables
          .computeIfAbsent(name.substring(0, bracket), unknown -> new LinkedHashMap<>())
          .computeIfAbsent(comma < 0 ? "" : place.substring(0, comma), row -> new ArrayList<>())
          .add(number(value));
    }
    tables.forEach((name, rows) -> table(lines, name, rows));
    return lines;
  }

  private static void table(List<String> lines, String name, Map<String, List<String>> rows) {
    int columns = rows.values().iterator().next().size();
    int head = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    int width = String.valueOf(columns - 1).length();
    for (List<String> cells : rows.values()) {
      width = Math.max(width, cells.stream().mapToInt(String::length).max().orElse(0));
    }
    lines.add(name);
    StringBuilder header = new StringBuilder(" ".repeat(head + 2));
    for (int i = 0; i < columns; i++) {
      header.append("  ").append(right(String.valueOf(i), width));
    }
    lines.add(header.toString());
    for (Map.Entry<String, List<String>> row : rows.entrySet()) {
      StringBuilder line = new StringBuilder("  ").append(right(row.getKey(), head));
      for (String cell : row.getValue()) {
        line.append("  ").append(right(cell, width));
      }
      lines.add(line.toString());
    }
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  /** Counts without decimals. */
  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? String.valueOf((long) value) : String.valueOf(value);
  }
}
