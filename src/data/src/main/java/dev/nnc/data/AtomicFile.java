package dev.nnc.data;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes whole files or none: the content goes to a file beside the final one, is forced to the
 * disk, and takes the final name in one step.
 */
final class AtomicFile {
  private static final AtomicLong COUNT = new AtomicLong();

  private AtomicFile() {}

  /** What a file shall contain. */
  interface Content {
    /** Writes it. */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, in place of what has its name.
   *
   * @param file its name
   * @param content what to write
   * @throws DataException if it cannot be written; then what was there is still there
   */
  static void write(Path file, Content content) {
    Path part = null;
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (Files.isDirectory(file) || folder == null) {
        throw new IOException("this is a folder");
      }
      part = folder.resolve(partName(file));
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(new Unclosed(channel), 1 << 16);
        content.write(out);
        out.flush();
        channel.force(true);
      }
      move(part, file);
    } catch (IOException e) {
      DataException failure = failure(file, e);
      remove(part, failure);
      throw failure;
    } catch (UncheckedIOException e) {
      DataException failure = failure(file, e.getCause());
      remove(part, failure);
      throw failure;
    } catch (RuntimeException e) {
      remove(part, e);
      throw e;
    }
  }

  /** A name that no other thread or process uses, whatever else they write. */
  private static String partName(Path file) {
    String name = file.getFileName().toString();
    String start = name.substring(0, Math.min(40, name.length()));
    return "."
        + start
        + "."
        + ProcessHandle.current().pid()
        + "-"
        + COUNT.incrementAndGet()
        + ".part";
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void remove(Path part, Exception failure) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  static DataException failure(Path file, IOException e) {
    String reason =
        e instanceof java.nio.file.NoSuchFileException
            ? "there is no folder " + file.toAbsolutePath().getParent()
            : e.getMessage();
    return new DataException(
        DataCode.NOT_WRITABLE,
        Place.of(file),
        "the file cannot be written: " + reason,
        "Check the name of the folder, its permissions and the room on the disk",
        e);
  }

  /**
   * Leaves closing to the owner of the channel, so that the file can be forced to the disk first.
   */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(FileChannel channel) {
      super(Channels.newOutputStream(channel));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
