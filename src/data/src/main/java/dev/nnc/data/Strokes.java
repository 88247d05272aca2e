package dev.nnc.data;

/**
 * How digits are written: chains of points x, y in a square of side 1 whose second axis points
 * down.
 */
final class Strokes {
  private static final int CORNERS = 12;

  private static final double[][][] DIGITS = {
    {ellipse(0.5, 0.5, 0.22, 0.38)},
    {{0.36, 0.26, 0.54, 0.12, 0.54, 0.88}},
    {{0.26, 0.3, 0.34, 0.16, 0.5, 0.1, 0.68, 0.17, 0.73, 0.32, 0.64, 0.5, 0.26, 0.88, 0.76, 0.88}},
    {
      {0.26, 0.18, 0.48, 0.1, 0.69, 0.18, 0.71, 0.33, 0.61, 0.45, 0.44, 0.48},
      {0.44, 0.48, 0.66, 0.54, 0.75, 0.7, 0.66, 0.85, 0.46, 0.9, 0.24, 0.82}
    },
    {{0.6, 0.88, 0.6, 0.12, 0.24, 0.62, 0.78, 0.62}},
    {
      {
        0.72, 0.12, 0.34, 0.12, 0.3, 0.46, 0.5, 0.41, 0.69, 0.5, 0.74, 0.68, 0.64, 0.85, 0.44, 0.9,
        0.26, 0.82
      }
    },
    {
      {
        0.66, 0.12, 0.43, 0.3, 0.31, 0.56, 0.31, 0.74, 0.41, 0.88, 0.58, 0.89, 0.7, 0.78, 0.7, 0.63,
        0.58, 0.53, 0.41, 0.56, 0.31, 0.7
      }
    },
    {{0.24, 0.12, 0.76, 0.12, 0.44, 0.88}},
    {ellipse(0.5, 0.29, 0.18, 0.18), ellipse(0.5, 0.68, 0.22, 0.21)},
    {
      {
        0.69, 0.34, 0.59, 0.46, 0.42, 0.46, 0.3, 0.34, 0.34, 0.18, 0.5, 0.1, 0.65, 0.17, 0.69, 0.34,
        0.65, 0.6, 0.5, 0.88
      }
    },
  };

  private Strokes() {}

  /** The strokes of a digit. */
  static double[][] of(int digit) {
    return DIGITS[digit];
  }

  private static double[] ellipse(double x, double y, double wide, double tall) {
    double[] points = new double[2 * CORNERS + 2];
    for (int i = 0; i <= CORNERS; i++) {
      double angle = 2 * Math.PI * (i % CORNERS) / CORNERS;
      points[2 * i] = x + wide * StrictMath.sin(angle);
      points[2 * i + 1] = y - tall * StrictMath.cos(angle);
    }
    return points;
  }
}
