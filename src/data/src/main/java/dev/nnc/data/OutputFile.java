package dev.nnc.data;

import dev.nnc.runtime.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Writes whole files or none, and says in the user's words why it could not. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Writes a file, in place of what has its name.
   *
   * @param file its name
   * @param content what to write
   * @throws DataException if it cannot be written; then what was there is still there
   */
  static void write(Path file, AtomicFile.Content content) {
    try {
      AtomicFile.write(
          file,
          out -> {
            OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
            content.write(buffered);
            buffered.flush();
          });
    } catch (IOException e) {
      throw failure(file, e);
    } catch (UncheckedIOException e) {
      throw failure(file, e.getCause());
    }
  }

  static DataException failure(Path file, IOException e) {
    String reason = e.getMessage();
    if (e instanceof NoSuchFileException) {
      reason = "there is no folder " + file.toAbsolutePath().getParent();
    } else if (e instanceof FileSystemException f && f.getReason() != null) {
      reason = f.getReason();
    }
    return new DataException(
        DataCode.NOT_WRITABLE,
        Place.of(file),
        "the file cannot be written: " + reason,
        "Check the name of the folder, its permissions and the room on the disk",
        e);
  }
}
