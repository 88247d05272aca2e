package dev.nnc.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads what {@link BinaryWriter} wrote. Counts are not trusted: arrays grow with the bytes that
 * are really there, so that a damaged count ends in an {@link EOFException}.
 */
final class BinaryReader {
  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final CRC32C crc = new CRC32C();

  BinaryReader(InputStream in) {
    this.in = in;
  }

  private ByteBuffer bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("it ends too early");
    }
    crc.update(bytes, 0, count);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Checks that the bytes begin as they must. */
  void magic(String letters, String kind) throws IOException {
    byte[] found = in.readNBytes(8);
    crc.update(found, 0, found.length);
    if (!Arrays.equals(found, letters.getBytes(StandardCharsets.US_ASCII))) {
      throw new IOException("it is not " + kind);
    }
  }

  /** Checks the version that comes next. */
  void version(int known) throws IOException {
    int version = integer();
    if (version != known) {
      throw new IOException("it has version " + version + ", known is version " + known);
    }
  }

  int integer() throws IOException {
    return bytes(4).getInt();
  }

  long longInteger() throws IOException {
    return bytes(8).getLong();
  }

  double number() throws IOException {
    return bytes(8).getDouble();
  }

  /** A count or length. */
  int count() throws IOException {
    int count = integer();
    if (count < 0) {
      throw new IOException("it is damaged: a count is " + count);
    }
    return count;
  }

  String text() throws IOException {
    return new String(bytes(count()).array(), StandardCharsets.UTF_8);
  }

  Precision precision() throws IOException {
    int bytes = integer();
    if (bytes != Float.BYTES && bytes != Double.BYTES) {
      throw new IOException("it is damaged: its numbers have " + bytes + " bytes");
    }
    return bytes == Float.BYTES ? Precision.FLOAT : Precision.DOUBLE;
  }

  Values values(Precision precision, int count) throws IOException {
    return precision == Precision.FLOAT
        ? new FloatValues(floats(count))
        : new DoubleValues(doubles(count));
  }

  private float[] floats(int count) throws IOException {
    float[] array = new float[Math.min(count, CHUNK)];
    for (int done = 0; done < count; ) {
      if (done == array.length) {
        array = Arrays.copyOf(array, (int) Math.min(count, 2L * done));
      }
      int now = Math.min(CHUNK, array.length - done);
      bytes(now * Float.BYTES).asFloatBuffer().get(array, done, now);
      done += now;
    }
    return array;
  }

  private double[] doubles(int count) throws IOException {
    double[] array = new double[Math.min(count, CHUNK)];
    for (int done = 0; done < count; ) {
      if (done == array.length) {
        array = Arrays.copyOf(array, (int) Math.min(count, 2L * done));
      }
      int now = Math.min(CHUNK, array.length - done);
      bytes(now * Double.BYTES).asDoubleBuffer().get(array, done, now);
      done += now;
    }
    return array;
  }

  /** Compares the check sum, which must be the last thing there is. */
  void finish() throws IOException {
    int sum = (int) crc.getValue();
    if (integer() != sum) {
      throw new IOException("it is damaged: its check sum is wrong");
    }
    if (in.read() >= 0) {
      throw new IOException("it is damaged: something follows its end");
    }
  }
}
