package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int DRAWS = 40_000;

  /** Logits of the probabilities 0.5, 0.25, 0.125, 0.125, in another order. */
  private static final double[] LOGITS = {
    Math.log(0.125), Math.log(0.5), Math.log(0.125), Math.log(0.25)
  };

  private static double[] shares(Sampler sampler, double[] logits) {
    int[] counts = new int[logits.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[sampler.draw(logits)]++;
    }
    return Arrays.stream(counts).mapToDouble(c -> (double) c / DRAWS).toArray();
  }

  private static void assertShares(Sampler sampler, double... expected) {
    assertArrayEquals(expected, shares(sampler, LOGITS), 0.01);
  }

  @Test
  void drawsByProbability() {
    assertShares(Sampler.of(1), 0.125, 0.5, 0.125, 0.25);
    double[] shifted = Arrays.stream(LOGITS).map(l -> l + 1000).toArray();
    assertArrayEquals(new double[] {0.125, 0.5, 0.125, 0.25}, shares(Sampler.of(2), shifted), 0.01);
  }

  @Test
  void temperatureDividesTheLogits() {
    // Squared: 1/64, 1/4, 1/64, 1/16, divided by their sum 22/64.
    assertShares(Sampler.of(1).temperature(0.5), 1 / 22.0, 16 / 22.0, 1 / 22.0, 4 / 22.0);
    assertShares(Sampler.of(1).temperature(1e9), 0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void topKKeepsTheMostProbableAndTheFirstOfEquals() {
    assertShares(Sampler.of(1).topK(2), 0, 2 / 3.0, 0, 1 / 3.0);
    assertShares(Sampler.of(1).topK(3), 1 / 7.0, 4 / 7.0, 0, 2 / 7.0);
    assertShares(Sampler.of(1).topK(1), 0, 1, 0, 0);
    assertShares(Sampler.of(1).topK(99), 0.125, 0.5, 0.125, 0.25);
  }

  @Test
  void topPKeepsTheFewestThatReachTheShare() {
    assertShares(Sampler.of(1).topP(0.3), 0, 1, 0, 0);
    assertShares(Sampler.of(1).topP(0.6), 0, 2 / 3.0, 0, 1 / 3.0);
    assertShares(Sampler.of(1).topP(0.8), 1 / 7.0, 4 / 7.0, 0, 2 / 7.0);
    // Of three classes with 4/7, 2/7 and 1/7 two reach 0.8.
    assertShares(Sampler.of(1).topK(3).topP(0.8), 0, 2 / 3.0, 0, 1 / 3.0);
  }

  @Test
  void temperatureZeroAndGreedyTakeTheFirstOfTheGreatest() {
    float[] logits = {1, 3, 3, -5};
    assertEquals(1, Sampler.greedy().draw(logits));
    assertEquals(1, Sampler.of(9).temperature(0).draw(logits));
  }

  @Test
  void classesOfMinusInfinityNeverCome() {
    double[] logits = {Double.NEGATIVE_INFINITY, 0, Double.NEGATIVE_INFINITY, 0};
    double[] shares = shares(Sampler.of(5), logits);
    assertEquals(0, shares[0]);
    assertEquals(0, shares[2]);
    assertEquals(0, shares(Sampler.of(5).topK(3), logits)[0]);
  }

  @Test
  void theSeedDecides() {
    int[] first = draws(Sampler.of(7));
    assertArrayEquals(first, draws(Sampler.of(7)));
    assertTrue(!Arrays.equals(first, draws(Sampler.of(8))));
    float[] floats = {(float) LOGITS[0], 0, 1, 2};
    double[] doubles = {floats[0], 0, 1, 2};
    Sampler a = Sampler.of(3);
    Sampler b = Sampler.of(3);
    for (int i = 0; i < 100; i++) {
      assertEquals(a.draw(floats), b.draw(doubles));
    }
  }

  private static int[] draws(Sampler sampler) {
    int[] draws = new int[64];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = sampler.draw(LOGITS);
    }
    return draws;
  }

  @Test
  void agreesWithAPlainSortOnManyLogits() {
    double[] logits = new double[300];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.floor(Random.uniform(1, 2, 3, 4, i) * 20) / 4;
    }
    Integer[] sorted = new Integer[logits.length];
    Arrays.setAll(sorted, i -> i);
    Arrays.sort(sorted, (x, y) -> Double.compare(logits[y], logits[x]));
    boolean[] allowed = new boolean[logits.length];
    for (int i = 0; i < 40; i++) {
      allowed[sorted[i]] = true;
    }
    double[] shares = shares(Sampler.of(1).topK(40), logits);
    for (int i = 0; i < logits.length; i++) {
      assertEquals(allowed[i], shares[i] > 0, "class " + i);
    }
  }

  @Test
  void refusesWhatIsNoDistribution() {
    Sampler sampler = Sampler.of(1);
    assertThrows(IllegalArgumentException.class, () -> sampler.draw(new float[0]));
    assertThrows(IllegalArgumentException.class, () -> sampler.draw(new float[] {1, Float.NaN}));
    float[] never = {Float.NEGATIVE_INFINITY};
    assertThrows(IllegalArgumentException.class, () -> sampler.draw(never));
    assertThrows(IllegalArgumentException.class, () -> sampler.temperature(-1));
    assertThrows(IllegalArgumentException.class, () -> sampler.topK(0));
    assertThrows(IllegalArgumentException.class, () -> sampler.topP(0));
  }
}
