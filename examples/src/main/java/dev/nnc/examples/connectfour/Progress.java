package dev.nnc.examples.connectfour;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** How many of a hundred games were won after so many of practice, and a picture of that. */
final class Progress {
  private static final int LEFT = 50;
  private static final int TOP = 40;
  private static final int WIDTH = 380;
  private static final int HEIGHT = 220;

  private final List<Point> points = new ArrayList<>();

  /**
   * What was measured once.
   *
   * @param games of practice
   * @param searching games won by network and search
   * @param alone games won by the network alone
   */
  record Point(int games, int searching, int alone) {}

  /** Takes note of a measurement. */
  void add(Point point) {
    points.add(point);
  }

  /** The last measurement. */
  Point last() {
    return points.get(points.size() - 1);
  }

  /** The picture, as SVG. */
  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 460 320\"");
    svg.append(" font-family=\"sans-serif\" font-size=\"12\">\n");
    svg.append("  <rect width=\"460\" height=\"320\" fill=\"#ffffff\"/>\n");
    text(
        svg,
        LEFT + WIDTH / 2,
        22,
        "middle",
        "Games won of 100 against a player that looks one move ahead");
    for (int won = 0; won <= 100; won += 25) {
      int y = y(won);
      svg.append(
          String.format(
              Locale.ROOT, "  <path d=\"M%d %dh%d\" stroke=\"#dddddd\"/>\n", LEFT, y, WIDTH));
      text(svg, LEFT - 8, y + 4, "end", String.valueOf(won));
    }
    for (Point point : points) {
      text(svg, x(point), TOP + HEIGHT + 18, "middle", String.valueOf(point.games()));
    }
    text(svg, LEFT + WIDTH / 2, TOP + HEIGHT + 40, "middle", "games against itself");
    line(svg, "#2f6f8f", Point::searching, "with search");
    line(svg, "#b5651d", Point::alone, "network alone");
    return svg.append("</svg>\n").toString();
  }

  private int x(Point point) {
    return LEFT + WIDTH * point.games() / Math.max(1, last().games());
  }

  private static int y(int won) {
    return TOP + HEIGHT - HEIGHT * won / 100;
  }

  /** Draws a line and writes what it is below its end. */
  private void line(StringBuilder svg, String color, ToIntFunction<Point> height, String name) {
    svg.append("  <polyline fill=\"none\" stroke-width=\"2\" stroke=\"").append(color);
    svg.append("\" points=\"");
    for (Point point : points) {
      svg.append(String.format(Locale.ROOT, "%d,%d ", x(point), y(height.applyAsInt(point))));
    }
    svg.append("\"/>\n");
    text(svg, LEFT + WIDTH, y(height.applyAsInt(last())) + 20, "end", name);
  }

  private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "  <text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            text));
  }
}
