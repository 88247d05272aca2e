package dev.nnc.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws the table of a sweep over two settings as coloured fields: the first setting from left to
 * right, the second one downwards, and in each field what the run reached.
 */
public final class DrawSweep {
  private static final int LEFT = 80;
  private static final int TOP = 40;
  private static final int WIDTH = 96;
  private static final int HEIGHT = 60;
  private static final int[] PALE = {246, 236, 219};
  private static final int[] DEEP = {33, 102, 136};

  /** Rows of a table. */
  private record Table(List<String> names, List<List<String>> rows) {
    static Table of(Path csv) throws IOException {
      List<List<String>> lines =
          Files.readAllLines(csv).stream().map(line -> List.of(line.split(","))).toList();
      return new Table(lines.get(0), lines.subList(1, lines.size()));
    }

    /** The rows that have something in a column: runs that failed do not. */
    Table where(int column) {
      return new Table(names, rows.stream().filter(row -> !row.get(column).isEmpty()).toList());
    }

    /** The different texts of a column, from above. */
    List<String> values(int column) {
      return rows.stream().map(row -> row.get(column)).distinct().toList();
    }

    int column(String name) {
      int column = names.indexOf(name);
      if (column < 0) {
        throw new IllegalArgumentException("no column " + name + " among " + names);
      }
      return column;
    }
  }

  private DrawSweep() {}

  /**
   * Runs the program.
   *
   * @param args the table that {@code nnc sweep -o} wrote, the column to show, and the SVG file to
   *     write
   * @throws IOException if that fails
   */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[2]), picture(Table.of(Path.of(args[0])), args[1]));
  }

  private static String picture(Table all, String shown) {
    int column = all.column(shown);
    Table table = all.where(column);
    List<String> across = table.values(0);
    List<String> down = table.values(1);
    int width = LEFT + WIDTH * across.size() + 20;
    int height = TOP + HEIGHT * down.size() + 40;
    List<String> lines = new ArrayList<>();
    lines.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
            + (width + " " + height)
            + "\" font-family=\"sans-serif\" font-size=\"13\">");
    lines.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
    lines.add(text(width / 2, 24, "middle", 15, "#222", shown));
    for (int i = 0; i < across.size(); i++) {
      String name = table.names().get(0) + " " + across.get(i);
      lines.add(text(middle(i), height - 16, "middle", 13, "#222", name));
    }
    for (int j = 0; j < down.size(); j++) {
      String name = table.names().get(1) + " " + down.get(j);
      lines.add(text(LEFT - 8, TOP + HEIGHT * j + 34, "end", 13, "#222", name));
    }
    double least = numbers(table, column).stream().mapToDouble(x -> x).min().orElse(0);
    double most = numbers(table, column).stream().mapToDouble(x -> x).max().orElse(1);
    for (List<String> row : table.rows()) {
      int x = across.indexOf(row.get(0));
      int y = down.indexOf(row.get(1));
      double value = Double.parseDouble(row.get(column));
      double share = most > least ? (value - least) / (most - least) : 1;
      lines.addAll(field(x, y, share, value, row.get(table.column("parameters"))));
    }
    lines.add("</svg>");
    return String.join("\n", lines) + "\n";
  }

  private static List<Double> numbers(Table table, int column) {
    return table.rows().stream().map(row -> Double.parseDouble(row.get(column))).toList();
  }

  private static List<String> field(int x, int y, double share, double value, String parameters) {
    int top = TOP + HEIGHT * y;
    String ink = share > 0.45 ? "#fff" : "#222";
    String size = String.format(Locale.ROOT, "%,d weights", Long.parseLong(parameters));
    return List.of(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%s\"/>",
            LEFT + WIDTH * x, top, WIDTH - 4, HEIGHT - 4, colour(share)),
        text(middle(x), top + 28, "middle", 15, ink, String.format(Locale.ROOT, "%.2f", value)),
        text(middle(x), top + 46, "middle", 11, ink, size));
  }

  /** A colour between the pale one and the deep one. */
  private static String colour(double share) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      hex.append(
          String.format(Locale.ROOT, "%02x", Math.round(PALE[i] + share * (DEEP[i] - PALE[i]))));
    }
    return hex.toString();
  }

  private static int middle(int x) {
    return LEFT + WIDTH * x + WIDTH / 2 - 2;
  }

  private static String text(int x, int y, String anchor, int size, String colour, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\">%s</text>",
        x, y, anchor, size, colour, text);
  }
}
