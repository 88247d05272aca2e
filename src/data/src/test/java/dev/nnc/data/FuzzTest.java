package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.oneOf;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.DoubleValues;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages files at random; reading them must end well or in a message. */
final class FuzzTest {
  private static final int ROUNDS = 500;
  private static final ModelInfo MODEL =
      model(List.of(real("x", 3), oneOf("c", "red", "green")), List.of(classes("k", 4)));

  @TempDir Path folder;

  /** Reads the file that was damaged. */
  private interface Reading {
    void read(Path file);
  }

  private void fuzz(String name, byte[] good, Reading reading) {
    reading.read(write(folder, name, good));
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = damaged(good, random);
      Path file = write(folder, name, bytes);
      try {
        reading.read(file);
      } catch (DataException e) {
        refused++;
        assertFalse(e.getMessage().isBlank());
        assertTrue(e.code().id().matches("ND\\d{3}"));
      } catch (RuntimeException | Error e) {
        throw new AssertionError(name + ", round " + round + ": " + Arrays.toString(bytes), e);
      }
    }
    assertTrue(refused > ROUNDS / 10, name + ": only " + refused + " were refused");
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int n = 1 + random.nextInt(3); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
        case 4 -> System.arraycopy(bytes, 0, bytes, at, Math.min(8, bytes.length - at));
        default -> bytes[at] = (byte) "\",\n-{}0".charAt(random.nextInt(7));
      }
    }
    return bytes;
  }

  @Test
  void csv() {
    String text = "x0,x1,x2,c,k\n1,2.5,-3e2,red,0\n\"4\",5,6,\"green\",3\n\n7,8,9,red,1\n";
    for (String stream : List.of("true", "false")) {
      fuzz(
          "f.csv",
          text.getBytes(StandardCharsets.UTF_8),
          file -> {
            Dataset dataset =
                DataSource.open(
                    source("csv", "0", file.toString(), "stream", stream),
                    MODEL,
                    folder,
                    Precision.FLOAT);
            dataset.split(List.of(), 1);
            if (dataset instanceof Dataset.Streamed streamed) {
              StreamedPass.drain(streamed.stream());
            }
          });
    }
  }

  @Test
  void idx() throws IOException {
    byte[] idx = {0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    Reading reading =
        file ->
            DataSource.open(
                source("idx", "x", file.toString()),
                List.of(real("x", 3)),
                List.of(),
                folder,
                Precision.FLOAT);
    fuzz("f.idx", idx, reading);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(idx);
    }
    fuzz("f.idx.gz", packed.toByteArray(), reading);
  }

  @Test
  void archives() throws IOException {
    Map<String, StoredArray> arrays =
        Map.of(
            "x", new StoredArray(List.of(2, 3), new DoubleValues(new double[] {1, 2, 3, 4, 5, 6})));
    Path npz = folder.resolve("w.npz");
    NpzFile.write(npz, arrays);
    Path tensors = folder.resolve("w.safetensors");
    SafetensorsFile.write(tensors, arrays);
    Path npy = folder.resolve("w.npy");
    NpyFile.write(npy, arrays.get("x"));
    for (Path file : List.of(npz, tensors)) {
      fuzz(
          "f" + file.getFileName(),
          Files.readAllBytes(file),
          f -> {
            try (ArrayFile back = ArrayFile.open(f)) {
              back.names().forEach(name -> back.read(name, Precision.FLOAT));
            }
          });
    }
    fuzz("f.npy", Files.readAllBytes(npy), file -> NpyFile.read(file, Precision.DOUBLE));
  }
}
