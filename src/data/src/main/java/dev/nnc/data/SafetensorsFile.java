package dev.nnc.data;

import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The safetensors format: eight bytes with the length of the header, the header in JSON with each
 * array's type, shape and place, and the numbers, the low byte first. The arrays must fill the rest
 * of the file without gaps.
 */
final class SafetensorsFile implements ArrayFile {
  private static final String METADATA = "__metadata__";
  private static final long LONGEST_HEADER = 100_000_000;

  private final Path file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** An array's type, shape, and place from the start of the file. */
  private record Entry(String name, Encoding type, List<Integer> shape, long begin, long end) {}

  private SafetensorsFile(Path file) {
    this.file = file;
  }

  static SafetensorsFile open(Path file) {
    SafetensorsFile result = new SafetensorsFile(file);
    InputFile.check(file);
    try (InputStream input = Files.newInputStream(file)) {
      result.header(input, Files.size(file));
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
    return result;
  }

  private void header(InputStream input, long size) throws IOException {
    byte[] prefix = input.readNBytes(8);
    if (prefix.length < 8) {
      throw Encoding.truncated(Place.of(file), "8 bytes", prefix.length + "");
    }
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST_HEADER) {
      throw new DataException(
          DataCode.WRONG_FORMAT,
          Place.of(file),
          "this is no safetensors file: its header would have " + length + " bytes",
          "Check which file it is");
    }
    if (length > size - 8) {
      throw Encoding.truncated(
          Place.of(file), "a header of " + length + " bytes", (size - 8) + " bytes");
    }
    byte[] bytes = input.readNBytes((int) length);
    try {
      Object header = Json.parse(new String(bytes, StandardCharsets.UTF_8));
      if (!(header instanceof Map<?, ?> map)) {
        throw new Json.Malformed("it is no object");
      }
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String name = (String) entry.getKey();
        if (!name.equals(METADATA)) {
          entries.put(name, entry(name, entry.getValue(), 8 + length));
        }
      }
    } catch (Json.Malformed e) {
      throw bad("the header cannot be read: " + e.getMessage());
    }
    checkGaps(8 + length, size);
  }

  private Entry entry(String name, Object value, long start) throws Json.Malformed {
    if (!(value instanceof Map<?, ?> map)
        || !(map.get("dtype") instanceof String type)
        || !(map.get("shape") instanceof List<?> sizes)
        || !(map.get("data_offsets") instanceof List<?> offsets)
        || map.size() != 3
        || offsets.size() != 2) {
      throw new Json.Malformed(Spelling.quote(name) + " lacks dtype, shape or data_offsets");
    }
    Encoding encoding =
        switch (type) {
          case "F32" -> Encoding.FLOAT;
          case "F64" -> Encoding.DOUBLE;
          default ->
              throw new DataException(
                  DataCode.UNSUPPORTED_TYPE,
                  Place.of(file).array(name),
                  "the numbers are of type " + Spelling.quote(type) + ", expected F32 or F64",
                  "Convert the array");
        };
    List<Integer> shape = new ArrayList<>();
    for (Object size : sizes) {
      shape.add((int) number(name, size, Growing.LIMIT));
    }
    long begin = number(name, offsets.get(0), Long.MAX_VALUE);
    long end = number(name, offsets.get(1), Long.MAX_VALUE);
    long count = StoredArray.count(shape);
    if (count > Growing.LIMIT || end - begin != count * encoding.bytes()) {
      throw bad(
          Spelling.quote(name)
              + " has shape "
              + shape
              + ", but "
              + (end - begin)
              + " bytes of data");
    }
    return new Entry(name, encoding, shape, start + begin, start + end);
  }

  private static long number(String name, Object value, long largest) throws Json.Malformed {
    if (!(value instanceof Long number) || number < 0 || number > largest) {
      throw new Json.Malformed(Spelling.quote(name) + " has a size or place that is none");
    }
    return number;
  }

  private void checkGaps(long start, long size) {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long end = start;
    for (Entry entry : sorted) {
      if (entry.begin() != end) {
        throw bad("there is a gap or an overlap before " + Spelling.quote(entry.name()));
      }
      end = entry.end();
    }
    if (end > size) {
      throw Encoding.truncated(Place.of(file), end + " bytes", size + "");
    }
    if (end < size) {
      throw Encoding.trailing(Place.of(file));
    }
  }

  private DataException bad(String problem) {
    return new DataException(DataCode.BAD_HEADER, Place.of(file), problem, "Write the file again");
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  @Override
  public StoredArray read(String name, Precision precision) {
    Entry entry = entries.get(name);
    Place place = Place.of(file).array(name);
    try (InputStream input = Files.newInputStream(file)) {
      input.skipNBytes(entry.begin());
      long count = StoredArray.count(entry.shape());
      Values values =
          entry.type().read(input, count, ByteOrder.LITTLE_ENDIAN, precision, 1, file, place);
      return new StoredArray(entry.shape(), values);
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  @Override
  public void close() {}

  /**
   * Writes a file.
   *
   * @param file where to write
   * @param arrays by name, in the order in which they are written
   */
  static void write(Path file, Map<String, StoredArray> arrays) {
    StringBuilder header = new StringBuilder("{");
    long place = 0;
    for (Map.Entry<String, StoredArray> array : arrays.entrySet()) {
      Values values = array.getValue().values();
      boolean single = values.precision() == Precision.FLOAT;
      long end = place + (long) values.length() * (single ? 4 : 8);
      header.append(header.length() > 1 ? "," : "").append(Json.quote(array.getKey()));
      header.append(":{\"dtype\":\"").append(single ? "F32" : "F64").append("\",\"shape\":");
      header.append(array.getValue().shape().toString().replace(" ", ""));
      header.append(",\"data_offsets\":[").append(place).append(',').append(end).append("]}");
      place = end;
    }
    byte[] bytes = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    // Padded with blanks, so that the numbers start at a multiple of 8.
    int padded = (bytes.length + 7) / 8 * 8;
    OutputFile.write(
        file,
        out -> {
          out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).array());
          out.write(bytes);
          out.write(" ".repeat(padded - bytes.length).getBytes(StandardCharsets.UTF_8));
          for (StoredArray array : arrays.values()) {
            Encoding.write(out, array.values());
          }
        });
  }
}
