package dev.nnc.runtime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Writes files that are there as a whole or not at all. */
public final class AtomicFile {
  private static final AtomicLong COUNT = new AtomicLong();

  private AtomicFile() {}

  /** Closing it closes nothing: the file beneath is still to be forced to the disk. */
  private static final class Kept extends FilterOutputStream {
    Kept(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count); // the inherited one writes byte by byte
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Writes the bytes of a file. */
  public interface Content {
    /**
     * Writes everything.
     *
     * @param out where to; closing it does no harm
     * @throws IOException if that fails
     */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a file beside its place, forces it to the disk, and moves it there.
   *
   * @param target the file; one that exists is replaced
   * @param content what it holds
   * @throws IOException if it cannot be written; what was there before is still there
   */
  public static void write(Path target, Content content) throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "this is a folder");
    }
    // A link is followed, so that the link stays and the file it names changes.
    Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    // Not createTempFile: that would leave the file readable to nobody else.
    Path fresh =
        place.resolveSibling(
            "."
                + place.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + COUNT.incrementAndGet()
                + ".part");
    try {
      try (FileChannel channel =
              FileChannel.open(
                  fresh,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        content.write(new Kept(out));
        out.flush();
        channel.force(true);
      }
      try {
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(fresh, place, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
