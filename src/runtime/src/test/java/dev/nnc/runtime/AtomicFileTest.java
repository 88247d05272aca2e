package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void contentThatClosesItsStreamIsWritten() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(
        file,
        out -> {
          try (out) {
            out.write("whole".getBytes(StandardCharsets.UTF_8));
          }
        });
    assertEquals("whole", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void failureKeepsTheOldFileAndLeavesNothingBehind() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "old");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }));
    assertEquals("disk full", thrown.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void linkStaysALink() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a.txt"));
    AtomicFile.write(link, out -> out.write('n'));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("n", Files.readString(file));
  }

  @Test
  void folderAndMissingFolderAreRefused() {
    assertThrows(FileSystemException.class, () -> AtomicFile.write(folder, out -> {}));
    Path nowhere = folder.resolve("missing").resolve("a.txt");
    assertThrows(FileSystemException.class, () -> AtomicFile.write(nowhere, out -> {}));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
