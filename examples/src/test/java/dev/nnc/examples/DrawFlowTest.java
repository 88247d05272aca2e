package dev.nnc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pinn.Burgers;

class DrawFlowTest {
  @Test
  void drawsALineAndCirclesForEachTime(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("flow.svg");
    DrawFlow.main(new String[] {file.toString()});
    String svg = Files.readString(file);
    assertEquals(4, svg.split("<polyline", -1).length - 1);
    assertEquals(4 * 41, svg.split("<circle", -1).length - 1);
    assertTrue(svg.endsWith("</svg>\n"));
  }

  /** The formula of the exact solution solves the equation, by differences. */
  @Test
  void theExactSolutionSolvesTheEquation() {
    Burgers flow = new Burgers();
    double h = 0.02;
    for (double x = 0.1; x < 1; x += 0.2) {
      for (double t = 0.1; t < 1; t += 0.2) {
        double u = flow.solution(x, t);
        double right = flow.solution(x + h, t);
        double left = flow.solution(x - h, t);
        double change = (flow.solution(x, t + h) - flow.solution(x, t - h)) / (2 * h);
        double slope = (right - left) / (2 * h);
        double bend = (right - 2 * u + left) / (h * h);
        assertEquals(0, change + u * slope - 0.02 * bend, 0.12, "at " + x + ", " + t);
      }
    }
  }
}
