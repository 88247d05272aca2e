package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which elements of an array are touched, as far as first and last places and numbers of places
 * tell: exact where stretches are touched without gaps, or with gaps by one reader.
 */
final class Footprint {
  /** All places from a first to a last, both of which are among them. */
  private record Stretch(long first, long last) {}

  private final Map<Stretch, Long> touched = new HashMap<>();

  /**
   * Notes that elements are touched.
   *
   * @param first the first place
   * @param last the last place
   * @param most how many places are touched at most
   */
  void touch(long first, long last, long most) {
    if (last >= first) {
      touched.merge(new Stretch(first, last), Math.min(most, last - first + 1), Math::max);
    }
  }

  /** How many elements are touched, each counted once. */
  long size() {
    List<Stretch> stretches = new ArrayList<>(touched.keySet());
    stretches.sort((a, b) -> Long.compare(a.first, b.first));
    long size = 0;
    long count = 0;
    long first = 0;
    long last = -1;
    for (Stretch stretch : stretches) {
      if (stretch.first > last) {
        size += Math.min(count, last - first + 1);
        count = 0;
        first = stretch.first;
        last = stretch.last;
      }
      count += touched.get(stretch);
      last = Math.max(last, stretch.last);
    }
    return size + Math.min(count, last - first + 1);
  }
}
