package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.evidence;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.located;
import static dev.nnc.data.Fixture.oneOf;
import static dev.nnc.data.Fixture.real;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reads files as they are found in the world. */
final class EvidenceTest {
  private static Columns read(String name, Missing missing, List<Field> targets, Field... inputs) {
    return CsvSource.read(
        evidence("data/" + name),
        CsvOptions.STANDARD.withMissing(missing),
        List.of(inputs),
        targets,
        Precision.DOUBLE);
  }

  private static Field places(String name, int from, int to) {
    String[] columns =
        IntStream.range(from, to).mapToObj(i -> "{" + i + "}").toArray(String[]::new);
    return located(real(name, to - from), columns);
  }

  @Test
  void iris() {
    Field kind = located(oneOf("kind", "Iris-setosa", "Iris-versicolor", "Iris-virginica"), "{4}");
    Columns iris = read("iris/iris.csv", Missing.ERROR, List.of(kind), places("x", 0, 4));
    assertEquals(150, iris.count());
    assertEquals(5.1, iris.values("x").get(0));
    assertEquals(0.2, iris.values("x").get(3));
    assertEquals(2, iris.values("kind").get(149));
  }

  @Test
  void californiaLacksBedrooms() {
    Field[] inputs = {real("longitude"), real("total_bedrooms"), real("median_income")};
    List<Field> target = List.of(real("median_house_value"));
    Columns houses =
        read("california_housing/housing.csv", Missing.parse("median"), target, inputs);
    assertEquals(20640, houses.count());
    long missing =
        IntStream.range(0, houses.count())
            .filter(i -> Double.isNaN(houses.values("total_bedrooms").get(i)))
            .count();
    assertEquals(207, missing);
    int[] train = IntStream.range(0, houses.count()).filter(i -> i % 5 != 4).toArray();
    Imputation imputation = Imputation.fit(houses, train);
    double[] known =
        IntStream.of(train)
            .mapToDouble(i -> houses.values("total_bedrooms").get(i))
            .filter(v -> !Double.isNaN(v))
            .sorted()
            .toArray();
    double median = (known[(known.length - 1) / 2] + known[known.length / 2]) / 2;
    assertEquals(median, imputation.fills().get("total_bedrooms").get(0));
    assertEquals(
        20433,
        read("california_housing/housing.csv", Missing.parse("drop"), target, inputs).count());
    fails(
        DataCode.MISSING_VALUE,
        () -> read("california_housing/housing.csv", Missing.ERROR, target, inputs),
        "column \"total_bedrooms\"",
        "row 291 (line 292)");
  }

  @Test
  void digits() {
    Field kind = located(classes("digit", 10), "Class");
    Columns train =
        read("optdigits/optdigits.tra", Missing.ERROR, List.of(kind), places("x", 0, 64));
    assertEquals(3823, train.count());
    Field named = located(real("x", 64), "Block");
    Columns test = read("optdigits/optdigits.tes", Missing.ERROR, List.of(kind), named);
    assertEquals(1797, test.count());
    assertEquals(5, test.values("x").get(2));
    assertEquals(13, test.values("x").get(3));
  }

  @Test
  void wine() {
    Field kind = located(oneOf("kind", "1", "2", "3"), "{13}");
    Columns wine = read("wine/wine.csv", Missing.ERROR, List.of(kind), places("x", 0, 13));
    assertEquals(178, wine.count());
    assertEquals(.28, wine.values("x").get(7));
    assertEquals(2, wine.values("kind").get(177));
  }

  @Test
  void passengers() {
    Columns titanic =
        read(
            "titanic/train.csv",
            Missing.parse("mean"),
            List.of(classes("Survived", 2)),
            real("Fare"),
            real("Age"),
            oneOf("Sex", "male", "female"));
    assertEquals(891, titanic.count());
    assertEquals(71.2833, titanic.values("Fare").get(1));
    assertEquals(1, titanic.values("Sex").get(1));
  }

  @Test
  void seriesAndTumours() {
    Columns spots =
        read("sunspots/monthly-sunspots.csv", Missing.ERROR, List.of(), real("Sunspots"));
    assertArrayEquals(
        new double[] {58.0, 62.6},
        new double[] {spots.values("Sunspots").get(0), spots.values("Sunspots").get(1)});
    Columns prices =
        read("sp500/sp500_monthly.csv", Missing.ERROR, List.of(), real("SP500"), real("PE10"));
    assertEquals(4.44, prices.values("SP500").get(0));
    Field kind = located(oneOf("kind", "B", "M"), "{1}");
    Columns tumours =
        CsvSource.read(
            evidence("data/breast_cancer_wdbc/wdbc.data"),
            new CsvOptions(',', false, Missing.ERROR, 1),
            List.of(places("x", 2, 32)),
            List.of(kind),
            Precision.DOUBLE);
    assertEquals(569, tumours.count());
  }
}
