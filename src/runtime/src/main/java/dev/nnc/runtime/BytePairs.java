package dev.nnc.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes and pairs merged from them. Token {@code first + b} is the byte b; each merge adds a token
 * that stands for two others in a row. A text is encoded chunk by chunk: of all neighbours that are
 * a pair, those of the earliest merge become one, until there are none (Sennrich, Haddow and Birch,
 * "Neural machine translation of rare words with subword units", 2016, on bytes).
 */
final class BytePairs {
  static final int BYTES = 256;

  private final int first;
  private final byte[][] spelled;
  private final Map<Long, Integer> merged = new HashMap<>();

  /**
   * Prepares the merges.
   *
   * @param first the number of the byte 0
   * @param merges in their order
   * @throws IllegalArgumentException if a merge joins a token that is not made before it
   */
  BytePairs(int first, List<Vocabulary.Merge> merges) {
    this.first = first;
    spelled = new byte[BYTES + merges.size()][];
    for (int b = 0; b < BYTES; b++) {
      spelled[b] = new byte[] {(byte) b};
    }
    for (int m = 0; m < merges.size(); m++) {
      Vocabulary.Merge merge = merges.get(m);
      int known = first + BYTES + m;
      if (Math.min(merge.left(), merge.right()) < first
          || Math.max(merge.left(), merge.right()) >= known) {
        throw new IllegalArgumentException(merge + " joins tokens that are not known before it");
      }
      byte[] left = spelled[merge.left() - first];
      byte[] right = spelled[merge.right() - first];
      byte[] both = Arrays.copyOf(left, left.length + right.length);
      System.arraycopy(right, 0, both, left.length, right.length);
      spelled[BYTES + m] = both;
      merged.putIfAbsent(key(merge.left(), merge.right()), known);
    }
  }

  private static long key(int left, int right) {
    return ((long) left << 32) | right;
  }

  /** The bytes of a token. */
  byte[] bytes(int token) {
    return spelled[token - first];
  }

  /** Appends the tokens of a text. */
  void encode(String text, IntList tokens) {
    if (merged.isEmpty()) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (byte b : bytes) {
        tokens.add(first + (b & 255));
      }
      return;
    }
    Map<String, int[]> known = new HashMap<>();
    Segments.chunks(
        text,
        (from, to) -> tokens.add(known.computeIfAbsent(text.substring(from, to), this::merged)));
  }

  private int[] merged(String chunk) {
    byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = first + (bytes[i] & 255);
    }
    int count = tokens.length;
    while (true) {
      int best = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < count; i++) {
        best = Math.min(best, merge(tokens[i], tokens[i + 1]));
      }
      if (best == Integer.MAX_VALUE) {
        return Arrays.copyOf(tokens, count);
      }
      int to = 0;
      for (int i = 0; i < count; i++) {
        boolean joins = i + 1 < count && merge(tokens[i], tokens[i + 1]) == best;
        tokens[to++] = joins ? best : tokens[i];
        i += joins ? 1 : 0;
      }
      count = to;
    }
  }

  /** The token that two make together; the later made, the greater. */
  private int merge(int left, int right) {
    return merged.getOrDefault(key(left, right), Integer.MAX_VALUE);
  }
}
