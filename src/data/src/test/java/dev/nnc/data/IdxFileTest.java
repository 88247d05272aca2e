package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.doubles;
import static dev.nnc.data.Fixture.evidence;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxFileTest {
  @TempDir Path folder;

  /** Two examples of shape [3], as each of the types. */
  private static byte[] encoded(int type, int width) {
    ByteBuffer bytes = ByteBuffer.allocate(12 + 6 * width);
    bytes.put(new byte[] {0, 0, (byte) type, 2}).putInt(2).putInt(3);
    for (int i = 0; i < 6; i++) {
      switch (type) {
        case 0x08, 0x09 -> bytes.put((byte) (i - 1));
        case 0x0B -> bytes.putShort((short) (300 * i));
        case 0x0C -> bytes.putInt(70000 * i);
        case 0x0D -> bytes.putFloat(i / 4f);
        default -> bytes.putDouble(i / 10.0);
      }
    }
    return bytes.array();
  }

  private double[] read(byte[] bytes) {
    return doubles(IdxFile.read(write(folder, "x.idx", bytes), Precision.DOUBLE).values());
  }

  @Test
  void allTypesRead() {
    assertArrayEquals(new double[] {255, 0, 1, 2, 3, 4}, read(encoded(8, 1)));
    assertArrayEquals(new double[] {-1, 0, 1, 2, 3, 4}, read(encoded(9, 1)));
    assertArrayEquals(new double[] {0, 300, 600, 900, 1200, 1500}, read(encoded(11, 2)));
    assertArrayEquals(new double[] {0, 7e4, 14e4, 21e4, 28e4, 35e4}, read(encoded(12, 4)));
    assertArrayEquals(new double[] {0, .25, .5, .75, 1, 1.25}, read(encoded(13, 4)));
    assertArrayEquals(new double[] {0, .1, .2, 3 / 10.0, .4, .5}, read(encoded(14, 8)));
  }

  @Test
  void damagedFilesAreRefused() {
    byte[] good = encoded(12, 4);
    fails(DataCode.TRUNCATED, () -> read(Arrays.copyOf(good, 35)), "6 numbers, found 5");
    fails(DataCode.TRUNCATED, () -> read(Arrays.copyOf(good, 7)), "header");
    fails(DataCode.TRUNCATED, () -> read(new byte[0]));
    fails(DataCode.TRAILING_BYTES, () -> read(Arrays.copyOf(good, 37)));
    byte[] magic = good.clone();
    magic[0] = 1;
    fails(DataCode.WRONG_FORMAT, () -> read(magic), "01000c02");
    byte[] type = good.clone();
    type[2] = 7;
    fails(DataCode.UNSUPPORTED_TYPE, () -> read(type), "07");
    byte[] rank = good.clone();
    rank[3] = 0;
    fails(DataCode.BAD_HEADER, () -> read(rank), "0 axes");
    byte[] negative = good.clone();
    negative[4] = -1;
    fails(DataCode.BAD_HEADER, () -> read(negative), "axis 0");
    byte[] huge = good.clone();
    huge[4] = 0x7f;
    fails(DataCode.TOO_LARGE, () -> read(huge));
    byte[] large = good.clone();
    large[4] = 0x10;
    fails(DataCode.TRUNCATED, () -> read(large));
  }

  @Test
  void aPackedFileThatWasCutIsRefused() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(encoded(14, 8));
    }
    assertEquals(6, read(packed.toByteArray()).length);
    byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() - 12);
    fails(DataCode.BAD_COMPRESSION, () -> read(cut), "damaged");
  }

  private Columns open(String... arguments) {
    Dataset dataset =
        DataSource.open(
            source("idx", arguments),
            model(List.of(real("image", 1, 3)), List.of(classes("label", 10))),
            folder,
            Precision.DOUBLE);
    return ((Dataset.InMemory) dataset).columns();
  }

  @Test
  void fieldsAreJoined() {
    write(folder, "i", encoded(8, 1));
    write(folder, "l", new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 9});
    Columns columns = open("image", "i", "label", "l");
    assertEquals(2, columns.count());
    assertArrayEquals(new double[] {7, 9}, doubles(columns.values("label")));
  }

  @Test
  void idsBeyondTheirClassesNameTheElement() {
    write(folder, "i", encoded(12, 4));
    write(folder, "l", new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 9});
    ModelInfo model = model(List.of(classes("ids", 350_001, 1, 3)), List.of(classes("label", 10)));
    DataSource.open(source("idx", "ids", "i", "label", "l"), model, folder, Precision.DOUBLE);
    ModelInfo fewer = model(List.of(classes("ids", 280_000, 1, 3)), List.of(classes("label", 10)));
    fails(
        DataCode.OUT_OF_CLASSES,
        () ->
            DataSource.open(
                source("idx", "ids", "i", "label", "l"), fewer, folder, Precision.DOUBLE),
        "row 2, column \"ids[0, 1]\": found 280000, expected a whole number from 0 to 279999");
  }

  @Test
  void filesThatDoNotFitTheFieldsAreRefused() {
    write(folder, "i", encoded(8, 1));
    write(folder, "l", new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 10});
    write(folder, "three", new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 7, 9, 1});
    write(folder, "none", new byte[] {0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 3});
    fails(
        DataCode.OUT_OF_CLASSES,
        () -> open("image", "i", "label", "l"),
        "row 2: found 10, expected a whole number from 0 to 9");
    fails(DataCode.COUNT_MISMATCH, () -> open("image", "i", "label", "three"), "has 3 examples");
    fails(
        DataCode.SHAPE_MISMATCH,
        () -> open("image", "l", "label", "l"),
        "examples of shape [] do not fit image[1, 3]");
    fails(DataCode.SHAPE_MISMATCH, () -> open("image", "i", "label", "i"), "label");
    fails(DataCode.MISSING_ARGUMENT, () -> open("image", "i"), "no file for label");
    fails(
        DataCode.UNKNOWN_ARGUMENT,
        () -> open("image", "i", "lable", "l"),
        "Did you mean \"label\"?");
    fails(DataCode.NOT_FOUND, () -> open("image", "nowhere", "label", "l"), "nowhere");
    fails(
        DataCode.NO_ROWS,
        () ->
            DataSource.open(
                source("idx", "x", "none"),
                List.of(real("x", 3)),
                List.of(),
                folder,
                Precision.FLOAT));
  }

  @Test
  void mnistReads() {
    Path folder = evidence("data/mnist");
    Dataset dataset =
        DataSource.open(
            source(
                "idx",
                "image",
                "train-images-idx3-ubyte.gz",
                "label",
                "train-labels-idx1-ubyte.gz"),
            model(List.of(real("image", 28, 28)), List.of(classes("label", 10))),
            folder,
            Precision.FLOAT);
    Columns columns = ((Dataset.InMemory) dataset).columns();
    assertEquals(60000, columns.count());
    Values labels = columns.values("label");
    int[] first = {5, 0, 4, 1, 9};
    for (int i = 0; i < first.length; i++) {
      assertEquals(first[i], labels.get(i));
    }
    Values images = columns.values("image");
    assertEquals(60000 * 784, images.length());
    double brightest = 0;
    for (int i = 0; i < 784; i++) {
      brightest = Math.max(brightest, images.get(i));
    }
    assertEquals(255, brightest);
  }
}
