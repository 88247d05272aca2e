package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.doubles;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.located;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.runtime.DoubleValues;
import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArrayFileTest {
  @TempDir Path folder;

  /** A .npy file of version 1 with a header as numpy.save writes it, and six numbers 0 to 5. */
  private static byte[] npy(String descr, boolean fortran, String shape, int version) {
    String order = fortran ? "True" : "False";
    String header =
        "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    boolean big = descr.startsWith(">");
    ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) header.length());
    } else {
      bytes.putInt(header.length());
    }
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    bytes.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      switch (descr.substring(1)) {
        case "f4" -> bytes.putFloat(i);
        case "f8" -> bytes.putDouble(i);
        case "i8" -> bytes.putLong(i);
        case "i4" -> bytes.putInt(i);
        case "i2" -> bytes.putShort((short) i);
        default -> bytes.put((byte) i);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private StoredArray read(byte[] bytes) {
    return NpyFile.read(write(folder, "x.npy", bytes), Precision.DOUBLE);
  }

  @Test
  void allTypesAndByteOrdersOfNpyRead() {
    for (String descr :
        List.of("<f4", "<f8", ">f4", ">f8", "<i4", ">i8", "<i8", "<i2", "|u1", "|i1")) {
      for (int version = 1; version <= 3; version++) {
        StoredArray array = read(npy(descr, false, "(2, 3)", version));
        assertEquals(List.of(2, 3), array.shape(), descr);
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, doubles(array.values()), descr);
      }
    }
    assertArrayEquals(
        new double[] {0, 1, 1, 1, 1, 1}, doubles(read(npy("|b1", false, "(6,)", 1)).values()));
  }

  @Test
  void columnMajorArraysAreTurned() {
    assertArrayEquals(
        new double[] {0, 2, 4, 1, 3, 5}, doubles(read(npy("<f4", true, "(2, 3)", 1)).values()));
    assertArrayEquals(
        new double[] {0, 3, 1, 4, 2, 5}, doubles(read(npy("<f4", true, "(3, 1, 2)", 1)).values()));
  }

  @Test
  void damagedNpyFilesAreRefused() {
    byte[] good = npy("<f8", false, "(2, 3)", 1);
    fails(DataCode.TRUNCATED, () -> read(Arrays.copyOf(good, good.length - 1)), "found 5");
    fails(DataCode.TRUNCATED, () -> read(Arrays.copyOf(good, 20)), "header");
    fails(DataCode.TRUNCATED, () -> read(Arrays.copyOf(good, 5)));
    fails(DataCode.TRAILING_BYTES, () -> read(Arrays.copyOf(good, good.length + 1)));
    fails(DataCode.WRONG_FORMAT, () -> read("name,age\n1,2\n".getBytes(StandardCharsets.UTF_8)));
    fails(DataCode.BAD_HEADER, () -> read(npy("<f8", false, "(2, -3)", 1)), "shape (2, -3)");
    fails(DataCode.BAD_HEADER, () -> read(npy("<f8", false, "[2, 3]", 1)));
    fails(DataCode.BAD_HEADER, () -> read(npy("<f8', 'more': '", false, "(2, 3)", 1)));
    fails(DataCode.BAD_HEADER, () -> read(npy("<f8", false, "(2, 3)", 4)), "version 4");
    fails(DataCode.UNSUPPORTED_TYPE, () -> read(npy("<c8", false, "(2, 3)", 1)), "\"<c8\"");
    fails(DataCode.UNSUPPORTED_TYPE, () -> read(npy("?", false, "(2, 3)", 1)));
    fails(DataCode.TOO_LARGE, () -> read(npy("<f8", false, "(2000000000, 2000000000)", 1)));
  }

  @Test
  void npyFilesReadBack() {
    for (StoredArray array : arrays().values()) {
      Path file = folder.resolve("back.npy");
      NpyFile.write(file, array);
      assertEquals(0, (fileLength(file) - dataLength(array)) % 64, "numbers start aligned");
      StoredArray back = NpyFile.read(file, array.values().precision());
      assertSame(array, back);
    }
  }

  private static long fileLength(Path file) {
    return file.toFile().length();
  }

  private static long dataLength(StoredArray array) {
    return array.values().length() * (array.values().precision() == Precision.FLOAT ? 4L : 8L);
  }

  private static void assertSame(StoredArray expected, StoredArray found) {
    assertEquals(expected.shape(), found.shape());
    for (int i = 0; i < expected.values().length(); i++) {
      assertEquals(expected.values().get(i), found.values().get(i));
    }
  }

  private static Map<String, StoredArray> arrays() {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    arrays.put("b", new StoredArray(List.of(3), new DoubleValues(new double[] {1, 0.1, -1e300})));
    arrays.put("dense1.W", new StoredArray(List.of(2, 1), new FloatValues(new float[] {.1f, 2})));
    arrays.put("σ\"x", new StoredArray(List.of(), new DoubleValues(new double[] {Math.PI})));
    arrays.put("none", new StoredArray(List.of(0, 4), new DoubleValues(new double[0])));
    return arrays;
  }

  @Test
  void archivesReadBackAndHaveTheSameBytesEachTime() throws IOException {
    for (String ending : List.of("npz", "safetensors")) {
      Path file = folder.resolve("w." + ending);
      Path again = folder.resolve("again." + ending);
      for (Path target : List.of(file, again)) {
        if (ending.equals("npz")) {
          NpzFile.write(target, arrays());
        } else {
          SafetensorsFile.write(target, arrays());
        }
      }
      assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
      try (ArrayFile back = ArrayFile.open(file)) {
        assertEquals(List.copyOf(arrays().keySet()), List.copyOf(back.names()));
        arrays()
            .forEach(
                (name, array) -> assertSame(array, back.read(name, array.values().precision())));
      }
      try (var files = Files.list(folder)) {
        assertEquals(0, files.filter(f -> f.toString().endsWith(".part")).count());
      }
    }
  }

  private Path safetensors(String header, int data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
    return write(folder, "x.safetensors", bytes.putLong(text.length).put(text).array());
  }

  private DataException refused(DataCode code, String header, int data, String... parts) {
    return fails(code, () -> ArrayFile.open(safetensors(header, data)).close(), parts);
  }

  @Test
  void safetensorsHeadersAreReadStrictly() {
    String a = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    String b = "\"b\" : {\"data_offsets\": [8, 16], \"dtype\": \"F64\", \"shape\": []} ";
    try (ArrayFile file = ArrayFile.open(safetensors("{" + b + "," + a + "}  ", 16))) {
      assertEquals(List.of("b", "a"), List.copyOf(file.names()));
    }
    try (ArrayFile file =
        ArrayFile.open(safetensors("{\"__metadata__\":{\"format\":\"pt\"}," + a + "}", 8))) {
      assertEquals(2, file.read("a", Precision.FLOAT).values().length());
    }
    refused(DataCode.BAD_HEADER, "{" + a + "," + a + "}", 8, "\"a\" comes twice");
    refused(DataCode.BAD_HEADER, "{" + b + "}", 16, "gap");
    refused(DataCode.BAD_HEADER, "{" + a.replace("[2]", "[3]") + "}", 8, "[3], but 8 bytes");
    refused(DataCode.BAD_HEADER, "{" + a.replace("[2]", "[-2]") + "}", 8);
    refused(DataCode.BAD_HEADER, "{" + a.replace("[2]", "[2.0]") + "}", 8);
    refused(DataCode.BAD_HEADER, "{" + a.replace("shape", "form") + "}", 8, "lacks");
    refused(DataCode.BAD_HEADER, "[" + "[".repeat(100) + "]", 0, "nested");
    refused(DataCode.BAD_HEADER, "[1]", 0, "no object");
    refused(DataCode.BAD_HEADER, "{" + a + "} x", 8, "expected the end");
    refused(DataCode.BAD_HEADER, "{" + a, 0, "ends too early");
    refused(DataCode.UNSUPPORTED_TYPE, "{" + a.replace("F32", "BF16") + "}", 8, "BF16");
    refused(DataCode.TRUNCATED, "{" + a + "}", 7);
    refused(DataCode.TRAILING_BYTES, "{" + a + "}", 9);
    fails(
        DataCode.WRONG_FORMAT,
        () -> ArrayFile.open(write(folder, "z.safetensors", "name,age,price\n1,2,3\n")));
    fails(DataCode.TRUNCATED, () -> ArrayFile.open(write(folder, "z.safetensors", "na")));
    fails(DataCode.NOT_FOUND, () -> ArrayFile.open(folder.resolve("no.safetensors")));
  }

  @Test
  void jsonTextsMayHaveEscapes() throws Json.Malformed {
    Map<?, ?> map = (Map<?, ?>) Json.parse(" { \"\\u00e9\\n\\\"\" : [ -1 , 20 , \"a\" ] } ");
    assertEquals(List.of(-1L, 20L, "a"), map.get("é\n\""));
    assertEquals("é\n\"", Json.parse(Json.quote("é\n\"")));
  }

  @Test
  void damagedArchivesAreRefused() throws IOException {
    Path file = folder.resolve("w.npz");
    NpzFile.write(file, arrays());
    byte[] good = Files.readAllBytes(file);
    fails(
        DataCode.WRONG_FORMAT,
        () -> ArrayFile.open(write(folder, "cut.npz", Arrays.copyOf(good, 100))));
    byte[] flipped = good.clone();
    // The first entry's numbers end where its next header starts; change the last of them.
    int second = new String(good, StandardCharsets.ISO_8859_1).indexOf("PK\3\4", 4);
    flipped[second - 3] ^= 1;
    try (ArrayFile damaged = ArrayFile.open(write(folder, "flipped.npz", flipped))) {
      fails(DataCode.BAD_COMPRESSION, () -> damaged.read("b", Precision.DOUBLE), "checksum");
    }
    fails(DataCode.NOT_FOUND, () -> ArrayFile.open(folder.resolve("no.npz")));
    fails(
        DataCode.IS_A_FOLDER, () -> ArrayFile.open(Files.createDirectory(folder.resolve("d.npz"))));
    fails(DataCode.UNKNOWN_FORMAT, () -> ArrayFile.open(folder.resolve("w.bin")), ".npz");
  }

  private Columns open(String format, List<Field> fields, String... arguments) {
    Dataset dataset =
        DataSource.open(
            source(format, arguments), model(fields, List.of()), folder, Precision.DOUBLE);
    return ((Dataset.InMemory) dataset).columns();
  }

  @Test
  void idsBeyondTheirClassesNameTheElement() {
    double[] ids = {0, 1, 2, 4, 5, 4};
    NpzFile.write(
        folder.resolve("t.npz"),
        Map.of("tokens", new StoredArray(List.of(2, 3), new DoubleValues(ids))));
    assertEquals(2, open("npz", List.of(classes("tokens", 6, 3)), "0", "t.npz").count());
    fails(
        DataCode.OUT_OF_CLASSES,
        () -> open("npz", List.of(classes("tokens", 5, 3)), "0", "t.npz"),
        "array \"tokens\", row 2, column \"tokens[1]\": found 5, expected a whole number from 0 to 4");
  }

  @Test
  void examplesComeFromArchivesAndSingleFiles() {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    arrays.put(
        "x", new StoredArray(List.of(2, 3), new DoubleValues(new double[] {1, 2, 3, 4, 5, 6})));
    arrays.put("label", new StoredArray(List.of(2), new FloatValues(new float[] {3, 0})));
    arrays.put("bad", new StoredArray(List.of(2), new DoubleValues(new double[] {0, Double.NaN})));
    NpzFile.write(folder.resolve("e.npz"), arrays);
    SafetensorsFile.write(folder.resolve("e.safetensors"), arrays);
    arrays.forEach((name, array) -> NpyFile.write(folder.resolve(name + ".npy"), array));
    Field k = located(classes("k", 4), "label");
    for (String format : List.of("npz", "safetensors")) {
      Columns columns = open(format, List.of(real("x", 3), k), "0", "e." + format);
      assertEquals(2, columns.count());
      assertArrayEquals(new double[] {3, 0}, doubles(columns.values("k")));
    }
    Columns columns = open("npy", List.of(real("x", 3), k), "x", "x.npy", "k", "label.npy");
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, doubles(columns.values("x")));
    fails(
        DataCode.UNKNOWN_ARRAY,
        () -> open("npz", List.of(real("labels")), "0", "e.npz"),
        "Did you mean \"label\"?");
    fails(
        DataCode.NOT_FINITE,
        () -> open("npz", List.of(real("bad")), "0", "e.npz"),
        "e.npz, array \"bad\", row 2");
    fails(DataCode.SHAPE_MISMATCH, () -> open("npz", List.of(real("x", 2)), "0", "e.npz"), "[3]");
    fails(DataCode.UNKNOWN_FORMAT, () -> open("npzz", List.of(), "0", "e.npz"), "Did you mean");
    fails(DataCode.UNKNOWN_ARGUMENT, () -> open("npz", List.of(), "0", "e.npz", "1", "f.npz"));
    fails(DataCode.MISSING_ARGUMENT, () -> open("npz", List.of()), "npz(\"data.npz\")");
    fails(DataCode.BAD_ARGUMENT, () -> open("npz", List.of(), "0", "e\0.npz"), "file name");
  }
}
