package dev.nnc.data;

import dev.nnc.runtime.Random;

/**
 * A photograph of a small world, computed and not read: two balls and a box on a round table, from
 * a random place above it. Pixels count from the top left, row after row.
 */
public final class View {
  /** How far the camera is from the middle of the scene. */
  private static final double FAR = 2.6;

  /** Half of the width of a view, at distance 1 from the camera. */
  private static final double WIDE = 0.4;

  private final int size;
  private final double time;
  private final double[] from;
  private final double[] ahead;
  private final double[] right;
  private final double[] up;
  private final Scene scene;

  /**
   * Takes a photograph.
   *
   * @param seed of the place of the camera
   * @param number another place for each
   * @param size height and width in pixels
   * @param time from 0 to 1, at which the scene is seen
   */
  public View(long seed, int number, int size, double time) {
    this.size = size;
    this.time = time;
    double around = 2 * Math.PI * draw(seed, number, 0);
    double above = 0.25 + 0.65 * draw(seed, number, 1);
    from =
        new double[] {
          FAR * StrictMath.cos(above) * StrictMath.cos(around),
          FAR * StrictMath.sin(above),
          FAR * StrictMath.cos(above) * StrictMath.sin(around)
        };
    ahead = Scene.unit(-from[0], -from[1] - 0.1, -from[2]);
    right = Scene.unit(-ahead[2], 0, ahead[0]);
    up = cross(right, ahead);
    scene = new Scene(time);
  }

  /** A time from 0 to 1 that is as random as the place of the camera. */
  static double time(long seed, int number) {
    return draw(seed, number, 2);
  }

  private static double draw(long seed, int number, int place) {
    return Random.uniform(seed, 0, number, 0, place);
  }

  /** When the scene is seen. */
  public double time() {
    return time;
  }

  /** The place of the camera. */
  public double[] origin() {
    return from.clone();
  }

  /**
   * The direction of the ray through the middle of a pixel.
   *
   * @param pixel which
   * @return a vector of length 1
   */
  public double[] direction(int pixel) {
    int row = pixel / size;
    return direction(pixel % size + 0.5, row + 0.5);
  }

  /**
   * The colour of a pixel: the mean of four rays through it.
   *
   * @param pixel which
   * @return red, green and blue from 0 to 1
   */
  public double[] colour(int pixel) {
    double[] mean = new double[3];
    int row = pixel / size;
    for (int k = 0; k < 4; k++) {
      int below = k / 2;
      double x = pixel % size + 0.25 + 0.5 * (k % 2);
      double y = row + 0.25 + 0.5 * below;
      double[] one = scene.colour(from, direction(x, y));
      for (int c = 0; c < 3; c++) {
        mean[c] += one[c] / 4;
      }
    }
    return mean;
  }

  private double[] direction(double x, double y) {
    double across = WIDE * (2 * x / size - 1);
    double upward = WIDE * (1 - 2 * y / size);
    double[] way = new double[3];
    for (int i = 0; i < 3; i++) {
      way[i] = ahead[i] + across * right[i] + upward * up[i];
    }
    return Scene.unit(way[0], way[1], way[2]);
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
