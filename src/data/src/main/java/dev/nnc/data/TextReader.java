package dev.nnc.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads UTF-8 strictly: neither malformed bytes nor zero bytes pass, a byte order mark is skipped.
 */
final class TextReader extends FilterReader {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private boolean started;
  private long quotes;

  TextReader(InputStream input) {
    super(
        new InputStreamReader(
            input,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /** How many quotation marks have passed. */
  long quotes() {
    return quotes;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] buffer, int from, int length) throws IOException {
    int count = super.read(buffer, from, length);
    for (int i = from; i < from + count; i++) {
      if (buffer[i] == 0) {
        throw new CharacterCodingException();
      }
      if (buffer[i] == '"') {
        quotes++;
      }
    }
    if (count > 0 && !started) {
      started = true;
      if (buffer[from] == BYTE_ORDER_MARK) {
        System.arraycopy(buffer, from + 1, buffer, from, count - 1);
        return count > 1 ? count - 1 : read(buffer, from, length);
      }
    }
    return count;
  }
}
