package dev.nnc.runtime;

/**
 * Counter-based random numbers: each is a pure function of where it is used, so results depend
 * neither on threads nor on how the examples were cut into batches. The mixing function is
 * SplitMix64's finaliser (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * 2014), applied once for each part of the key.
 */
public final class Random {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Random() {}

  /**
   * A number in [0, 1) with 24 random bits, so that both precisions hold it exactly.
   *
   * @param seed the seed of the run
   * @param step the training step
   * @param example the number of the example in its data set, or -1 for a value shared by all
   * @param site which random leaf of the model
   * @param place which element of the leaf, in row-major order
   * @return the number
   */
  public static double uniform(long seed, long step, long example, int site, int place) {
    return (element(row(seed, step, example, site), place) >>> 40) * 0x1.0p-24;
  }

  /** The part of the key that all elements of one example share. */
  public static long row(long seed, long step, long example, int site) {
    long key = mix(seed + GOLDEN);
    key = mix(key ^ (step + GOLDEN));
    key = mix(key ^ (example + GOLDEN));
    return mix(key ^ (site + GOLDEN));
  }

  private static long element(long row, int place) {
    return mix(row + place * GOLDEN);
  }

  /**
   * An element as a float, from the part of the key made by {@link #row}.
   *
   * @param row the key of the example
   * @param place which element
   * @return a number in [0, 1)
   */
  public static float uniformFloat(long row, int place) {
    return (element(row, place) >>> 40) * 0x1.0p-24f;
  }

  /** As {@link #uniformFloat}, with the same value, as a double. */
  public static double uniformDouble(long row, int place) {
    return (element(row, place) >>> 40) * 0x1.0p-24;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
