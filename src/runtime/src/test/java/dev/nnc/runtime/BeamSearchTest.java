package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a model whose next token depends on the sum of those before, which it carries. */
class BeamSearchTest {
  private static final int END = 3;

  private static BeamSearch search(Chain model, int width, double penalty) {
    return new BeamSearch(new Session(model, model.weights(), "next", width), penalty);
  }

  /** All sequences of up to a length with their scores, the best first. */
  private static List<BeamSearch.Found> all(int first, int length, double penalty) {
    List<BeamSearch.Found> found = new ArrayList<>();
    grow(first, List.of(), 0, length, penalty, found);
    found.sort(Comparator.comparingDouble(BeamSearch.Found::score).reversed());
    return found;
  }

  private static void grow(
      int sum,
      List<Integer> tokens,
      double log,
      int length,
      double penalty,
      List<BeamSearch.Found> found) {
    boolean ended = !tokens.isEmpty() && tokens.get(tokens.size() - 1) == END;
    if (ended || tokens.size() == length) {
      double divisor = Math.pow((5 + tokens.size()) / 6.0, penalty);
      found.add(new BeamSearch.Found(tokens, log, log / divisor));
      return;
    }
    for (int token = 0; token < Chain.TOKENS; token++) {
      List<Integer> longer = new ArrayList<>(tokens);
      longer.add(token);
      double p = Math.log(Chain.probability(sum, token));
      grow(sum + token, longer, log + p, length, penalty, found);
    }
  }

  @Test
  void oneBeamIsGreedy() {
    Chain model = new Chain();
    List<BeamSearch.Found> found = search(model, 1, 0).search(new int[] {0}, 3, -1);
    // After 0 the token 1 has 0.4; after 1 the token 0 has 0.5; after 1 again.
    assertEquals(List.of(1, 0, 0), found.get(0).tokens());
    assertEquals(Math.log(0.4 * 0.5 * 0.5), found.get(0).logProbability(), 1e-5);
  }

  @Test
  void twoBeamsFindWhatIsMoreProbableThanTheGreedyChoice() {
    Chain model = new Chain();
    List<BeamSearch.Found> found = search(model, 2, 0).search(new int[] {0}, 2, -1);
    // 2 has 0.35 and is followed by 2 with 0.7: 0.245 against 0.4 * 0.5.
    assertEquals(List.of(2, 2), found.get(0).tokens());
    assertEquals(Math.log(0.35 * 0.7), found.get(0).logProbability(), 1e-5);
    assertEquals(List.of(1, 0), found.get(1).tokens());
  }

  @Test
  void wideBeamsFindTheBestOfAllSequences() {
    for (double penalty : new double[] {0, 0.6, 2}) {
      for (int first = 0; first < 3; first++) {
        List<BeamSearch.Found> expected = all(first, 3, penalty);
        List<BeamSearch.Found> found =
            search(new Chain(), 64, penalty).search(new int[] {first}, 3, END);
        for (int i = 0; i < 5; i++) {
          assertEquals(expected.get(i).score(), found.get(i).score(), 1e-5);
        }
        assertEquals(expected.get(0).tokens(), found.get(0).tokens());
      }
    }
  }

  @Test
  void thePromptIsFedBefore() {
    List<BeamSearch.Found> after = search(new Chain(), 8, 0).search(new int[] {1, 0, 1}, 2, END);
    List<BeamSearch.Found> same = search(new Chain(), 8, 0).search(new int[] {2}, 2, END);
    assertEquals(same, after);
  }

  @Test
  void needsATokenToStartFrom() {
    BeamSearch search = search(new Chain(), 2, 0);
    assertThrows(IllegalArgumentException.class, () -> search.search(new int[0], 3, END));
  }
}
