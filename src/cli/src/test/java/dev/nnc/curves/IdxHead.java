package dev.nnc.curves;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The first examples of an IDX file of bytes. */
final class IdxHead {
  private IdxHead() {}

  /** Copies so many examples of a packed file to one that is not packed. */
  static Path copy(Path file, int count, Path target) throws IOException {
    try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)));
        OutputStream out = Files.newOutputStream(target)) {
      DataOutputStream header = new DataOutputStream(out);
      int magic = in.readInt();
      header.writeInt(magic);
      in.readInt();
      header.writeInt(count);
      int size = count;
      for (int axis = 1; axis < (magic & 0xff); axis++) {
        int length = in.readInt();
        header.writeInt(length);
        size *= length;
      }
      out.write(in.readNBytes(size));
    }
    return target;
  }
}
