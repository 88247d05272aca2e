package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.compiler.Imports;
import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads .nn files. */
final class SourceText {
  private static final long LARGEST = 16L << 20;

  private SourceText() {}

  /**
   * The text of a file.
   *
   * @param file its path, which is also its name in messages
   * @return the text
   * @throws Failure if it cannot be read or is no text
   */
  static Source read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new Failure(Exit.DATA, file + " is a folder", "name the .nn file in it");
      }
      if (Files.size(file) > LARGEST) {
        throw new Failure(Exit.DATA, file + " is larger than 16 MiB", "");
      }
      return text(file);
    } catch (NoSuchFileException e) {
      throw new Failure(Exit.DATA, file + ": no such file", "check the name and the folder");
    } catch (CharacterCodingException e) {
      throw new Failure(Exit.DATA, file + " is no UTF-8 text", "name a .nn file");
    } catch (IOException e) {
      throw new Failure(Exit.DATA, file + " cannot be read: " + e.getMessage(), "");
    }
  }

  /**
   * The text of an imported file: beside the file that imports it, or in a library. The property
   * {@code nnc.libraries} of the process names folders and jars, like a class path.
   *
   * @param from the file that imports it
   * @param path as written there, relative to its folder
   * @return the text, or empty where there is no such text
   */
  static Optional<Source> imported(Source from, String path) {
    try {
      return Imports.of(System.getProperty("nnc.libraries", "")).find(from, path);
    } catch (UncheckedIOException unreadable) {
      return Optional.empty();
    }
  }

  private static Source text(Path file) throws IOException {
    return Imports.read(file, StandardCharsets.UTF_8);
  }
}
