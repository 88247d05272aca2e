package dev.nnc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics and losses of the library against numbers worked out by hand, or counted otherwise. */
class MetricTest {
  private static final int EXAMPLES = 40;
  private static final int CLASSES = 3;

  /** Scores of three classes, probabilities, and what is right, without a pattern. */
  private static double score(int example, int which) {
    return Math.sin(1.7 * example + 2.3 * which + 0.4 * example * which);
  }

  private static double probability(int example) {
    return Math.rint((0.5 + 0.49 * Math.sin(2.9 * example)) * 50) / 50;
  }

  private static int positive(int example) {
    return Math.sin(2.9 * example) + 1.2 * Math.cos(5.1 * example) > 0 ? 1 : 0;
  }

  private static int known(int example) {
    return (example * example + example / 3) % CLASSES;
  }

  private static int answered(int example) {
    int best = 0;
    for (int c = 1; c < CLASSES; c++) {
      best = score(example, c) > score(example, best) ? c : best;
    }
    return best;
  }

  /** A metric over all examples, cut into batches of 7, in every engine; the value in double. */
  private static double measured(String metric) {
    return measured(metric, 0);
  }

  /** The same of a metric that is a table, row by row. */
  private static double measured(String metric, int number) {
    String text =
        """
        model M {
          input x[3], p
          target k: int<3>, t
          output q = p + sum(x)
          loss p + t + k + sum(x)
          metric m: %s
        }
        """
            .formatted(metric);
    Map<String, Double> values = new LinkedHashMap<>();
    for (Engine engine : Engines.of(text)) {
      Frame frame = new Frame(engine.routine("evaluate"), 7);
      Frame end = new Frame(engine.routine("metrics"), 1);
      Values totals = end.has("accumulators") ? end.values("accumulators") : null;
      for (int start = 0; start < EXAMPLES; start += 7) {
        int n = Math.min(7, EXAMPLES - start);
        frame.batch = n;
        for (int i = 0; i < n; i++) {
          for (int c = 0; c < CLASSES; c++) {
            frame.values("input:x").set(i * CLASSES + c, score(start + i, c));
          }
          frame.values("input:p").set(i, probability(start + i));
          frame.values("target:t").set(i, positive(start + i));
          frame.values("target:k").set(i, known(start + i));
        }
        frame.run();
        for (int i = 0; totals != null && i < totals.length(); i++) {
          totals.set(i, totals.get(i) + frame.values("accumulators").get(i));
        }
      }
      if (end.has("count")) {
        end.values("count").set(0, EXAMPLES);
      }
      end.run();
      values.put(engine.name(), end.values("values").get(number));
    }
    double exact = values.get("compiled DOUBLE");
    values.forEach((name, value) -> assertEquals(exact, value, 1e-5 * (1 + exact), name));
    assertEquals(exact, values.get("interpreted DOUBLE"), 1e-12 * (1 + exact));
    return exact;
  }

  private static double hits;
  private static double calls;
  private static double positives;

  @BeforeAll
  static void count() {
    for (int i = 0; i < EXAMPLES; i++) {
      int called = probability(i) > 0.5 ? 1 : 0;
      hits += called * positive(i);
      calls += called;
      positives += positive(i);
    }
    assertTrue(hits > 5 && hits < calls && hits < positives, "a set that tells metrics apart");
  }

  @Test
  void noiseIsMeasuredInDecibels() {
    double error = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      error += Math.pow(probability(i) - positive(i), 2) / EXAMPLES;
    }
    assertEquals(10 * Math.log10(1 / error), measured("psnr(p, t)"), 1e-9);
    assertEquals(10 * Math.log10(4 / error), measured("psnr(p, t, peak: 2)"), 1e-9);
  }

  @Test
  void coverageIsTheShareBetweenTheBounds() {
    assertEquals(
        0.5, loss("coverage(stack(0, 1, 2, 3), stack(1, 2, 3, 4), stack(0, 2.1, 2.5, 5))"), 1e-12);
  }

  @Test
  void hitsAndCallsMakeBinaryMetrics() {
    assertEquals(hits / calls, measured("precision(p, t)"), 1e-12);
    assertEquals(hits / positives, measured("recall(p, t)"), 1e-12);
    assertEquals(2 * hits / (calls + positives), measured("f1(p, t)"), 1e-12);
    assertEquals(2 * hits / (calls + positives), measured("dice_score(p, t)"), 1e-12);
    assertEquals(hits / (calls + positives - hits), measured("iou(p, t)"), 1e-12);
    assertEquals(0, measured("precision(p, t, threshold: 2)"), 0);
  }

  @Test
  void confusionsAreCountedAndMakeTheMeanOfF1() {
    double[][] table = new double[CLASSES][CLASSES];
    for (int i = 0; i < EXAMPLES; i++) {
      table[known(i)][answered(i)]++;
    }
    double mean = 0;
    for (int c = 0; c < CLASSES; c++) {
      double given = 0;
      double all = 0;
      for (int d = 0; d < CLASSES; d++) {
        given += table[c][d];
        all += table[d][c];
        assertEquals(table[c][d], measured("confusion(x, k)", c * CLASSES + d), 0);
      }
      mean += 2 * table[c][c] / (given + all) / CLASSES;
    }
    assertEquals(mean, measured("f1_macro(x, k)"), 1e-12);
  }

  @Test
  void areaUnderTheCurveIsTheShareOfPairsInOrder() {
    double pairs = 0;
    double right = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < EXAMPLES; j++) {
        if (positive(i) == 1 && positive(j) == 0) {
          pairs++;
          double gap = probability(i) - probability(j);
          right += gap > 0 ? 1 : gap == 0 ? 0.5 : 0;
        }
      }
    }
    assertEquals(right / pairs, measured("roc_auc(p, t)"), 1e-12);
  }

  @Test
  void averagePrecisionIsTheAreaUnderPrecisionOverRecall() {
    double[] precision = new double[51];
    double[] recall = new double[52];
    for (int level = 50; level > 0; level--) {
      int called = 0;
      int right = 0;
      for (int i = 0; i < EXAMPLES; i++) {
        boolean counts = Math.rint(50 * probability(i)) >= level;
        called += counts ? 1 : 0;
        right += counts ? positive(i) : 0;
      }
      precision[level] = called == 0 ? 0 : (double) right / called;
      recall[level] = right / positives;
    }
    double area = 0;
    double best = 0;
    for (int level = 1; level <= 50; level++) {
      best = 0;
      for (int lower = 1; lower <= level; lower++) {
        best = Math.max(best, precision[lower]);
      }
      area += best * (recall[level] - recall[level + 1]);
    }
    double metric = measured("average_precision(stack(p), stack(t), t)");
    assertEquals(area, metric, 1e-12);
    assertTrue(metric > 0.3 && metric < 1, () -> "average precision " + metric);
    double twice = measured("average_precision(stack(p, p / 2), stack(t, 0), 2 * t)");
    assertTrue(twice < metric, () -> "average precision " + twice);
  }

  @Test
  void boxesAreKeptAndFindThings() {
    String boxes = "stack([0, 0, 2, 2], [0, 0, 2, 1.9], [5, 5, 6, 6], [5, 5, 6, 6], [5, 5, 6, 6])";
    String scores = "[0.5, 0.9, 0.2, 0.7, 0.7]";
    double[] kept = {0, 1, 0, 1, 0};
    String truth = "stack([5, 5, 6, 6.1], [0, 0, 2, 2], [9, 9, 9.5, 9.5], [0, 0, 2, 2])";
    double[] hit = {0, 1, 0, 1, 0};
    double[] other = {0, 0, 0, 1, 0};
    for (int i = 0; i < kept.length; i++) {
      String at = ")[" + i + "]";
      assertEquals(kept[i], loss("best_boxes(" + boxes + ", " + scores + at), 0);
      String hits = "box_hits(" + boxes + ", " + scores + ", " + truth;
      assertEquals(hit[i], loss(hits + ", [1, 1, 1, 0]" + at), 0);
      assertEquals(other[i], loss(hits + ", [1, 0, 1, 0]" + at), 0);
    }
  }

  @Test
  void textMetricsComeFromCrossEntropy() {
    double total = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += Math.exp(score(i, c));
      }
      total += Math.log(sum) - score(i, known(i));
    }
    assertEquals(Math.exp(total / EXAMPLES), measured("perplexity(x, k)"), 1e-12);
    assertEquals(total / EXAMPLES / Math.log(2), measured("bits_per_character(x, k)"), 1e-12);
  }

  /** A formula at x = (1, -2, 3, 0.5), in double. */
  private static double loss(String formula) {
    return Formulas.value("", formula, 1, -2, 3, 0.5);
  }

  @Test
  void boxesOverlap() {
    // 2 by 2 and 2 by 2, one unit apart both ways: 1 in common, 7 in all, 9 in the hull.
    String boxes = "([0, 0, 2, 2], [1, 1, 3, 3])";
    assertEquals(1.0 / 7, loss("box_iou" + boxes), 1e-9);
    assertEquals(1 - 1.0 / 7, loss("iou_loss" + boxes), 1e-9);
    assertEquals(1 - 1.0 / 7 + 2.0 / 9, loss("giou_loss" + boxes), 1e-9);
    String apart = "([0, 0, 1, 1], [2, 0, 3, 1])";
    assertEquals(1 + 1.0 / 3, loss("giou_loss" + apart), 1e-8);
  }

  @Test
  void lossesHaveTheirPublishedForms() {
    double sum = Math.exp(1) + Math.exp(-2) + Math.exp(3) + Math.exp(0.5);
    double surprise = Math.log(sum) - 3;
    assertEquals(2 * surprise, loss("policy_gradient(x, argmax(x), 2)"), 1e-12);
    assertEquals(-2 * 1.2, loss("clipped_policy(x, argmax(x), 2, " + (-surprise - 1) + ")"), 1e-12);
    assertEquals(
        2 * Math.exp(1), loss("clipped_policy(x, argmax(x), -2, " + (-surprise - 1) + ")"), 1e-12);
    double kl = 0;
    for (double m : new double[] {1, -2, 3, 0.5}) {
      kl += 0.5 * (Math.exp(0.3) + m * m - 1 - 0.3);
    }
    assertEquals(kl, loss("kl_normal(x, 0.3 + 0 * x)"), 1e-12);
    assertEquals(3.5 / 4 + 10.5 / 4, loss("gan_hinge(x, x + 1)"), 1e-12);
    assertEquals(-2.5 / 4, loss("gan_hinge_generator(x)"), 1e-12);
    double[] p = new double[4];
    double common = 0;
    double all = 0;
    for (int i = 0; i < 4; i++) {
      p[i] = 1 / (1 + Math.exp(-new double[] {1, -2, 3, 0.5}[i]));
      common += i == 2 ? 0 : p[i];
      all += p[i] + (i == 2 ? 0 : 1);
    }
    double expected = 1 - (common + 1) / (all - common + 1);
    assertEquals(expected, loss("jaccard(x, if x < 1.5 then 1 else 0)"), 1e-12);
  }

  @Test
  void pairsFindEachOther() {
    double[][] z = {{1, -2}, {3, 0.5}, {2, 1}, {-1, 4}};
    double mean = 0;
    for (int i = 0; i < 4; i++) {
      double others = 0;
      for (int j = 0; j < 4; j++) {
        others += i == j ? 0 : Math.exp(cosine(z[i], z[j]) / 0.5);
      }
      mean += (Math.log(others) - cosine(z[i], z[(i + 2) % 4]) / 0.5) / 4;
    }
    assertEquals(mean, loss("nt_xent(reshape(x, 2, 2), reshape([2, 1, -1, 4], 2, 2))"), 1e-9);
  }

  @Test
  void editsAreCounted() {
    SplittableRandom random = new SplittableRandom(5);
    double most = 0;
    for (int example = 0; example < 40; example++) {
      double[] x = random.doubles(11).map(u -> Math.floor(3 * u)).toArray();
      int first = 1 + random.nextInt(6);
      int second = random.nextInt(6);
      double expected = edits(x, first, second);
      String formula = "edit_distance(x[0..6], x[6..11], " + first + ", " + second + ")";
      assertEquals(expected, loss(formula, x), formula);
      most = Math.max(most, expected);
    }
    assertTrue(most >= 4, "distances of all kinds");
    double[] equal = {1, 2, 0, 0, 1, 1, 1, 2, 0, 0, 1};
    assertEquals(0, loss("edit_distance(x[0..6], x[6..11], argmax(x[1..4]) + 3, 3)", equal));
    assertEquals(3, loss("edit_distance(x[0..6], x[6..11], argmax(x[1..4]), 3)", equal));
    assertEquals(2, loss("edit_distance(x[0..6], x[6..11], 5, argmax(x[0..2]) + 2)", equal));
  }

  /** The distance of the first elements of x[0..6] and x[6..11], by the whole table. */
  private static int edits(double[] x, int first, int second) {
    int[][] d = new int[first + 1][second + 1];
    for (int i = 0; i <= first; i++) {
      for (int j = 0; j <= second; j++) {
        int free = i > 0 && j > 0 ? d[i - 1][j - 1] + (x[i - 1] == x[5 + j] ? 0 : 1) : i + j;
        int left = j > 0 ? d[i][j - 1] + 1 : free;
        int above = i > 0 ? d[i - 1][j] + 1 : free;
        d[i][j] = Math.min(free, Math.min(left, above));
      }
    }
    return d[first][second];
  }

  private static double loss(String formula, double[] x) {
    return Formulas.value("", formula, x);
  }

  private static double cosine(double[] a, double[] b) {
    double lengths = Math.hypot(a[0], a[1]) * Math.hypot(b[0], b[1]);
    return (a[0] * b[0] + a[1] * b[1]) / lengths;
  }
}
