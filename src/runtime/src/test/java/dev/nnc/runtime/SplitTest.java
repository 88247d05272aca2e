package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static Settings.Share share(String name, double fraction) {
    return new Settings.Share(name, fraction, 0);
  }

  private static Settings.Share every(String name, int every) {
    return new Settings.Share(name, 0, every);
  }

  private static void assertParts(Map<String, int[]> parts, int... rows) {
    for (int[] part : parts.values()) {
      int[] sorted = part.clone();
      Arrays.sort(sorted);
      assertArrayEquals(sorted, part);
    }
    int[] all = parts.values().stream().flatMapToInt(IntStream::of).sorted().toArray();
    assertArrayEquals(rows, all, "each row in one part");
  }

  @Test
  void fractionsAreRoundedSoThatTheyAddUp() {
    List<Settings.Share> shares =
        List.of(share("train", 0.8), share("valid", 0.1), share("test", 0.1));
    for (int n = 0; n < 60; n++) {
      Map<String, int[]> parts = Split.rows(n, shares, 3);
      assertEquals(List.of("train", "valid", "test"), List.copyOf(parts.keySet()));
      assertParts(parts, IntStream.range(0, n).toArray());
      assertEquals(Math.round(0.8 * n), parts.get("train").length);
      assertTrue(Math.abs(parts.get("valid").length - 0.1 * n) <= 1);
    }
  }

  @Test
  void dependsOnTheSeedAlone() {
    List<Settings.Share> shares = List.of(share("test", 0.5));
    int[] rows = Split.rows(100, shares, 3).get("test");
    assertArrayEquals(rows, Split.rows(100, shares, 3).get("test"));
    assertFalse(Arrays.equals(rows, Split.rows(100, shares, 4).get("test")));
    assertFalse(Arrays.equals(rows, IntStream.range(0, 50).toArray()), "it is shuffled");
  }

  @Test
  void everyFifthRow() {
    Map<String, int[]> parts = Split.rows(12, List.of(every("test", 5)), 0);
    assertArrayEquals(new int[] {4, 9}, parts.get("test"));
    assertArrayEquals(new int[] {0, 1, 2, 3, 5, 6, 7, 8, 10, 11}, parts.get("train"));
  }

  @Test
  void fractionsDivideWhatEveryLeaves() {
    Map<String, int[]> parts = Split.rows(100, List.of(share("valid", 0.25), every("test", 5)), 0);
    assertEquals(20, parts.get("valid").length);
    assertEquals(60, parts.get("train").length);
    assertArrayEquals(IntStream.range(0, 20).map(i -> 5 * i + 4).toArray(), parts.get("test"));
    assertParts(parts, IntStream.range(0, 100).toArray());
  }

  @Test
  void nothingMeansAllAndPartMeansPart() {
    assertArrayEquals(new int[] {0, 1, 2}, Split.rows(3, List.of(), 0).get("train"));
    Map<String, int[]> some = Split.rows(100, List.of(share("train", 0.3)), 0);
    assertEquals(1, some.size());
    assertEquals(30, some.get("train").length);
  }

  @Test
  void refusesWhatMakesNoSense() {
    for (List<Settings.Share> shares :
        List.of(
            List.of(share("a", 0.6), share("b", 0.5)),
            List.of(share("a", 0.1), share("a", 0.1)),
            List.of(share("a", 0)),
            List.of(share("a", -0.1)),
            List.of(share("a", Double.NaN)),
            List.of(every("a", -1)),
            List.of(new Settings.Share("a", 0.5, 5)))) {
      assertThrows(
          IllegalArgumentException.class, () -> Split.rows(10, shares, 0), shares.toString());
    }
  }
}
