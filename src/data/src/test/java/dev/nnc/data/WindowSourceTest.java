package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.evidence;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.located;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.oneOf;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Share;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WindowSourceTest {
  private static final Field PAST = located(real("past", 3), "v");
  private static final Field NEXT = located(real("next", 2), "v");

  @TempDir Path folder;

  private Dataset open(ModelInfo info, String... arguments) {
    return DataSource.open(source("windows", arguments), info, folder, Precision.DOUBLE);
  }

  private Dataset open(List<Field> inputs, List<Field> targets, String... arguments) {
    return open(model(inputs, targets), arguments);
  }

  private static String rows(Examples examples, Field field) {
    List<String> rows = new ArrayList<>();
    for (double[] row : Drawn.rows(examples, field.name(), field.size())) {
      rows.add(Arrays.toString(row).replace(".0", "").replaceAll("[\\[\\], ]+", " ").strip());
    }
    return String.join("|", rows);
  }

  /** A table of days: v counts from 0, w is ten times as much, d the day of the week. */
  private void days(String name, int count) {
    StringBuilder text = new StringBuilder("date,v,w,d\n");
    for (int i = 0; i < count; i++) {
      text.append("day " + i + "," + i + "," + 10 * i + "," + i % 7 + "\n");
    }
    write(folder, name, text.toString());
  }

  @Test
  void looksBackAndAhead() {
    days("t.csv", 8);
    Examples all = open(List.of(PAST), List.of(NEXT), "0", "t.csv").all(Imputation.NONE);
    assertEquals("0 1 2|1 2 3|2 3 4|3 4 5", rows(all, PAST));
    assertEquals("3 4|4 5|5 6|6 7", rows(all, NEXT));
    Examples far =
        open(List.of(PAST), List.of(NEXT), "0", "t.csv", "stride", "2").all(Imputation.NONE);
    assertEquals("4 5|6 7", rows(far, NEXT), "counted from the end");
    Examples forecast = open(List.of(PAST), List.of(), "0", "t.csv").all(Imputation.NONE);
    assertTrue(rows(forecast, PAST).endsWith("|5 6 7"), "the last one looks behind the end");
  }

  @Test
  void rowsOfSeveralColumnsAndSingleOnes() {
    days("t.csv", 6);
    Field both = located(real("both", 2, 2), "w", "v");
    Field today = real("v");
    Field calendar = located(classes("calendar", 7, 2), "d");
    Field placed = located(real("placed"), "{2}");
    List<Field> inputs = List.of(both, today, calendar);
    Examples all =
        open(inputs, List.of(placed), "0", "t.csv", "ahead", "calendar").all(Imputation.NONE);
    assertEquals("0 0 10 1|10 1 20 2|20 2 30 3", rows(all, both));
    assertEquals("1|2|3", rows(all, today));
    assertEquals("2 3|3 4|4 5", rows(all, calendar));
    assertEquals("20|30|40", rows(all, placed));
    Examples forecast =
        open(inputs, List.of(), "0", "t.csv", "ahead", "calendar").all(Imputation.NONE);
    assertEquals("2 3|3 4|4 5", rows(forecast, calendar));
  }

  /** What is ahead lies in one part; what is looked back at may lie in the part before. */
  @Test
  void partsAreStretches() {
    days("t.csv", 20);
    List<Share> shares = List.of(new Share("test", .2, 0), new Share("valid", .2, 0));
    Dataset.Parts parts = open(List.of(PAST), List.of(NEXT), "0", "t.csv").split(shares, 9);
    assertEquals("[train, valid, test]", parts.examples().keySet().toString());
    Examples train = parts.examples().get("train");
    assertEquals(8, train.size());
    assertTrue(rows(train, NEXT).endsWith("|10 11"), "nothing of the validation is seen");
    assertEquals("12 13|13 14|14 15", rows(parts.examples().get("valid"), NEXT));
    assertEquals("9 10 11|10 11 12|11 12 13", rows(parts.examples().get("valid"), PAST));
    assertEquals("16 17|17 18|18 19", rows(parts.examples().get("test"), NEXT));
    Dataset.Parts alone = open(List.of(PAST), List.of(), "0", "t.csv").split(shares, 9);
    assertEquals("12 13 14|13 14 15", rows(alone.examples().get("valid"), PAST));
    fails(
        DataCode.BAD_ARGUMENT,
        () ->
            open(List.of(PAST), List.of(NEXT), "0", "t.csv")
                .split(List.of(new Share("test", 0, 5)), 0),
        "every(5)");
    fails(
        DataCode.NO_ROWS,
        () ->
            open(List.of(PAST), List.of(NEXT), "0", "t.csv")
                .split(List.of(new Share("test", .05, 0)), 0),
        "the part for test has 1 row, but an example takes 2");
  }

  @Test
  void emptyCells() {
    write(folder, "t.csv", "v,w\n0,1\n1,1\n,1\n3,1\n4,\n5,1\n6,1\n7,1\n");
    Field past = located(real("past", 2), "v");
    Field w = real("w");
    fails(
        DataCode.MISSING_VALUE,
        () -> open(List.of(past), List.of(), "0", "t.csv"),
        "t.csv, row 3 (line 4), column \"v\"");
    Examples dropped =
        open(List.of(past), List.of(w), "0", "t.csv", "missing", "drop").all(Imputation.NONE);
    assertEquals("0 1|3 4|4 5|5 6", rows(dropped, past), "w counts where it is the target only");
    Examples filled =
        open(List.of(past), List.of(), "0", "t.csv", "missing", "9").all(Imputation.NONE);
    assertEquals("0 1|1 9|9 3|3 4|4 5|5 6|6 7", rows(filled, past));
    fails(
        DataCode.MISSING_VALUE,
        () -> open(List.of(past), List.of(located(w, "v")), "0", "t.csv", "missing", "9"),
        "answers to learn from are not made up");
    fails(
        DataCode.BAD_ARGUMENT,
        () -> open(List.of(past), List.of(), "0", "t.csv", "missing", "mean"),
        "no mean");
    Field long3 = located(real("past", 4), "v");
    fails(
        DataCode.NO_ROWS,
        () ->
            open(List.of(long3), List.of(real("w")), "0", "t.csv", "missing", "drop", "stride", "9")
                .split(List.of(new Share("train", .7, 0)), 0),
        "empty cell");
  }

  @Test
  void messagesNameTheCell() {
    write(folder, "t.csv", "date;v;k\na;1;x\nb;1,5;y\n");
    fails(
        DataCode.NOT_A_NUMBER,
        () -> open(List.of(real("v")), List.of(), "0", "t.csv", "separator", ";"),
        "row 2 (line 3), column \"v\": found \"1,5\"");
    fails(
        DataCode.UNKNOWN_CATEGORY,
        () -> open(List.of(oneOf("k", "x", "z")), List.of(), "0", "t.csv", "separator", ";"),
        "row 2 (line 3), column \"k\": found \"y\"");
    days("d.csv", 9);
    fails(DataCode.UNKNOWN_COLUMN, () -> open(List.of(real("u", 3)), List.of(), "0", "d.csv"), "u");
    fails(
        DataCode.COLUMN_COUNT,
        () -> open(List.of(located(real("x", 3), "v", "w")), List.of(), "0", "d.csv"),
        "takes 1 column, but 2 are named");
    fails(
        DataCode.UNREADABLE_FIELD,
        () -> open(List.of(PAST), List.of(NEXT), "0", "d.csv", "ahead", "pats"),
        "\"pats\"");
    fails(DataCode.UNKNOWN_ARGUMENT, () -> open(List.of(PAST), List.of(), "0", "d.csv", "by", "v"));
    fails(DataCode.BAD_ARGUMENT, () -> open(List.of(PAST), List.of(), "0", "d.csv", "stride", "0"));
    fails(
        DataCode.MISSING_ARGUMENT, () -> open(List.of(PAST), List.of()), "windows(\"sales.csv\")");
  }

  /** Texts beside the numbers take no memory: the windows share one array for each column. */
  @Test
  void windowsShareTheColumn() {
    days("t.csv", 5_000);
    Field wide = located(real("past", 2_000), "v");
    Examples all = open(List.of(wide), List.of(NEXT), "0", "t.csv").all(Imputation.NONE);
    assertEquals(2_999, all.size());
    Dataset dataset = open(List.of(wide), List.of(NEXT), "0", "t.csv");
    List<Windows.Part> parts = ((Windows) dataset).parts();
    assertEquals(parts.get(0).columns(), parts.get(1).columns(), "read once");
  }

  @Test
  void theSeriesThatIsMadeUpIsTheSameEverywhere() {
    Field days = located(real("past", 14), "{1}");
    Dataset dataset =
        DataSource.open(
            source("series", "count", "800", "seed", "3"),
            model(List.of(days), List.of(real("orders"))),
            folder,
            Precision.DOUBLE);
    Examples all = dataset.all(Imputation.NONE);
    assertEquals(800 - 14, all.size());
    assertEquals(
        "3663 3543", Math.round(sum(all, days, 0)) + " " + Math.round(sum(all, days, 785)));
    List<double[]> rows = Drawn.rows(all, "past", 14);
    // 2010 began on a Friday: the 3rd, the 10th, … of January are Sundays.
    double sunday = rows.get(0)[2] + rows.get(0)[9];
    double saturday = rows.get(0)[1] + rows.get(0)[8];
    assertTrue(sunday < 0.7 * saturday, sunday + " of " + saturday);
  }

  private static double sum(Examples examples, Field field, int example) {
    double[] row = Drawn.rows(examples, field.name(), field.size()).get(example);
    return Arrays.stream(row).sum();
  }

  @Test
  void sunspotsByTheirMonths() {
    Path file = evidence("data/sunspots/monthly-sunspots.csv");
    Field past = located(real("past", 132), "Sunspots");
    Field next = located(real("next", 12), "{1}");
    Dataset dataset = open(List.of(past), List.of(next), "0", file.toString());
    Dataset.Parts parts = dataset.split(List.of(new Share("test", .15, 0)), 0);
    assertEquals(2820 - 423 - 132 - 12 + 1, parts.examples().get("train").size());
    assertEquals(423 - 12 + 1, parts.examples().get("test").size());
    assertEquals(58.0, Drawn.rows(parts.examples().get("train"), "past", 132).get(0)[0]);
  }
}
