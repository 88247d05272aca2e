package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Segments;
import dev.nnc.runtime.Vocabulary;
import dev.nnc.runtime.Vocabulary.Merge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PairTrainingTest {
  /** The definition, counting everything anew for each merge. */
  private static List<Merge> obvious(String text, int first, int most) {
    List<List<Integer>> chunks = new ArrayList<>();
    Segments.chunks(
        text,
        (from, to) ->
            chunks.add(
                new ArrayList<>(
                    text.substring(from, to).chars().mapToObj(c -> first + c).toList())));
    List<Merge> merges = new ArrayList<>();
    while (merges.size() < most) {
      Map<Long, Integer> counts = new TreeMap<>(); // keys in the order of left, then right
      for (List<Integer> chunk : chunks) {
        for (int i = 0; i + 1 < chunk.size(); i++) {
          counts.merge(((long) chunk.get(i) << 32) | chunk.get(i + 1), 1, Integer::sum);
        }
      }
      long best = -1;
      int greatest = 1;
      for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
        if (entry.getValue() > greatest) {
          best = entry.getKey();
          greatest = entry.getValue();
        }
      }
      if (best < 0) {
        break;
      }
      Merge merge = new Merge((int) (best >> 32), (int) best);
      int made = first + 256 + merges.size();
      for (List<Integer> chunk : chunks) {
        for (int i = 0; i + 1 < chunk.size(); i++) {
          if (chunk.get(i) == merge.left() && chunk.get(i + 1) == merge.right()) {
            chunk.set(i, made);
            chunk.remove(i + 1);
          }
        }
      }
      merges.add(merge);
    }
    return merges;
  }

  @Test
  void mergesAreThoseOfTheDefinition() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 30; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 400; i++) {
        text.append("aab bcc. ".charAt(random.nextInt(9)));
      }
      int first = round % 2;
      List<Merge> expected = obvious(text.toString(), first, 40);
      assertEquals(expected, new PairTraining(List.of(text.toString()), first).merges(40));
      assertTrue(expected.size() > 10);
      Vocabulary vocabulary = Vocabulary.ofBytes(first == 1 ? "<pad>" : null, expected);
      int[] tokens = vocabulary.encode(text.toString());
      assertEquals(text.toString(), vocabulary.decode(tokens));
      assertTrue(tokens.length < text.length());
    }
  }

  @Test
  void rarePairsAreNotMerged() {
    assertEquals(List.of(), new PairTraining(List.of("abcdef"), 0).merges(9));
    assertEquals(List.of(new Merge('a', 'b')), new PairTraining(List.of("ab", "xab"), 0).merges(9));
  }
}
