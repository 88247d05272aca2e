package org.chosen;

/** Takes numbers in double precision. */
public final class Till {
  private Till() {}

  /** Cups for so many guests: five of ones each. */
  public static double cups(double guests) {
    return new Cafe().sold(guests, 0);
  }
}
