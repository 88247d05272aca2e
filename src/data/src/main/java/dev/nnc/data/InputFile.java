package dev.nnc.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files for reading; whatever goes wrong becomes a {@link DataException}. */
final class InputFile {
  private static final int BUFFER = 1 << 16;

  private InputFile() {}

  /**
   * Opens a file, unpacking it on the way if it is compressed by gzip, whatever its name.
   *
   * @param file to be read
   * @return its content, to be closed
   */
  static InputStream open(Path file) {
    check(file);
    InputStream raw = null;
    try {
      raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      raw.mark(2);
      boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return packed ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
    } catch (IOException e) {
      DataException failure = failure(file, e);
      try {
        if (raw != null) {
          raw.close();
        }
      } catch (IOException f) {
        failure.addSuppressed(f);
      }
      throw failure;
    }
  }

  /** Checks that a file is there and no folder. */
  static void check(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(
          DataCode.IS_A_FOLDER,
          Place.of(file),
          "this is a folder, not a file",
          "Name the file inside it");
    }
  }

  /** What an exception of the file system or of an unpacker means. */
  static DataException failure(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new DataException(
          DataCode.NOT_FOUND,
          Place.of(file),
          "there is no such file",
          "Check the name; relative names count from the folder of the .nn file",
          e);
    }
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof EOFException || e instanceof ZipException) {
      return new DataException(
          DataCode.BAD_COMPRESSION,
          Place.of(file),
          "the compressed file is damaged: " + reason,
          "Fetch or pack it again",
          e);
    }
    return new DataException(
        DataCode.UNREADABLE,
        Place.of(file),
        "the file cannot be read: " + reason,
        "Check its permissions and the disk",
        e);
  }
}
