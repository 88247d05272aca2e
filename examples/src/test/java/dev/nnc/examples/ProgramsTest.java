package dev.nnc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import churn.Churn;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import sine.Sine;
import spiral.Spiral;

class ProgramsTest {
  private static List<String> lines(Runnable program) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aLargerHouseCostsMore() {
    List<String> usual = lines(() -> EstimateHouse.main(new String[0]));
    List<String> small = lines(() -> EstimateHouse.main(new String[] {"900", "12", "1"}));
    double price = Double.parseDouble(usual.get(0));
    assertTrue(price > 350_000 && price < 550_000, () -> "price " + price);
    assertTrue(Double.parseDouble(small.get(0)) < price / 2, small::toString);
  }

  @Test
  void optionsAreNearTheirPricesByTheFormula() {
    List<String> lines = lines(() -> HedgeOption.main(new String[0]));
    assertEquals("spot,value,shares", lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      double spot = Double.parseDouble(cells[0]);
      double[] exact = call(spot, 100, 1, 0.2);
      assertEquals(exact[0], Double.parseDouble(cells[1]), 1.5, line);
      assertEquals(exact[1], Double.parseDouble(cells[2]), 0.1, line);
    }
  }

  @Test
  void modelsThatWereNotTrainedStartSomewhere() {
    double leaves = new Churn().probability(24, 70, 2, "basic");
    assertTrue(leaves >= 0 && leaves <= 1, () -> "probability " + leaves);
    assertTrue(Double.isFinite(new Sine().estimate(1)));
    float[] arms = new Spiral().probability(0.5, 0.5);
    assertEquals(3, arms.length);
    assertEquals(1, arms[0] + arms[1] + arms[2], 1e-5);
  }

  /** The value of a call and its delta, without interest (Black and Scholes, 1973). */
  private static double[] call(double spot, double strike, double years, double volatility) {
    double deviation = volatility * Math.sqrt(years);
    double d = Math.log(spot / strike) / deviation + deviation / 2;
    return new double[] {spot * normal(d) - strike * normal(d - deviation), normal(d)};
  }

  /** The normal distribution, by its series about zero. */
  private static double normal(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 100; n++) {
      term *= x * x / (2 * n + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
