package dev.nnc.example;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many bytes of code each method of a class file has: chapter 4 of the JVM's specification. */
final class MethodSizes {
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private final DataInputStream in;
  private final List<String> constants = new ArrayList<>();
  private final Map<String, Integer> sizes = new LinkedHashMap<>();

  private MethodSizes(byte[] classFile) {
    in = new DataInputStream(new ByteArrayInputStream(classFile));
  }

  /** The bytes of code of each method by its name and descriptor. */
  static Map<String, Integer> of(byte[] classFile) throws IOException {
    MethodSizes sizes = new MethodSizes(classFile);
    sizes.read();
    return sizes.sizes;
  }

  private void read() throws IOException {
    in.skipNBytes(8);
    constants();
    in.skipNBytes(6);
    in.skipNBytes(2L * in.readUnsignedShort());
    members();
    members();
  }

  private void constants() throws IOException {
    int count = in.readUnsignedShort();
    constants.add("");
    while (constants.size() < count) {
      int tag = in.readUnsignedByte();
      constants.add(tag == UTF8 ? in.readUTF() : "");
      switch (tag) {
        case UTF8 -> {}
        case LONG, DOUBLE -> {
          in.skipNBytes(8);
          constants.add("");
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        default -> throw new IOException("a constant of kind " + tag);
      }
    }
  }

  /** Fields or methods; only methods have code. */
  private void members() throws IOException {
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      in.skipNBytes(2);
      String name = constants.get(in.readUnsignedShort()) + constants.get(in.readUnsignedShort());
      for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
        boolean code = constants.get(in.readUnsignedShort()).equals("Code");
        int length = in.readInt();
        if (code) {
          in.skipNBytes(4);
          sizes.put(name, in.readInt());
          length -= 8;
        }
        in.skipNBytes(length);
      }
    }
  }
}
