package dev.nnc.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Reads archives of the tar format, packed by gzip or not: blocks of 512 bytes, a header before
 * each file (POSIX.1, ustar; long names also as GNU writes them).
 */
final class TarFile {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int LARGEST = 1 << 30;

  private TarFile() {}

  /** Whether a file is called as archives are. */
  static boolean isNamedSo(Path file) {
    return file.getFileName().toString().matches("(?i).*\\.(tar|tar\\.gz|tgz)");
  }

  /**
   * Reads the files of an archive, in its order.
   *
   * @param file the archive
   * @param wanted tells by its path which file to read
   * @param taker gets path and content
   * @throws DataException if it is no such archive
   */
  static void read(Path file, Predicate<String> wanted, BiConsumer<String, byte[]> taker) {
    try (InputStream in = InputFile.open(file)) {
      String longName = null;
      byte[] header = in.readNBytes(BLOCK);
      while (header.length == BLOCK && header[0] != 0) {
        checkHeader(header, file);
        long size = octal(header, 124, 12, file);
        byte kind = header[156];
        String name = longName != null ? longName : name(header);
        longName = null;
        boolean plain = kind == '0' || kind == 0;
        if (kind == 'L' || (plain && wanted.test(name))) {
          byte[] content = in.readNBytes((int) Math.min(size, LARGEST));
          if (content.length < size) {
            throw Encoding.truncated(Place.of(file), name + " of " + size + " bytes", "fewer");
          }
          in.skipNBytes(padding(size));
          if (kind == 'L') {
            longName = text(content, 0, content.length);
          } else {
            taker.accept(name, content);
          }
        } else {
          in.skipNBytes(size + padding(size));
        }
        header = in.readNBytes(BLOCK);
      }
      if (header.length > 0 && header.length < BLOCK) {
        throw Encoding.truncated(Place.of(file), "a header", "a part of it");
      }
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  private static long padding(long size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean posix = text(header, 257, 5).equals("ustar");
    String prefix = posix ? text(header, 345, 155) : "";
    return prefix.isEmpty() || text(header, 257, 8).startsWith("ustar  ")
        ? name
        : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int from, int length, Path file) {
    String digits = text(header, from, length).strip();
    if (!digits.matches("[0-7]{0,11}")) {
      throw wrong(file);
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  /** The sum of all bytes, those of the sum itself counted as blanks. */
  private static void checkHeader(byte[] header, Path file) {
    byte[] plain = header.clone();
    Arrays.fill(plain, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    long sum = 0;
    for (byte b : plain) {
      sum += b & 255;
    }
    if (sum != octal(header, CHECKSUM, 8, file)) {
      throw wrong(file);
    }
  }

  private static DataException wrong(Path file) {
    return new DataException(
        DataCode.WRONG_FORMAT,
        Place.of(file),
        "this is no tar archive",
        "Check which file it is, or unpack it and name the folder");
  }
}
