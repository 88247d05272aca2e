package dev.nnc.compiler.plan;

/** A stretch of an array that holds a value, from the step that fills it to the last that reads. */
final class Buffer {
  /** What listings call it. */
  final String label;

  /** Whether the size counts for each example of the batch. */
  final boolean batched;

  /** How many numbers, for one example where batched. */
  final int size;

  /** The step that fills it; -1 for what is there before. */
  int first = Integer.MAX_VALUE;

  /** The last step that touches it. */
  int last = -1;

  /** Where it is, once decided. */
  Launch.Source source;

  /** The place of its first number in the array. */
  int offset;

  Buffer(String label, boolean batched, int size) {
    this.label = label;
    this.batched = batched;
    this.size = size;
  }

  /**
   * Notes that a loop touches it: what is there before the loop, or read behind it, is kept through
   * all of its runs.
   *
   * @param from the first step of the loop
   * @param to the last
   */
  void stay(int from, int to) {
    if (first < from || last > to) {
      first = Math.min(first, from);
      last = Math.max(last, to);
    }
  }

  /** Notes that a step touches it. */
  void touch(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }
}
