package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.doubles;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.oneOf;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImputationTest {
  private static final String TEXT = "x0,x1,y\n1,10,0\n,20,0\n4, ,0\n2,40,0\n100,,0\n8,80,0\n";

  @TempDir Path folder;

  private Columns read(String text, String missing, List<Field> inputs, List<Field> targets) {
    Path file = write(folder, "f.csv", text);
    CsvOptions options = CsvOptions.STANDARD.withMissing(Missing.parse(missing));
    return CsvSource.read(file, options, inputs, targets, Precision.DOUBLE);
  }

  private Columns read(String missing) {
    return read(TEXT, missing, List.of(real("x", 2)), List.of(real("y")));
  }

  @Test
  void theMedianIsThatOfTheTrainingRows() {
    Columns columns = read("median");
    Imputation imputation = Imputation.fit(columns, new int[] {0, 1, 2, 3, 5});
    // Of 1, 4, 2, 8 the mean of 2 and 4; of 10, 20, 40, 80 that of 20 and 40.
    assertEquals(List.of(3.0, 30.0), imputation.fills().get("x"));
    assertArrayEquals(
        new double[] {1, 10, 3, 20, 4, 30, 2, 40, 100, 30, 8, 80},
        doubles(imputation.apply(columns).values("x")));
    Imputation odd = Imputation.fit(columns, new int[] {0, 2, 5});
    assertEquals(List.of(4.0, 45.0), odd.fills().get("x"));
  }

  @Test
  void theMeanIsThatOfTheTrainingRows() {
    Imputation imputation = Imputation.fit(read("mean"), new int[] {0, 1, 2, 3});
    assertEquals(List.of(7 / 3.0, 70 / 3.0), imputation.fills().get("x"));
  }

  @Test
  void aNumberTakesTheirPlace() {
    Columns columns = read("-1.5");
    Columns filled = Imputation.fit(columns, new int[] {0}).apply(columns);
    assertEquals(-1.5, filled.values("x").get(2));
    assertSame(columns.values("y"), filled.values("y"), "what lacks nothing is not copied");
  }

  @Test
  void rowsAreDroppedAndKeepTheirNumbers() {
    Columns columns = read("drop");
    assertEquals(3, columns.count());
    assertArrayEquals(new long[] {0, 3, 5}, columns.origin());
    assertArrayEquals(new double[] {1, 10, 2, 40, 8, 80}, doubles(columns.values("x")));
    assertSame(Imputation.NONE, Imputation.fit(columns, new int[] {0}));
  }

  @Test
  void withoutARuleAnEmptyCellIsAnError() {
    fails(
        DataCode.MISSING_VALUE,
        () -> read("error"),
        "row 2 (line 3), column \"x0\": found nothing, expected a number",
        "missing: \"median\"");
  }

  @Test
  void answersAndClassesAreNotMadeUp() {
    Field y = real("y");
    fails(
        DataCode.MISSING_VALUE,
        () -> read("x,y\n1,\n", "mean", List.of(real("x")), List.of(y)),
        "answers to learn from are not made up");
    fails(
        DataCode.MISSING_VALUE,
        () -> read("k,n\n1,1\n\"\",1\n", "0", List.of(classes("k", 2)), List.of()),
        "a class has no mean",
        "drop");
    fails(
        DataCode.MISSING_VALUE,
        () -> read("k,n\na,1\n,2\n", "error", List.of(oneOf("k", "a")), List.of()),
        "expected a class of k");
    assertEquals(1, read("k,n\na,1\n,2\n", "drop", List.of(oneOf("k", "a")), List.of()).count());
  }

  @Test
  void aColumnWithoutAnyTrainingValueCannotBeFilled() {
    fails(
        DataCode.NOTHING_TO_FIT,
        () -> Imputation.fit(read("median"), new int[] {1}),
        "column \"x[0]\"",
        "no median");
  }

  @Test
  void laterDataNeedsAFitThatKnowsTheField() {
    fails(
        DataCode.MISSING_VALUE, () -> Imputation.NONE.apply(read("median")), "row 2, column \"x\"");
  }

  @Test
  void aModelCarriesWhatTrainingFound() {
    Columns columns = read("median");
    Imputation fitted = Imputation.fit(columns, new int[] {0, 3, 5});
    Field x = real("x", 2).withFills(fitted.fills().get("x"));
    Imputation carried = Imputation.of(List.of(x, real("z")));
    assertEquals(java.util.Set.of("x"), carried.fills().keySet());
    assertArrayEquals(
        doubles(fitted.apply(columns).values("x")), doubles(carried.apply(columns).values("x")));
  }

  @Test
  void rulesAreReadFromText() {
    assertEquals(Missing.Rule.MEAN, Missing.parse("mean").rule());
    assertEquals(new Missing(Missing.Rule.NUMBER, -1e3), Missing.parse(" -1e3 "));
    assertNull(Missing.parse("average"));
    assertNull(Missing.parse("NaN"));
    assertNull(Missing.parse("1e999"));
  }
}
