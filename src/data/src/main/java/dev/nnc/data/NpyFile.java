package dev.nnc.data;

import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's format for one array: a magic text, a version, the header's length, the header as a
 * Python dictionary, and the numbers (NumPy Enhancement Proposal 1).
 */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^()]*)\\)");
  private static final Pattern REST = Pattern.compile("\\{\\s*,\\s*,\\s*,?\\s*}\\s*");
  private static final Map<String, Encoding> TYPES =
      Map.of(
          "f4", Encoding.FLOAT,
          "f8", Encoding.DOUBLE,
          "i1", Encoding.BYTE,
          "i2", Encoding.SHORT,
          "i4", Encoding.INT,
          "i8", Encoding.LONG,
          "u1", Encoding.UNSIGNED_BYTE,
          "b1", Encoding.BOOLEAN);

  private NpyFile() {}

  /**
   * Reads a file.
   *
   * @param file the file; it may be packed by gzip
   * @param precision the format of the numbers in memory
   * @return its array, in row-major order whatever that of the file
   * @throws DataException if it is not such a file
   */
  public static StoredArray read(Path file, Precision precision) {
    try (InputStream input = InputFile.open(file)) {
      return read(input, precision, file, Place.of(file));
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  static StoredArray read(InputStream input, Precision precision, Path file, Place place)
      throws IOException {
    String header = header(input, place);
    String descr = entry(DESCR, header, place);
    boolean fortran = entry(FORTRAN, header, place).equals("True");
    List<Integer> shape = shape(entry(SHAPE, header, place), place);
    String rest = header;
    for (Pattern pattern : List.of(DESCR, FORTRAN, SHAPE)) {
      rest = pattern.matcher(rest).replaceFirst("");
    }
    if (!REST.matcher(rest).matches()) {
      throw unreadable(place, header);
    }
    String type = descr.isEmpty() ? "" : descr.substring(1);
    Encoding encoding = TYPES.get(type);
    if (encoding == null || "<>|".indexOf(descr.charAt(0)) < 0) {
      throw new DataException(
          DataCode.UNSUPPORTED_TYPE,
          place,
          "the numbers are of type " + Spelling.quote(descr) + ", expected floats or integers",
          "Convert the array, for instance with .astype(\"<f4\")");
    }
    ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    long count = StoredArray.count(shape);
    Values values = encoding.read(input, count, order, precision, 8, file, place);
    if (input.read() >= 0) {
      throw Encoding.trailing(place);
    }
    return new StoredArray(shape, fortran ? rowMajor(shape, values) : values);
  }

  private static String header(InputStream input, Place place) throws IOException {
    byte[] start = input.readNBytes(8);
    if (start.length < 8 || !java.util.Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw new DataException(
          start.length < 8 ? DataCode.TRUNCATED : DataCode.WRONG_FORMAT,
          place,
          "this is no .npy file: it does not begin with 93 NUMPY",
          "Write it with numpy.save");
    }
    int version = start[6];
    byte[] size = input.readNBytes(version == 1 ? 2 : 4);
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.put(size).getInt(0) & 0xffffffffL;
    if (version < 1 || version > 3 || length > LONGEST_HEADER) {
      throw new DataException(
          DataCode.BAD_HEADER,
          place,
          "the header is of version " + version + " and " + length + " bytes long",
          "Write the array with numpy.save");
    }
    byte[] header = input.readNBytes((int) length);
    if (header.length < length) {
      throw Encoding.truncated(place, "a header of " + length + " bytes", header.length + "");
    }
    return new String(header, StandardCharsets.UTF_8);
  }

  private static String entry(Pattern pattern, String header, Place place) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw unreadable(place, header);
    }
    return matcher.group(1);
  }

  private static DataException unreadable(Place place, String header) {
    return new DataException(
        DataCode.BAD_HEADER,
        place,
        "the header " + Spelling.quote(header.strip()) + " is not that of an array of numbers",
        "Write the array with numpy.save");
  }

  private static List<Integer> shape(String text, Place place) {
    List<Integer> shape = new ArrayList<>();
    for (String size : text.strip().isEmpty() ? new String[0] : text.split(",")) {
      if (!size.strip().matches("\\d{1,10}") || Long.parseLong(size.strip()) > Growing.LIMIT) {
        throw new DataException(
            DataCode.BAD_HEADER,
            place,
            "the shape (" + Spelling.clean(text) + ") is not made of sizes",
            "Write the array with numpy.save");
      }
      shape.add(Integer.parseInt(size.strip()));
    }
    return shape;
  }

  /** Numbers in row-major order from numbers whose first axis varies fastest. */
  private static Values rowMajor(List<Integer> shape, Values values) {
    Values result = Values.allocate(values.precision(), values.length());
    int[] index = new int[shape.size()];
    for (int i = 0; i < values.length(); i++) {
      int from = 0;
      for (int axis = index.length - 1; axis >= 0; axis--) {
        from = from * shape.get(axis) + index[axis];
      }
      result.set(i, values.get(from));
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.get(axis); axis--) {
        index[axis] = 0;
      }
    }
    return result;
  }

  /**
   * Writes an array in row-major order, the low byte of each number first.
   *
   * @param file where to write
   * @param array what to write
   * @throws DataException if the file cannot be written
   */
  public static void write(Path file, StoredArray array) {
    OutputFile.write(file, out -> write(out, array));
  }

  static void write(OutputStream out, StoredArray array) throws IOException {
    boolean single = array.values().precision() == Precision.FLOAT;
    String sizes = array.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String header =
        String.format(
            "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }",
            single ? "<f4" : "<f8", sizes, array.shape().size() == 1 ? "," : "");
    // Padded, so that the numbers start at a multiple of 64.
    int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) padded, (byte) (padded >> 8)});
    String line = header + " ".repeat(padded - header.length() - 1) + "\n";
    out.write(line.getBytes(StandardCharsets.ISO_8859_1));
    Encoding.write(out, array.values());
  }
}
