package dev.nnc.runtime;

import java.util.Arrays;

/**
 * Chooses a class number from logits, numbers whose softmax is a distribution. What it draws is a
 * function of the seed and of how often it drew before, so that the same seed gives the same text
 * on every machine.
 *
 * <p>First the temperature divides the logits; then the {@code topK} most probable classes stay,
 * and of these the fewest, most probable ones that together reach the share {@code topP} (nucleus
 * sampling; Holtzman and others, "The curious case of neural text degeneration", 2020). From what
 * stays one is drawn by its probability. It belongs to one thread at a time, and allocates nothing
 * once it has seen as many logits.
 *
 * <pre>{@code
 * Sampler sampler = Sampler.of(42).temperature(0.8).topP(0.9);
 * int token = sampler.draw(logits);
 * }</pre>
 */
public final class Sampler {
  private static final int SITE = 0x53414d50;

  private final long seed;
  private final double temperature;
  private final int topK;
  private final double topP;
  private long draws;
  private double[] values = {};
  private int[] order = {};

  private Sampler(long seed, double temperature, int topK, double topP) {
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("the temperature must be 0 or more, not " + temperature);
    }
    if (topK < 1) {
      throw new IllegalArgumentException("top-k must be 1 or more, not " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top-p must be more than 0 and at most 1, not " + topP);
    }
    this.seed = seed;
    this.temperature = temperature;
    this.topK = topK;
    this.topP = topP;
  }

  /**
   * Draws from the softmax of the logits as they are.
   *
   * @param seed decides what is drawn
   */
  public static Sampler of(long seed) {
    return new Sampler(seed, 1, Integer.MAX_VALUE, 1);
  }

  /** Takes the class with the greatest logit, the first of equals. */
  public static Sampler greedy() {
    return of(0).temperature(0);
  }

  /**
   * The same with another temperature, from its first draw.
   *
   * @param newTemperature divides the logits: below 1 sharpens the distribution, above 1 flattens
   *     it, 0 takes the most probable class
   */
  public Sampler temperature(double newTemperature) {
    return new Sampler(seed, newTemperature, topK, topP);
  }

  /**
   * The same with fewer classes to draw from, from its first draw.
   *
   * @param most how many of the most probable classes stay; of equals the first
   */
  public Sampler topK(int most) {
    return new Sampler(seed, temperature, most, topP);
  }

  /**
   * The same with fewer classes to draw from, from its first draw.
   *
   * @param share the probability that the most probable classes, which stay, have together at least
   */
  public Sampler topP(double share) {
    return new Sampler(seed, temperature, topK, share);
  }

  /**
   * Draws.
   *
   * @param logits one a class; minus infinity for a class that never comes
   * @return the number of a class
   * @throws IllegalArgumentException if there is none, one is NaN, or the greatest is not finite
   */
  public int draw(float[] logits) {
    reserve(logits.length);
    for (int i = 0; i < logits.length; i++) {
      values[i] = logits[i];
    }
    return draw(logits.length);
  }

  /**
   * Draws.
   *
   * @param logits one a class; minus infinity for a class that never comes
   * @return the number of a class
   * @throws IllegalArgumentException if there is none, one is NaN, or the greatest is not finite
   */
  public int draw(double[] logits) {
    reserve(logits.length);
    System.arraycopy(logits, 0, values, 0, logits.length);
    return draw(logits.length);
  }

  private void reserve(int classes) {
    if (values.length < classes) {
      values = new double[classes];
      order = new int[classes];
    }
  }

  private int draw(int classes) {
    int best = best(classes);
    double top = values[best];
    draws++;
    if (temperature == 0) {
      return best;
    }
    double total = 0;
    for (int i = 0; i < classes; i++) {
      values[i] = StrictMath.exp((values[i] - top) / temperature);
      total += values[i];
    }
    return topK >= classes && topP == 1 ? walk(classes, total, -1) : drawFromBest(classes, total);
  }

  private int best(int classes) {
    int best = -1;
    for (int i = 0; i < classes; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException("the logit of class " + i + " is not a number");
      }
      if (best < 0 || values[i] > values[best]) {
        best = i;
      }
    }
    if (best < 0 || Double.isInfinite(values[best])) {
      throw new IllegalArgumentException(
          best < 0 ? "there are no logits" : "the greatest logit is " + values[best]);
    }
    return best;
  }

  /**
   * Draws from the most probable classes alone. A heap gives them one by one, the most probable
   * first; behind it they gather, so that the i-th is i places before the end.
   */
  private int drawFromBest(int classes, double total) {
    for (int i = 0; i < classes; i++) {
      order[i] = i;
    }
    for (int i = classes / 2 - 1; i >= 0; i--) {
      sift(i, classes);
    }
    int most = Math.min(topK, classes);
    boolean all = most == classes;
    int count = 0;
    double weight = 0;
    while (count < most && !(all && weight >= topP * total)) {
      weight += pop(classes - count);
      count++;
    }
    if (!all && topP < 1) {
      double wanted = topP * weight;
      count = 0;
      weight = 0;
      while (count < most && weight < wanted) {
        weight += values[order[classes - 1 - count]];
        count++;
      }
    }
    return walk(count, weight, classes);
  }

  /** Moves the most probable class of a heap behind it; gives its weight. */
  private double pop(int heap) {
    int first = order[0];
    order[0] = order[heap - 1];
    order[heap - 1] = first;
    sift(0, heap - 1);
    return values[first];
  }

  private void sift(int from, int heap) {
    int at = from;
    while (2 * at + 1 < heap) {
      int child = 2 * at + 1;
      if (child + 1 < heap && before(order[child + 1], order[child])) {
        child++;
      }
      if (before(order[at], order[child])) {
        return;
      }
      int swap = order[at];
      order[at] = order[child];
      order[child] = swap;
      at = child;
    }
  }

  private boolean before(int a, int b) {
    return values[a] > values[b] || (values[a] == values[b] && a < b);
  }

  /** Goes along the classes, or back from an end of the order, until a random share is passed. */
  private int walk(int count, double weight, int end) {
    long row = Random.row(seed, draws, -1, SITE);
    double uniform = Random.uniformDouble(row, 0) + Random.uniformDouble(row, 1) * 0x1.0p-24;
    double left = uniform * weight;
    int last = -1;
    for (int i = 0; i < count; i++) {
      int number = end < 0 ? i : order[end - 1 - i];
      if (values[number] > 0) {
        last = number;
        left -= values[number];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  @Override
  public String toString() {
    return "Sampler" + Arrays.asList(seed, temperature, topK, topP);
  }
}
