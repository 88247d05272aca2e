package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Network;

/** Whether two networks that took the same step computed the same. */
public final class Agreement {
  /** How far numbers of different programs may be apart, relative to the greater one. */
  private static final double RELATIVE = 1e-4;

  /** The same relative to the greatest number of the array, for sums of few terms that cancel. */
  static final double FEW_TERMS = 1e-5;

  /**
   * For sums over all places of all images of a batch. In single precision, one term after the
   * other, a sum of 6,000 that nearly cancel keeps two or three digits (batch normalisation, whose
   * gradients in double agree to 1e-15); the order in which the program is written keeps more.
   */
  static final double MANY_TERMS = 1e-2;

  private Agreement() {}

  /**
   * Fails unless all bits are the same.
   *
   * @throws IllegalStateException says where they are not
   */
  static void exact(String who, Network a, Network b) {
    check(who, a, b, 0, 0);
    compare(who + ": parameter", a.parameters(), b.parameters(), 0, 0);
  }

  /**
   * Fails unless all numbers are close.
   *
   * @param cancelled how far numbers may be apart, relative to the greatest of their array
   * @throws IllegalStateException says where they are not
   */
  static void close(String who, Network a, Network b, double cancelled) {
    check(who, a, b, RELATIVE, cancelled);
    float[] gradients = a.gradients();
    float[] mine = a.parameters().clone();
    float[] other = b.parameters().clone();
    double least = greatest(gradients) * cancelled / RELATIVE;
    for (int i = 0; i < mine.length; i++) {
      if (Math.abs(gradients[i]) < least) {
        // A gradient that cancelled: Adam divides by its size and makes a whole step of its rest.
        mine[i] = other[i];
      }
    }
    compare(who + ": parameter", mine, other, RELATIVE, cancelled);
  }

  private static void check(String who, Network a, Network b, double relative, double cancelled) {
    a.outputs()
        .forEach(
            (name, values) ->
                compare(who + ": " + name, values, b.outputs().get(name), relative, cancelled));
    compare(who + ": loss", a.loss(), b.loss(), relative, cancelled);
    compare(who + ": gradient", a.gradients(), b.gradients(), relative, cancelled);
  }

  /** Fails unless two arrays agree; with tolerances of 0, unless they have the same bits. */
  public static void compare(String what, float[] a, float[] b, double relative, double cancelled) {
    if (a.length != b.length) {
      throw new IllegalStateException(what + ": " + a.length + " numbers and " + b.length);
    }
    double noise = cancelled * greatest(a);
    for (int i = 0; i < a.length; i++) {
      double allowed = relative * Math.max(Math.abs(a[i]), Math.abs(b[i])) + noise;
      boolean same = Float.floatToIntBits(a[i]) == Float.floatToIntBits(b[i]);
      if (!same && !(allowed > 0 && Math.abs((double) a[i] - b[i]) <= allowed)) {
        throw new IllegalStateException(what + " " + i + ": " + a[i] + " and " + b[i]);
      }
    }
  }

  private static double greatest(float[] values) {
    double greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }
}
