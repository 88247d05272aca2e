package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where to cut a tape into stretches. The values that the forward pass reads across a cut are kept;
 * from them the backward pass computes the stretch behind the cut again. Of all ways to cut such
 * that no stretch stores more than a bound, this finds the one that keeps least.
 */
final class Cuts {
  private Cuts() {}

  /**
   * The best cuts.
   *
   * @param tape values in order
   * @param bound the most that a stretch of more than one value stores, in bytes
   * @return for each stretch the value behind its last, ascending
   */
  static List<Integer> of(List<Tape.Entry> tape, long bound) {
    int count = tape.size();
    long[] least = new long[count + 1];
    int[] before = new int[count + 1];
    Arrays.fill(least, Long.MAX_VALUE);
    least[0] = 0;
    for (int end = 1; end <= count; end++) {
      long stored = 0;
      long kept = 0;
      for (int begin = end - 1; begin >= 0; begin--) {
        Tape.Entry entry = tape.get(begin);
        stored += entry.saved() ? entry.bytes() : 0;
        kept += end < count && entry.crosses(tape.get(end - 1).at()) ? entry.bytes() : 0;
        if (stored > bound && begin < end - 1) {
          break;
        }
        // Of equal ways the one with longer stretches: fewer cuts.
        if (least[begin] + kept <= least[end]) {
          least[end] = least[begin] + kept;
          before[end] = begin;
        }
      }
    }
    List<Integer> ends = new ArrayList<>();
    for (int end = count; end > 0; end = before[end]) {
      ends.add(end);
    }
    Collections.reverse(ends);
    return ends;
  }
}
