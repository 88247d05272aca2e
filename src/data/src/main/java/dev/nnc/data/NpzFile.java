package dev.nnc.data;

import dev.nnc.runtime.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** NumPy's archive of arrays: a zip file with an entry {@code name.npy} for each. */
final class NpzFile implements ArrayFile {
  private static final String ENDING = ".npy";

  /** The earliest time that a zip file can hold; the same content shall give the same bytes. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private NpzFile(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      if (!name.endsWith(ENDING)) {
        throw bad("the entry " + Spelling.quote(name) + " is no array", null);
      }
      if (entries.put(name.substring(0, name.length() - ENDING.length()), entry) != null) {
        throw bad("the entry " + Spelling.quote(name) + " comes twice", null);
      }
    }
  }

  static NpzFile open(Path file) {
    InputFile.check(file);
    ZipFile zip;
    try {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new DataException(
          DataCode.WRONG_FORMAT,
          Place.of(file),
          "this is no zip file, or a damaged one: " + e.getMessage(),
          "Write it with numpy.savez",
          e);
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
    try {
      return new NpzFile(file, zip);
    } catch (IllegalArgumentException e) {
      close(file, zip);
      throw bad(file, "its directory cannot be read: " + e.getMessage(), e);
    } catch (DataException e) {
      close(file, zip);
      throw e;
    }
  }

  private DataException bad(String problem, Exception cause) {
    return bad(file, problem, cause);
  }

  private static DataException bad(Path file, String problem, Exception cause) {
    return new DataException(
        DataCode.BAD_HEADER, Place.of(file), problem, "Write it with numpy.savez", cause);
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  @Override
  public StoredArray read(String name, Precision precision) {
    ZipEntry entry = entries.get(name);
    Place place = Place.of(file).array(name);
    try (InputStream raw = zip.getInputStream(entry)) {
      if (raw == null) {
        throw bad("the entry " + Spelling.quote(entry.getName()) + " cannot be found", null);
      }
      CheckedInputStream input = new CheckedInputStream(raw, new CRC32());
      StoredArray array = NpyFile.read(input, precision, file, place);
      if (input.getChecksum().getValue() != entry.getCrc()) {
        throw new DataException(
            DataCode.BAD_COMPRESSION,
            place,
            "its checksum is not that of its content",
            "Fetch or write the file again");
      }
      return array;
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    } catch (IllegalArgumentException e) {
      throw bad("the entry " + Spelling.quote(entry.getName()) + " cannot be read", e);
    }
  }

  @Override
  public void close() {
    close(file, zip);
  }

  private static void close(Path file, ZipFile zip) {
    try {
      zip.close();
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  /**
   * Writes an archive without compression.
   *
   * @param file where to write
   * @param arrays by name, in the order in which they are written
   */
  static void write(Path file, Map<String, StoredArray> arrays) {
    OutputFile.write(
        file,
        out -> {
          ZipOutputStream target = new ZipOutputStream(out);
          target.setMethod(ZipOutputStream.STORED);
          for (Map.Entry<String, StoredArray> array : arrays.entrySet()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            NpyFile.write(bytes, array.getValue());
            ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
            CRC32 checksum = new CRC32();
            checksum.update(bytes.toByteArray());
            entry.setCrc(checksum.getValue());
            entry.setSize(bytes.size());
            entry.setTimeLocal(EPOCH);
            target.putNextEntry(entry);
            bytes.writeTo(target);
            target.closeEntry();
          }
          target.finish();
        });
  }
}
