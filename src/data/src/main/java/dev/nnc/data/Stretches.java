package dev.nnc.data;

import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Divides what has an order, such as a text or a series, into stretches: train before valid before
 * test, so that what is learnt from comes before what is told by it.
 */
final class Stretches {
  private static final List<String> ORDER = List.of(Split.TRAIN, Split.VALID, Split.TEST);

  private Stretches() {}

  /**
   * From where to where each part reaches.
   *
   * @param length of the whole
   * @param shares the parts
   * @param place of the whole, for messages
   * @param cut moves a border to a place near by where nothing is torn
   * @return for each part its begin and the place behind its end, in their order
   * @throws DataException if a share counts examples, which overlap here
   * @throws IllegalArgumentException as {@link Split#rows}
   */
  static Map<String, int[]> of(int length, List<Share> shares, Place place, IntUnaryOperator cut) {
    for (Share share : shares) {
      if (share.every() > 0) {
        throw new DataException(
            DataCode.BAD_ARGUMENT,
            place,
            "windows overlap, so that every(" + share.every() + ") would mix the parts",
            "Give " + share.name() + " a share such as 10%: one stretch of the whole");
      }
    }
    Split.rows(0, shares, 0); // refuses shares that make no sense
    Map<String, Double> fractions = new LinkedHashMap<>();
    shares.forEach(share -> fractions.put(share.name(), share.fraction()));
    double given = shares.stream().mapToDouble(Share::fraction).sum();
    fractions.putIfAbsent(Split.TRAIN, Math.max(0, 1 - given));
    Map<String, int[]> stretches = new LinkedHashMap<>();
    double sum = 0;
    int from = 0;
    for (String name : ORDER) {
      if (fractions.containsKey(name)) {
        sum += fractions.get(name);
        long border = Math.min(length, Math.round(sum * length));
        int to = sum > 1 - 1e-9 ? length : cut.applyAsInt((int) border);
        stretches.put(name, new int[] {from, to});
        from = to;
      }
    }
    return stretches;
  }
}
