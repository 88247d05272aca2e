package dev.nnc.data;

import dev.nnc.runtime.Values;
import java.util.List;

/** A long row of tokens, in a byte, two or four each, as their vocabulary needs. */
final class Tokens {
  private final byte[] small;
  private final char[] medium;
  private final int[] large;

  /**
   * Stores tokens.
   *
   * @param parts one behind the other
   * @param size of the vocabulary
   */
  Tokens(List<int[]> parts, int size) {
    int count = Math.toIntExact(parts.stream().mapToLong(part -> part.length).sum());
    small = size <= 1 << 8 ? new byte[count] : null;
    medium = small == null && size <= 1 << 16 ? new char[count] : null;
    large = small == null && medium == null ? new int[count] : null;
    int to = 0;
    for (int[] part : parts) {
      for (int token : part) {
        set(to++, token);
      }
    }
  }

  private void set(int place, int token) {
    if (small != null) {
      small[place] = (byte) token;
    } else if (medium != null) {
      medium[place] = (char) token;
    } else {
      large[place] = token;
    }
  }

  /** A token, by its place. */
  int get(int place) {
    return small != null ? small[place] & 255 : medium != null ? medium[place] : large[place];
  }

  /** Copies a run of tokens. */
  void copyTo(int from, Values to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to.set(at + i, get(from + i));
    }
  }
}
