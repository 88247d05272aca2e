package dev.nnc.data;

/**
 * A small world to look at: two balls and a box on a round table, which move with the time. Light
 * comes from one side; what hits nothing is white.
 */
final class Scene {
  private static final double[] LIGHT = unit(0.5, 0.8, -0.3);
  private static final double[] RED = {0.9, 0.25, 0.2};
  private static final double[] BLUE = {0.2, 0.4, 0.9};
  private static final double[] YELLOW = {0.95, 0.8, 0.25};
  private static final double TABLE = -0.4;

  private final double[] red;
  private final double[] blue;
  private final double turned;

  /** What a ray has hit so far. */
  private static final class Hit {
    private double distance = Double.MAX_VALUE;
    private double[] normal = {0, 0, 0};
    private double[] colour = {1, 1, 1};

    private boolean nearer(double t) {
      return t > 1e-6 && t < distance;
    }

    private void set(double t, double[] face, double[] paint) {
      distance = t;
      normal = face;
      colour = paint;
    }
  }

  /**
   * The scene at a time.
   *
   * @param time from 0 to 1; the red ball jumps once, the blue one goes round a quarter of the
   *     table, and the box turns by a right angle
   */
  Scene(double time) {
    red = new double[] {-0.35, TABLE + 0.3 + 1.6 * time * (1 - time), 0.1};
    double angle = Math.PI * (0.5 * time - 0.35);
    blue =
        new double[] {
          0.55 * StrictMath.cos(angle), TABLE + 0.2, -0.1 + 0.55 * StrictMath.sin(angle)
        };
    turned = Math.PI / 2 * time;
  }

  /**
   * What is seen along a ray.
   *
   * @param from where it starts
   * @param along its direction, of length 1
   * @return red, green and blue from 0 to 1
   */
  double[] colour(double[] from, double[] along) {
    Hit hit = new Hit();
    table(from, along, hit);
    ball(from, along, red, 0.3, RED, hit);
    ball(from, along, blue, 0.2, BLUE, hit);
    box(from, along, hit);
    if (hit.distance == Double.MAX_VALUE) {
      return hit.colour;
    }
    double bright = 0.45 + 0.55 * Math.max(0, dot(hit.normal, LIGHT));
    double[] seen = new double[3];
    for (int c = 0; c < 3; c++) {
      seen[c] = hit.colour[c] * bright;
    }
    return seen;
  }

  /** A disc, half of it light and half dark. */
  private static void table(double[] from, double[] along, Hit hit) {
    double t = (TABLE - from[1]) / along[1];
    double x = from[0] + t * along[0];
    double z = from[2] + t * along[2];
    if (along[1] != 0 && hit.nearer(t) && x * x + z * z < 0.81) {
      double[] paint = x * z > 0 ? new double[] {0.75, 0.72, 0.68} : new double[] {0.5, 0.55, 0.5};
      hit.set(t, new double[] {0, 1, 0}, paint);
    }
  }

  private static void ball(
      double[] from, double[] along, double[] centre, double radius, double[] paint, Hit hit) {
    double[] gap = {from[0] - centre[0], from[1] - centre[1], from[2] - centre[2]};
    double half = dot(gap, along);
    double rest = half * half - dot(gap, gap) + radius * radius;
    if (rest < 0 || !hit.nearer(-half - Math.sqrt(rest))) {
      return;
    }
    double t = -half - Math.sqrt(rest);
    double[] normal = new double[3];
    for (int i = 0; i < 3; i++) {
      normal[i] = (gap[i] + t * along[i]) / radius;
    }
    hit.set(t, normal, paint);
  }

  /** A cube that stands on the table, turned around its upright axis. */
  private void box(double[] from, double[] along, Hit hit) {
    double side = 0.18;
    double[] centre = {0.1, TABLE + side, 0.45};
    double[] start = turn(from[0] - centre[0], from[1] - centre[1], from[2] - centre[2], turned);
    double[] way = turn(along[0], along[1], along[2], turned);
    double enter = -Double.MAX_VALUE;
    double leave = Double.MAX_VALUE;
    int axis = 0;
    for (int i = 0; i < 3; i++) {
      double a = (-side - start[i]) / way[i];
      double b = (side - start[i]) / way[i];
      axis = Math.min(a, b) > enter ? i : axis;
      enter = Math.max(enter, Math.min(a, b));
      leave = Math.min(leave, Math.max(a, b));
    }
    if (enter < leave && hit.nearer(enter)) {
      double[] face = new double[3];
      face[axis] = way[axis] > 0 ? -1 : 1;
      hit.set(enter, turn(face[0], face[1], face[2], -turned), YELLOW);
    }
  }

  private static double[] turn(double x, double y, double z, double angle) {
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    return new double[] {cos * x + sin * z, y, cos * z - sin * x};
  }

  static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  static double[] unit(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }
}
