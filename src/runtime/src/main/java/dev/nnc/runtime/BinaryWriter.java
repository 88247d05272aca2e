package dev.nnc.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes little-endian numbers and, at the end, the CRC-32C of all bytes before it. */
final class BinaryWriter {
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

  BinaryWriter(OutputStream out) {
    this.out = out;
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    crc.update(buffer.array(), 0, buffer.position());
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  /** Eight letters that say what the bytes are. */
  void magic(String letters) throws IOException {
    room(8).put(letters.getBytes(StandardCharsets.US_ASCII), 0, 8);
  }

  void integer(int value) throws IOException {
    room(4).putInt(value);
  }

  void longInteger(long value) throws IOException {
    room(8).putLong(value);
  }

  void number(double value) throws IOException {
    room(8).putDouble(value);
  }

  void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    integer(bytes.length);
    for (byte b : bytes) {
      room(1).put(b);
    }
  }

  /** How many bytes a number has. */
  void precision(Precision precision) throws IOException {
    integer(precision == Precision.FLOAT ? Float.BYTES : Double.BYTES);
  }

  /** The bits of all numbers, without their count. */
  void values(Values values) throws IOException {
    if (values instanceof FloatValues f) {
      for (float x : f.array()) {
        room(4).putFloat(x);
      }
    } else {
      for (double x : ((DoubleValues) values).array()) {
        room(8).putDouble(x);
      }
    }
  }

  /** Writes the check sum; nothing may follow. */
  void finish() throws IOException {
    flush();
    int sum = (int) crc.getValue();
    out.write(new byte[] {(byte) sum, (byte) (sum >> 8), (byte) (sum >> 16), (byte) (sum >> 24)});
    out.flush();
  }
}
