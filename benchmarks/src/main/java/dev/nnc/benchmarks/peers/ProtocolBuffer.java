package dev.nnc.benchmarks.peers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message in the wire format of protocol buffers: fields by number, one behind the other. */
final class ProtocolBuffer {
  private static final int VARINT = 0;
  private static final int LENGTH = 2;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A whole number that is not negative. */
  ProtocolBuffer number(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  /** A text. */
  ProtocolBuffer text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A message inside of this one. */
  ProtocolBuffer message(int field, ProtocolBuffer value) {
    return bytes(field, value.bytes());
  }

  /** Bytes as they are. */
  ProtocolBuffer bytes(int field, byte[] value) {
    varint((long) field << 3 | LENGTH);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** Seven bits a byte, the low ones first. */
  private void varint(long value) {
    long rest = value;
    while (rest >= MORE) {
      bytes.write((int) (rest % MORE + MORE));
      rest /= MORE;
    }
    bytes.write((int) rest);
  }

  /** The whole message. */
  byte[] bytes() {
    return bytes.toByteArray();
  }
}
