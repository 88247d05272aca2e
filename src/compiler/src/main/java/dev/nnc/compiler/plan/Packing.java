package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Arrays of one kind for buffers whose lifetimes are all known: the largest buffer comes first, and
 * each takes the smallest array that is free as long as it lives. No array ever grows, so that they
 * hold little more than what lives at once.
 */
final class Packing {
  private final int base;
  private final List<int[]> arrays;
  private final int part;
  private final List<Integer> own = new ArrayList<>();
  private final List<List<Buffer>> tenants = new ArrayList<>();

  /**
   * No arrays yet.
   *
   * @param base the number of the first scratch slot
   * @param arrays the sizes of all scratch slots: for each example, and fixed
   * @param part which of the two sizes this is about
   */
  Packing(int base, List<int[]> arrays, int part) {
    this.base = base;
    this.arrays = arrays;
    this.part = part;
  }

  /** Gives each buffer an array. */
  void pack(List<Buffer> buffers) {
    List<Buffer> sorted = new ArrayList<>(buffers);
    sorted.sort(Comparator.comparingInt((Buffer b) -> -b.size).thenComparingInt(b -> b.first));
    for (Buffer buffer : sorted) {
      int at = own.size() - 1;
      while (at >= 0 && tenants.get(at).stream().anyMatch(other -> meet(buffer, other))) {
        at--;
      }
      if (at < 0) {
        at = own.size();
        own.add(arrays.size());
        tenants.add(new ArrayList<>());
        int[] size = new int[2];
        size[part] = buffer.size;
        arrays.add(size);
      }
      tenants.get(at).add(buffer);
      buffer.source = new Launch.FrameArray(base + own.get(at));
    }
  }

  private static boolean meet(Buffer one, Buffer other) {
    return one.first <= other.last && other.first <= one.last;
  }
}
