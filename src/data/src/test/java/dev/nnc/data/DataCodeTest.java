package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DataCodeTest {
  @Test
  void codesAreStableAndDistinct() {
    List<String> ids = Arrays.stream(DataCode.values()).map(DataCode::id).toList();
    assertEquals(ids.size(), ids.stream().distinct().count());
    assertEquals("ND001", DataCode.NOT_FOUND.id());
    assertEquals("ND019", DataCode.NOT_A_NUMBER.id());
    assertEquals("ND043", DataCode.BAD_ARGUMENT.id());
  }

  @Test
  void everyCodeIsProducedBySomeTest() throws IOException {
    Path folder =
        Path.of(System.getProperty("nnc.root", "../.."), "src/data/src/test/java/dev/nnc/data");
    String tests;
    try (var files = Files.list(folder)) {
      tests = files.map(DataCodeTest::text).collect(Collectors.joining());
    }
    for (DataCode code : DataCode.values()) {
      Pattern use = Pattern.compile("(fails|refused)\\(\\s*DataCode\\." + code + "\\b");
      assertTrue(use.matcher(tests).find(), code + " is not produced by any test");
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
