package dev.nnc.data;

import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.oneOf;
import static dev.nnc.data.Fixture.real;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyntheticTest {
  private static final Map<String, String> FILES =
      Map.of(
          "houses", "house-price/houses.csv",
          "churn", "churn/churn.csv",
          "spiral", "spiral/spiral.csv",
          "sine", "sine/sine.csv",
          "options", "option-price/options.csv",
          "checkers", "depth-vs-width/checkers.csv");

  @TempDir Path folder;

  private static Path example(String name) {
    return Path.of(System.getProperty("nnc.root", "../..")).resolve("examples").resolve(name);
  }

  @Test
  void theFilesOfTheExamplesAreMadeAgainByteForByte() throws IOException {
    for (String name : Synthetic.NAMES) {
      Path file = folder.resolve(name + ".csv");
      Synthetic.write(name, Synthetic.SEED, file);
      assertArrayEquals(
          Files.readAllBytes(example(FILES.get(name))), Files.readAllBytes(file), name);
      assertNotEquals(Synthetic.text(name, 1), Synthetic.text(name, 2), name);
    }
    fails(DataCode.BAD_ARGUMENT, () -> Synthetic.text("house", 1), "Did you mean \"houses\"?");
  }

  private static Columns read(String file, String... names) {
    return CsvSource.read(
        example(file),
        CsvOptions.STANDARD,
        List.of(names).stream().map(Fixture::real).toList(),
        List.of(),
        Precision.DOUBLE);
  }

  @Test
  void housesAreAsHousesAre() {
    Columns houses = read("house-price/houses.csv", "sqft", "distance", "bedrooms", "price");
    assertEquals(1000, houses.count());
    double cross = 0;
    for (int i = 0; i < houses.count(); i++) {
      double price = houses.values("price").get(i);
      assertTrue(price >= 25_000 && price < 2_000_000 && price % 100 == 0);
      cross += (houses.values("sqft").get(i) - 2400) * (price - 380_000);
    }
    assertTrue(cross > 0, "larger houses cost more");
  }

  @Test
  void customersLeaveForReasons() {
    Columns churn =
        CsvSource.read(
            example("churn/churn.csv"),
            CsvOptions.STANDARD,
            List.of(real("support_calls"), oneOf("plan", "basic", "plus", "pro")),
            List.of(Fixture.classes("churned", 2)),
            Precision.DOUBLE);
    assertEquals(2000, churn.count());
    double[] left = new double[2];
    double[] all = new double[2];
    for (int i = 0; i < churn.count(); i++) {
      int many = churn.values("support_calls").get(i) >= 3 ? 1 : 0;
      all[many]++;
      left[many] += churn.values("churned").get(i);
    }
    double share = (left[0] + left[1]) / 2000;
    assertTrue(share > 0.15 && share < 0.5, "share " + share);
    assertTrue(left[1] / all[1] > 2 * left[0] / all[0]);
  }

  @Test
  void armsAreEquallyLong() {
    Columns spiral = read("spiral/spiral.csv", "x", "y", "arm");
    int[] points = new int[3];
    for (int i = 0; i < spiral.count(); i++) {
      points[(int) spiral.values("arm").get(i)]++;
      assertTrue(
          Math.hypot(spiral.values("x").get(i), spiral.values("y").get(i)) < 1.001, "row " + i);
    }
    assertArrayEquals(new int[] {300, 300, 300}, points);
  }

  @Test
  void theSineIsOne() {
    Columns sine = read("sine/sine.csv", "x", "y");
    assertEquals(500, sine.count());
    for (int i = 0; i < sine.count(); i++) {
      assertEquals(Math.sin(sine.values("x").get(i)), sine.values("y").get(i), 1e-7);
    }
  }

  @Test
  void fieldsAlternate() {
    Columns board = read("depth-vs-width/checkers.csv", "x", "y", "black");
    assertEquals(2000, board.count());
    int black = 0;
    for (int i = 0; i < board.count(); i++) {
      int field = (int) board.values("x").get(i) + (int) board.values("y").get(i);
      assertEquals(field % 2, board.values("black").get(i));
      black += field % 2;
    }
    assertTrue(black > 900 && black < 1100, "black " + black);
  }

  /** Prices lie within their bounds, and deltas are what moving the spot price gives. */
  @Test
  void optionsHaveNoArbitrage() {
    Columns options =
        read(
            "option-price/options.csv",
            "spot",
            "strike",
            "maturity",
            "volatility",
            "price",
            "delta");
    assertEquals(4000, options.count());
    Values spot = options.values("spot");
    for (int i = 0; i < options.count(); i++) {
      double price = options.values("price").get(i);
      double strike = options.values("strike").get(i);
      assertTrue(price >= Math.max(0, spot.get(i) - strike) - 1e-6 && price < spot.get(i));
      double spread =
          options.values("volatility").get(i) * Math.sqrt(options.values("maturity").get(i));
      double h = 1e-4;
      double slope =
          (value(spot.get(i) + h, strike, spread) - value(spot.get(i) - h, strike, spread))
              / (2 * h);
      assertEquals(slope, options.values("delta").get(i), 2e-6);
    }
  }

  private static double value(double spot, double strike, double spread) {
    double d1 = Math.log(spot / strike) / spread + spread / 2;
    return spot * Synthetic.cumulative(d1) - strike * Synthetic.cumulative(d1 - spread);
  }

  @Test
  void theNormalDistributionHasItsKnownValues() {
    assertEquals(0.5, Synthetic.cumulative(0));
    assertEquals(0.8413447460685429, Synthetic.cumulative(1), 1e-15);
    assertEquals(0.9750021048517795, Synthetic.cumulative(1.96), 1e-15);
    assertEquals(0.0013498980316301, Synthetic.cumulative(-3), 1e-15);
    assertEquals(1, Synthetic.cumulative(9));
    assertEquals(0, Synthetic.cumulative(-9));
  }
}
