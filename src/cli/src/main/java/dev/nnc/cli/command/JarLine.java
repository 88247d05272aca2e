package dev.nnc.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells of a file that was written. */
final class JarLine {
  private JarLine() {}

  /**
   * Path and size of a file.
   *
   * @param file that was written
   * @return as in {@code house-price.jar, 123.4 kB}
   * @throws IOException if it is not there
   */
  static String of(Path file) throws IOException {
    return String.format(Locale.ROOT, "%s, %,.1f kB", file, Files.size(file) / 1000.0);
  }
}
