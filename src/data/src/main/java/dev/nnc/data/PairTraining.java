package dev.nnc.data;

import dev.nnc.runtime.Segments;
import dev.nnc.runtime.Vocabulary.Merge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns which pairs to merge: again and again the pair of neighbours that is most frequent in the
 * text becomes a token, of equally frequent ones that of the lowest numbers (Sennrich, Haddow and
 * Birch, "Neural machine translation of rare words with subword units", 2016, on bytes). Pairs do
 * not reach over the {@linkplain Segments#chunks chunks} of the text.
 */
final class PairTraining {
  private static final int BYTES = 256;

  private final int first;
  private final List<int[]> chunks = new ArrayList<>();
  private final List<Long> counts = new ArrayList<>();
  private final Map<Merge, Long> totals = new HashMap<>();
  private final Map<Merge, Set<Integer>> places = new HashMap<>();

  /** Entries whose count has changed meanwhile are stale; the current one is there, too. */
  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(
          Comparator.comparingLong((Entry e) -> -e.count())
              .thenComparingInt(e -> e.pair().left())
              .thenComparingInt(e -> e.pair().right()));

  private record Entry(Merge pair, long count) {}

  /**
   * Counts the pairs of texts.
   *
   * @param texts to be learned from
   * @param first the number of the token for the byte 0
   */
  PairTraining(Iterable<String> texts, int first) {
    this.first = first;
    Map<String, Long> found = new TreeMap<>();
    for (String text : texts) {
      Segments.chunks(text, (from, to) -> found.merge(text.substring(from, to), 1L, Long::sum));
    }
    found.forEach(
        (chunk, count) -> {
          chunks.add(bytes(chunk));
          counts.add(count);
        });
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      add(chunk, 1, null);
    }
    totals.forEach((pair, count) -> queue.add(new Entry(pair, count)));
  }

  private int[] bytes(String chunk) {
    byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = first + (bytes[i] & 255);
    }
    return tokens;
  }

  /** Adds or takes away what a chunk contributes. */
  private void add(int chunk, int sign, Set<Merge> changed) {
    int[] tokens = chunks.get(chunk);
    for (int i = 0; i + 1 < tokens.length; i++) {
      Merge pair = new Merge(tokens[i], tokens[i + 1]);
      totals.merge(pair, sign * counts.get(chunk), Long::sum);
      if (sign > 0) {
        places.computeIfAbsent(pair, p -> new HashSet<>()).add(chunk);
      }
      if (changed != null) {
        changed.add(pair);
      }
    }
  }

  /**
   * The merges, in order. To be called once.
   *
   * @param most how many; there are fewer where no pair is left that comes twice
   */
  List<Merge> merges(int most) {
    List<Merge> merges = new ArrayList<>();
    while (merges.size() < most && !queue.isEmpty()) {
      Entry best = queue.poll();
      if (totals.getOrDefault(best.pair(), 0L) != best.count()) {
        continue;
      }
      if (best.count() < 2) {
        break;
      }
      merge(best.pair(), first + BYTES + merges.size());
      merges.add(best.pair());
    }
    return merges;
  }

  private void merge(Merge pair, int token) {
    Set<Merge> changed = new HashSet<>();
    for (int chunk : places.remove(pair)) {
      add(chunk, -1, changed);
      chunks.set(chunk, joined(chunks.get(chunk), pair, token));
      add(chunk, 1, changed);
    }
    totals.remove(pair);
    changed.remove(pair);
    for (Merge other : changed) {
      long count = totals.get(other);
      if (count > 0) {
        queue.add(new Entry(other, count));
      } else {
        totals.remove(other);
        places.remove(other);
      }
    }
  }

  private static int[] joined(int[] tokens, Merge pair, int token) {
    int[] result = tokens.clone();
    int count = 0;
    for (int i = 0; i < tokens.length; i++) {
      boolean joins =
          i + 1 < tokens.length && tokens[i] == pair.left() && tokens[i + 1] == pair.right();
      result[count++] = joins ? token : tokens[i];
      i += joins ? 1 : 0;
    }
    return java.util.Arrays.copyOf(result, count);
  }
}
