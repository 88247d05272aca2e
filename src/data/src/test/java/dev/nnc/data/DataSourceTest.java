package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.doubles;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Share;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataSourceTest {
  private static final ModelInfo MODEL = model(List.of(real("x")), List.of(classes("k", 2)));

  @TempDir Path folder;

  private Dataset open(String... arguments) {
    return DataSource.open(source("csv", arguments), MODEL, folder, Precision.DOUBLE);
  }

  private Columns columns(String... arguments) {
    return assertInstanceOf(Dataset.InMemory.class, open(arguments)).columns();
  }

  @Test
  void theArgumentsOfCsvSayHowItIsWritten() {
    write(folder, "tab.csv", "made today\nx\tk\n1\t0\n\t1\n");
    Columns columns =
        columns("0", "tab.csv", "separator", "tab", "header", "true", "missing", "2", "skip", "1");
    assertEquals(new Missing(Missing.Rule.NUMBER, 2), columns.missing());
    assertArrayEquals(new double[] {1, Double.NaN}, doubles(columns.values("x")));
    assertEquals(
        1, columns("0", "tab.csv", "separator", "\\t", "missing", "drop", "skip", "1").count());
    assertInstanceOf(
        Dataset.Streamed.class,
        open("0", "tab.csv", "separator", "\t", "skip", "1", "stream", "true"));
  }

  @Test
  void argumentsThatMakeNoSenseAreRefused() {
    write(folder, "f.csv", "x,k\n1,0\n");
    fails(DataCode.BAD_ARGUMENT, () -> open("0", "f.csv", "separator", ";;"), "one character");
    fails(DataCode.BAD_ARGUMENT, () -> open("0", "f.csv", "separator", "\""));
    fails(DataCode.BAD_ARGUMENT, () -> open("0", "f.csv", "header", "yes"), "true or false");
    fails(DataCode.BAD_ARGUMENT, () -> open("0", "f.csv", "missing", "mode"), "\"median\"");
    fails(DataCode.BAD_ARGUMENT, () -> open("0", "f.csv", "skip", "-1"), "a number of lines");
    fails(DataCode.UNKNOWN_ARGUMENT, () -> open("0", "f.csv", "seperator", ";"), "\"separator\"");
    fails(DataCode.MISSING_ARGUMENT, () -> open(), "csv(\"data.csv\")");
    fails(DataCode.NOT_FOUND, () -> open("0", "g.csv"), folder.resolve("g.csv").toString());
    fails(DataCode.IS_A_FOLDER, () -> open("0", "."));
  }

  @Test
  void thePartsAreFilledByWhatTrainingKnows() {
    write(folder, "f.csv", "x,k\n1,0\n100,0\n3,1\n,1\n,0\n");
    Dataset dataset = open("0", "f.csv", "missing", "mean");
    Dataset.Parts parts = dataset.split(List.of(new Share("test", 0, 2)), 1);
    assertEquals(List.of(2.0), parts.imputation().fills().get("x"), "the mean of 1 and 3");
    assertEquals(3, parts.examples().get("train").size());
    assertEquals(2, parts.examples().get("test").size());
    assertEquals(5, dataset.all(parts.imputation()).size());
    assertEquals(
        List.of(104 / 3.0),
        assertInstanceOf(Dataset.InMemory.class, dataset).fit().fills().get("x"));
    fails(DataCode.MISSING_VALUE, () -> dataset.all(Imputation.NONE), "row 4, column \"x\"");
  }

  @Test
  void predictionNeedsNoTargets() {
    write(folder, "new.csv", "x\n1\n2\n");
    Dataset dataset =
        DataSource.open(
            source("csv", "0", "new.csv"), MODEL.inputs(), List.of(), folder, Precision.FLOAT);
    assertEquals(2, dataset.all(Imputation.NONE).size());
  }
}
