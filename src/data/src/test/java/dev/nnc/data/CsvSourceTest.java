package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.doubles;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.located;
import static dev.nnc.data.Fixture.oneOf;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvSourceTest {
  @TempDir Path folder;

  private Columns read(String text, CsvOptions options, Field... fields) {
    return read(text.getBytes(StandardCharsets.UTF_8), options, fields);
  }

  private Columns read(byte[] bytes, CsvOptions options, Field... fields) {
    Path file = write(folder, "f.csv", bytes);
    return CsvSource.read(file, options, List.of(fields), List.of(), Precision.DOUBLE);
  }

  private Columns read(String text, Field... fields) {
    return read(text, CsvOptions.STANDARD, fields);
  }

  @Test
  void columnsAreFoundByNameWhateverTheirOrder() {
    Columns columns = read("a,b,c\n1,2,3\n4,5,6\n", real("c"), real("a"));
    assertArrayEquals(new double[] {3, 6}, doubles(columns.values("c")));
    assertArrayEquals(new double[] {1, 4}, doubles(columns.values("a")));
    assertArrayEquals(new long[] {0, 1}, columns.origin());
  }

  @Test
  void theLetterCaseOfANameIsASecondChoice() {
    Columns columns = read("X,x,Y\n1,2,3\n", real("x"), real("y"));
    assertArrayEquals(new double[] {2}, doubles(columns.values("x")));
    assertArrayEquals(new double[] {3}, doubles(columns.values("y")));
  }

  @Test
  void windowsFilesWithMarksQuotesBlanksAndBlankLinesRead() {
    String text = "\uFEFF\"a\" , b \r\n\r\n 1 ,\"2\" \r\n   \r\n\"3\",4  \r\n\r\n";
    Columns columns = read(text, real("a"), real("b"));
    assertArrayEquals(new double[] {1, 3}, doubles(columns.values("a")));
    assertArrayEquals(new double[] {2, 4}, doubles(columns.values("b")));
  }

  @Test
  void aFirstLineWithANumberIsNoHeader() {
    Columns columns =
        read("1,x\n2,y\n", located(real("a"), "{0}"), located(oneOf("k", "x", "y"), "{1}"));
    assertArrayEquals(new double[] {1, 2}, doubles(columns.values("a")));
    assertArrayEquals(new double[] {0, 1}, doubles(columns.values("k")));
  }

  @Test
  void textsOnlyAreRowsWithoutHeaderUnlessSaid() {
    Field field = located(oneOf("k", "x", "y"), "{0}");
    assertEquals(2, read("x,x\ny,y\n", field).count());
    CsvOptions header = new CsvOptions(',', true, Missing.ERROR);
    assertEquals(1, read("x,x\ny,y\n", header, field).count());
    CsvOptions none = new CsvOptions(',', false, Missing.ERROR);
    assertEquals(1, read("1,2\n", none, located(real("a"), "{1}")).count());
  }

  @Test
  void otherSeparatorsCount() {
    Columns columns =
        read("a;b\n1;2\n", new CsvOptions(';', null, Missing.ERROR), real("a"), real("b"));
    assertArrayEquals(new double[] {2}, doubles(columns.values("b")));
  }

  @Test
  void linesAtTheStartMayBePassedOver() {
    CsvOptions options = new CsvOptions(',', null, Missing.ERROR, 2);
    Columns columns = read("made by hand\nin 1902, 3\na,b\n1,2\n", options, real("b"));
    assertArrayEquals(new double[] {2}, doubles(columns.values("b")));
    fails(DataCode.NOT_A_NUMBER, () -> read("1\n2\na,b\nx,1\n", options, real("a")), "line 4");
    fails(DataCode.EMPTY_FILE, () -> read("a\n", options, real("a")));
  }

  @Test
  void vectorsComeFromColumnsInAnyOfTheUsualStyles() {
    for (String header :
        List.of("x0,x1,x2", "x1,x2,x3", "x_0,x_1,x_2", "x[0],x[1],x[2]", "X 1,X 2,X 3")) {
      Columns columns = read(header + "\n1,2,3\n4,5,6\n", real("x", 3));
      assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, doubles(columns.values("x")), header);
    }
    Columns listed = read("p,q,r\n1,2,3\n", located(real("x", 2), "r", "p"));
    assertArrayEquals(new double[] {3, 1}, doubles(listed.values("x")));
    Columns prefix = read("p0,p1,r\n1,2,3\n", located(real("x", 2), "p"));
    assertArrayEquals(new double[] {1, 2}, doubles(prefix.values("x")));
  }

  @Test
  void classesAreWholeNumbersAndTruthValues() {
    Columns columns = read("k,b\n2,true\n0.0,FALSE\n", classes("k", 3), classes("b", 2));
    assertArrayEquals(new double[] {2, 0}, doubles(columns.values("k")));
    assertArrayEquals(new double[] {1, 0}, doubles(columns.values("b")));
  }

  @Test
  void numbersAreRoundedOnceToThePrecision() {
    Path file = write(folder, "f.csv", "a\n0.1\n-1e-3\n.5\n");
    Columns columns =
        CsvSource.read(file, CsvOptions.STANDARD, List.of(real("a")), List.of(), Precision.FLOAT);
    assertArrayEquals(new float[] {0.1f, -1e-3f, .5f}, ((FloatValues) columns.values("a")).array());
  }

  @Test
  void aFileWithoutAFittingColumnNamesWhatItHas() {
    fails(
        DataCode.UNKNOWN_COLUMN,
        () -> read("price,sqft\n1,2\n", real("prise")),
        "f.csv, column \"prise\": the file has no such column",
        "Did you mean \"price\"?");
    fails(DataCode.UNKNOWN_COLUMN, () -> read("1,2\n", real("a")), "no header", "a from 0");
    fails(
        DataCode.UNKNOWN_COLUMN,
        () -> read("1,2\n", located(real("a"), "{2}")),
        "column 2, but the file has 2 columns",
        "from 0 to 1");
    fails(DataCode.UNKNOWN_COLUMN, () -> read("a,b\n1,2\n", located(real("a"), "{99999999999}")));
    fails(DataCode.UNKNOWN_COLUMN, () -> read("x0,x2\n1,2\n", real("x", 2)), "x0 to x1");
  }

  @Test
  void columnsOfOneNameAndListsOfAnotherLengthAreRefused() {
    fails(DataCode.AMBIGUOUS_COLUMN, () -> read("a,a\n1,2\n", real("a")), "[0, 1]");
    fails(
        DataCode.COLUMN_COUNT,
        () -> read("a,b\n1,2\n", located(real("x"), "a", "b")),
        "x is 1 number, but is read from 2 columns");
  }

  @Test
  void cellsThatAreNoNumbersNameTheirPlace() {
    DataException e =
        fails(
            DataCode.NOT_A_NUMBER,
            () -> read("a,b\n\n1,2\n3,abc\n", real("a"), real("b")),
            "f.csv, row 2 (line 4), column \"b\": found \"abc\", expected a number");
    assertEquals(2, e.place().row());
    assertEquals(4, e.place().line());
    assertEquals("b", e.place().column());
    fails(DataCode.NOT_A_NUMBER, () -> read("a\n1\n\"3,5\"\n", real("a")), "with a point: 3.5");
    for (String cell : List.of("1d", "0x10", "1e", "--1", ".", "1_000", "+", "e5")) {
      fails(DataCode.NOT_A_NUMBER, () -> read("a\n1\n" + cell + "\n", real("a")), cell);
    }
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    for (String cell : List.of("NaN", "inf", "-Infinity")) {
      fails(DataCode.NOT_FINITE, () -> read("a\n1\n" + cell + "\n", real("a")), "row 2", cell);
    }
    fails(DataCode.NOT_FINITE, () -> read("a\n1e999\n", real("a")), "too large");
  }

  @Test
  void unknownCategoriesAndClassesAreRefused() {
    fails(
        DataCode.UNKNOWN_CATEGORY,
        () -> read("k,n\nbasic,1\nplos,2\n", oneOf("k", "basic", "plus", "pro")),
        "row 2 (line 3), column \"k\"",
        "Did you mean \"plus\"?",
        "\"basic\", \"plus\", \"pro\"");
    for (String cell : List.of("3", "-1", "1.5")) {
      fails(
          DataCode.OUT_OF_CLASSES,
          () -> read("k\n0\n" + cell + "\n", classes("k", 3)),
          "found " + cell + ", expected a whole number from 0 to 2");
    }
    fails(DataCode.NOT_A_NUMBER, () -> read("k,n\nred,1\n", classes("k", 3)), "k: one_of");
  }

  @Test
  void idsBeyondTheirClassesNameTheCell() {
    Field tokens = located(classes("tokens", 5, 3), "a", "b", "c");
    assertArrayEquals(
        new double[] {0, 1, 2, 4, 4, 4},
        doubles(read("a,b,c\n0,1,2\n4,4,4\n", tokens).values("tokens")));
    fails(
        DataCode.OUT_OF_CLASSES,
        () -> read("a,b,c\n0,1,2\n4,5,4\n", tokens),
        "f.csv, row 2 (line 3), column \"b\": found 5, expected a whole number from 0 to 4");
  }

  @Test
  void raggedRowsNameTheirLine() {
    fails(
        DataCode.RAGGED_ROW,
        () -> read("a,b\n1,2\n3\n", real("a")),
        "row 2 (line 3): found 1 cell, expected 2");
    fails(DataCode.RAGGED_ROW, () -> read("a,b\n1,2,3\n", real("a")), "found 3 cells, expected 2");
  }

  @Test
  void filesWithoutRowsAreRefused() {
    fails(DataCode.EMPTY_FILE, () -> read("", real("a")));
    fails(DataCode.EMPTY_FILE, () -> read("\n  \n\n", real("a")));
    fails(DataCode.EMPTY_FILE, () -> read("\uFEFF", real("a")));
    fails(DataCode.NO_ROWS, () -> read("a,b\n", real("a")), "header, but no rows");
    fails(
        DataCode.NO_ROWS,
        () -> read("a,b\n,1\n", CsvOptions.STANDARD.withMissing(Missing.parse("drop")), real("a")),
        "each of the 1 rows");
  }

  @Test
  void whatIsNoTextOrHasBrokenQuotesIsRefused() {
    fails(DataCode.NOT_TEXT, () -> read(new byte[] {'a', (byte) 0xff, 1}, CsvOptions.STANDARD));
    fails(DataCode.NOT_TEXT, () -> read(new byte[] {'a', 0, 1}, CsvOptions.STANDARD), "UTF-8");
    fails(DataCode.BAD_QUOTES, () -> read("a,b\n\n1,\"2\"3\n", real("a")), "line 3: the text");
    fails(DataCode.BAD_QUOTES, () -> read("a,b\n1,\"2\n3,4\n", real("a")), "line 2: a quote");
  }

  @Test
  void filesThatCannotBeOpenedAreRefused() {
    fails(
        DataCode.NOT_FOUND,
        () ->
            CsvSource.read(
                folder.resolve("no.csv"),
                CsvOptions.STANDARD,
                List.of(),
                List.of(),
                Precision.FLOAT),
        "no.csv: there is no such file");
    fails(
        DataCode.IS_A_FOLDER,
        () -> CsvSource.read(folder, CsvOptions.STANDARD, List.of(), List.of(), Precision.FLOAT));
    fails(
        DataCode.UNREADABLE,
        () ->
            CsvSource.read(
                folder.resolve("x".repeat(5000)),
                CsvOptions.STANDARD,
                List.of(),
                List.of(),
                Precision.FLOAT));
    write(folder, "f.csv.gz", new byte[] {0x1f, (byte) 0x8b, 1, 2, 3});
    fails(
        DataCode.BAD_COMPRESSION,
        () ->
            CsvSource.read(
                folder.resolve("f.csv.gz"),
                CsvOptions.STANDARD,
                List.of(),
                List.of(),
                Precision.FLOAT));
  }
}
