package dev.nnc.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads whole files as text. */
final class PlainText {
  private static final int LIMIT = 1 << 30;

  private PlainText() {}

  /**
   * Reads a text in UTF-8; a byte order mark is left out.
   *
   * @param file may be packed by gzip
   * @throws DataException if it is empty, too large or no such text
   */
  static String read(Path file) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content(file))).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new DataException(
          DataCode.NOT_TEXT,
          Place.of(file),
          "the file is not text in UTF-8",
          "Save it in UTF-8, or read it by: \"bytes\"",
          e);
    }
  }

  /** Reads a file as characters that stand for its bytes. */
  static String bytes(Path file) {
    return new String(content(file), StandardCharsets.ISO_8859_1);
  }

  private static byte[] content(Path file) {
    try (InputStream input = InputFile.open(file)) {
      byte[] bytes = input.readNBytes(LIMIT);
      if (bytes.length == 0) {
        throw new DataException(
            DataCode.EMPTY_FILE, Place.of(file), "the file is empty", "Check which file it is");
      }
      if (bytes.length == LIMIT && input.read() >= 0) {
        throw new DataException(
            DataCode.TOO_LARGE,
            Place.of(file),
            "the text has more than " + LIMIT + " bytes",
            "Train on a part of it");
      }
      return bytes;
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }
}
