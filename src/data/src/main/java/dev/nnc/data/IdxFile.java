package dev.nnc.data;

import dev.nnc.runtime.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The IDX format of the MNIST digits: two zero bytes, a byte for the type of the numbers, one for
 * the number of axes, the sizes of the axes in four bytes each, then the numbers in row-major
 * order; the high byte comes first throughout.
 */
public final class IdxFile {
  private static final Map<Integer, Encoding> TYPES =
      Map.of(
          0x08, Encoding.UNSIGNED_BYTE,
          0x09, Encoding.BYTE,
          0x0B, Encoding.SHORT,
          0x0C, Encoding.INT,
          0x0D, Encoding.FLOAT,
          0x0E, Encoding.DOUBLE);

  /** A byte of gzip yields at most about a thousand; this many are believed without reading. */
  private static final int PACKED = 8;

  private IdxFile() {}

  /**
   * Reads a file.
   *
   * @param file the file; it may be packed by gzip
   * @param precision the format of the numbers in memory
   * @return its array
   * @throws DataException if it is not such a file
   */
  public static StoredArray read(Path file, Precision precision) {
    Place place = Place.of(file);
    try (InputStream input = InputFile.open(file)) {
      ByteBuffer magic = header(input, place, 4);
      if (magic.getShort(0) != 0) {
        throw new DataException(
            DataCode.WRONG_FORMAT,
            place,
            String.format(
                "this is no IDX file: it begins with %08x, not with 0000", magic.getInt(0)),
            "Check which file it is");
      }
      Encoding type = TYPES.get((int) magic.get(2));
      if (type == null) {
        throw new DataException(
            DataCode.UNSUPPORTED_TYPE,
            place,
            String.format("the type %02x of its numbers is none of IDX", magic.get(2)),
            "Check that it is an IDX file");
      }
      int rank = magic.get(3);
      if (rank < 1 || rank > 8) {
        throw new DataException(
            DataCode.BAD_HEADER, place, "it has " + rank + " axes", "Check that it is an IDX file");
      }
      List<Integer> shape = shape(header(input, place, 4 * rank), rank, place);
      StoredArray array =
          new StoredArray(
              shape,
              type.read(
                  input,
                  StoredArray.count(shape),
                  ByteOrder.BIG_ENDIAN,
                  precision,
                  PACKED,
                  file,
                  place));
      if (input.read() >= 0) {
        throw Encoding.trailing(place);
      }
      return array;
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  private static ByteBuffer header(InputStream input, Place place, int length) throws IOException {
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length) {
      throw Encoding.truncated(place, "a header", "no more than a part of it");
    }
    return ByteBuffer.wrap(bytes);
  }

  private static List<Integer> shape(ByteBuffer bytes, int rank, Place place) {
    List<Integer> shape = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int size = bytes.getInt(4 * axis);
      if (size < 0) {
        throw new DataException(
            DataCode.BAD_HEADER,
            place,
            "axis " + axis + " has the size " + Integer.toUnsignedString(size),
            "Check that it is an IDX file");
      }
      shape.add(size);
    }
    return shape;
  }
}
