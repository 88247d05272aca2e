package dev.nnc.data;

import java.util.Random;

/** Random numbers with the same bits on every machine: the generator of {@link Random} is fixed. */
final class Draw {
  private final Random random;

  Draw(long seed) {
    random = new Random(seed);
  }

  /** A number in [0, 1). */
  double uniform() {
    return random.nextDouble();
  }

  /** A number between two bounds. */
  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /**
   * A standard normal number (Box and Muller, "A note on the generation of random normal deviates",
   * 1958).
   */
  double normal() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  /** A count of rare events (Knuth, "Seminumerical Algorithms", 3.4.1). */
  double poisson(double mean) {
    double limit = StrictMath.exp(-mean);
    double count = 0;
    for (double product = uniform(); product > limit; product *= uniform()) {
      count++;
    }
    return count;
  }
}
