package dev.nnc.compiler.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Scratch arrays of one kind, given out for as long as a buffer lives. */
final class Pool {
  private final int base;
  private final List<int[]> arrays;
  private final int part;
  private final TreeMap<Integer, Deque<Integer>> free = new TreeMap<>();

  /**
   * A pool without arrays.
   *
   * @param base the number of the first scratch slot
   * @param arrays the sizes of all scratch slots: for each example, and fixed
   * @param part which of the two sizes this pool is about
   */
  Pool(int base, List<int[]> arrays, int part) {
    this.base = base;
    this.arrays = arrays;
    this.part = part;
  }

  /** Finds an array: the smallest that is large enough, else the largest, which grows. */
  void take(Buffer buffer) {
    Map.Entry<Integer, Deque<Integer>> entry = free.ceilingEntry(buffer.size);
    if (entry == null) {
      entry = free.lastEntry();
    }
    int array;
    if (entry == null) {
      array = arrays.size();
      arrays.add(new int[2]);
    } else {
      array = entry.getValue().pop();
      if (entry.getValue().isEmpty()) {
        free.remove(entry.getKey());
      }
    }
    int[] size = arrays.get(array);
    size[part] = Math.max(size[part], buffer.size);
    buffer.source = new Launch.FrameArray(base + array);
  }

  /** Takes an array back. */
  void give(Buffer buffer) {
    int array = ((Launch.FrameArray) buffer.source).index() - base;
    free.computeIfAbsent(arrays.get(array)[part], s -> new ArrayDeque<>()).push(array);
  }
}
