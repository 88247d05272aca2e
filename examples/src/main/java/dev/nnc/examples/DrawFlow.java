package dev.nnc.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import pinn.Burgers;

/** Draws a flow that was learnt from its equation at four times, and dots of the exact one. */
public final class DrawFlow {
  private static final double[] TIMES = {0, 0.3, 0.6, 1};
  private static final String[] COLOURS = {"#4c78a8", "#f58518", "#54a24b", "#b279a2"};
  private static final int WIDTH = 560;
  private static final int HEIGHT = 260;

  private DrawFlow() {}

  /**
   * Runs the program.
   *
   * @param args the SVG file to write
   * @throws IOException if that fails
   */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args.length == 1 ? args[0] : "flow.svg"), picture(new Burgers()));
  }

  private static String picture(Burgers flow) {
    StringBuilder svg =
        new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
            .append(WIDTH + 120)
            .append(' ')
            .append(HEIGHT + 50)
            .append("\" font-family=\"sans-serif\" font-size=\"13\">\n")
            .append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    for (int i = 0; i <= 4; i++) {
      svg.append(line(right(0), down(i / 4.0), "h" + WIDTH));
      svg.append(label(right(0) - 6, down(i / 4.0) + 4, "end", i / 4.0, "#333"));
      svg.append(line(right(i / 4.0), down(1), "v" + (HEIGHT - 40)));
      svg.append(label(right(i / 4.0), down(0) + 18, "middle", i / 4.0, "#333"));
    }
    for (int i = 0; i < TIMES.length; i++) {
      double t = TIMES[i];
      svg.append(
          "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + COLOURS[i] + "\" points=\"");
      for (int k = 0; k <= 200; k++) {
        double x = k / 200.0;
        svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", right(x), down(flow.u(x, t))));
      }
      svg.append("\"/>\n");
      for (int k = 0; k <= 40; k++) {
        double x = k / 40.0;
        double y = down(flow.solution(x, t));
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"none\" stroke=\"%s\"/>\n",
                right(x),
                y,
                COLOURS[i]));
      }
      svg.append(label(WIDTH + 62, 40 + 22 * i, "start", "t = " + t, COLOURS[i]));
    }
    svg.append(
        label(
            right(0.5), HEIGHT + 42, "middle", "place x; lines: learnt, circles: exact", "#333"));
    svg.append(label(right(0) - 6, 16, "start", "speed u", "#333"));
    return svg.append("</svg>\n").toString();
  }

  private static String line(double x, double y, String along) {
    return String.format(
        Locale.ROOT, "<path d=\"M%.1f %.1f%s\" stroke=\"#ddd\"/>\n", x, y, along);
  }

  private static String label(double x, double y, String anchor, Object text, String colour) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
        x,
        y,
        anchor,
        colour,
        text);
  }

  private static double right(double x) {
    return 50 + WIDTH * x;
  }

  private static double down(double u) {
    return 30 + (HEIGHT - 40) * (1 - u);
  }
}
