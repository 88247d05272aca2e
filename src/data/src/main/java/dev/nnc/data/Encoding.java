package dev.nnc.data;

import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** How numbers are stored as bytes. */
enum Encoding {
  /** One byte, 0 or 1. */
  BOOLEAN(1),
  /** One byte, from 0. */
  UNSIGNED_BYTE(1),
  /** One byte in two's complement. */
  BYTE(1),
  /** Two bytes in two's complement. */
  SHORT(2),
  /** Four bytes in two's complement. */
  INT(4),
  /** Eight bytes in two's complement; beyond 2^53 rounded. */
  LONG(8),
  /** IEEE 754 binary32. */
  FLOAT(4),
  /** IEEE 754 binary64. */
  DOUBLE(8);

  private static final int CHUNK = 1 << 15;

  private final int bytes;

  Encoding(int bytes) {
    this.bytes = bytes;
  }

  /** How many bytes a number takes. */
  int bytes() {
    return bytes;
  }

  private double get(ByteBuffer buffer, int at) {
    return switch (this) {
      case BOOLEAN -> buffer.get(at) != 0 ? 1 : 0;
      case UNSIGNED_BYTE -> buffer.get(at) & 0xff;
      case BYTE -> buffer.get(at);
      case SHORT -> buffer.getShort(at);
      case INT -> buffer.getInt(at);
      case LONG -> buffer.getLong(at);
      case FLOAT -> buffer.getFloat(at);
      case DOUBLE -> buffer.getDouble(at);
    };
  }

  /**
   * Reads numbers.
   *
   * @param input where from
   * @param count how many
   * @param order of the bytes of a number
   * @param precision the format of the result
   * @param expansion how many bytes may come out of a byte of the file; 1 unless it is packed
   * @param file where it comes from
   * @param place the same, for messages
   * @return the numbers
   * @throws IOException if the file system fails
   */
  Values read(
      InputStream input,
      long count,
      ByteOrder order,
      Precision precision,
      int expansion,
      Path file,
      Place place)
      throws IOException {
    if (count > Growing.LIMIT) {
      throw Growing.tooLarge(file);
    }
    // The header may lie: only the file's own length justifies a large array at once.
    long plausible = java.nio.file.Files.size(file) * expansion / bytes;
    Growing numbers = new Growing(file, precision, (int) Math.min(count, plausible));
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(order);
    while (numbers.length() < count) {
      int wanted = (int) Math.min(CHUNK / bytes, count - numbers.length()) * bytes;
      int got = input.readNBytes(chunk, 0, wanted);
      for (int at = 0; at + bytes <= got; at += bytes) {
        numbers.add(get(buffer, at));
      }
      if (got < wanted) {
        throw truncated(place, count + " numbers", numbers.length() + " of them");
      }
    }
    return numbers.toValues();
  }

  /**
   * Writes numbers in their own precision, the low byte first.
   *
   * @param out where to
   * @param values the numbers
   * @throws IOException if the file system fails
   */
  static void write(OutputStream out, Values values) throws IOException {
    boolean single = values.precision() == Precision.FLOAT;
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length(); i++) {
      if (single) {
        chunk.putFloat((float) values.get(i));
      } else {
        chunk.putDouble(values.get(i));
      }
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
    }
    out.write(chunk.array(), 0, chunk.position());
  }

  static DataException truncated(Place place, String expected, String found) {
    return new DataException(
        DataCode.TRUNCATED,
        place,
        "the data ends too early: expected " + expected + ", found " + found,
        "Fetch or write the file again");
  }

  static DataException trailing(Place place) {
    return new DataException(
        DataCode.TRAILING_BYTES,
        place,
        "there are more bytes than the header says",
        "Check that the file is what its name says, or fetch it again");
  }
}
