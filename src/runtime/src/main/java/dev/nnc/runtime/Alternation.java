package dev.nnc.runtime;

/**
 * An array that steps write anew instead of changing it in place. Each step reads one of two arrays
 * and writes the other; then they change places. One of them belongs to others, who find the newest
 * numbers there whenever this has {@linkplain #settle settled}.
 */
final class Alternation {
  private final Frame frame;
  private final int read;
  private final int written;
  private final Values own;
  private final Values shadow;

  /** Whether the newest numbers are in the shadow. */
  private boolean away;

  /**
   * Begins with the numbers of an array.
   *
   * @param frame runs the steps
   * @param slot what steps read; they write the slot with a prime behind that name
   * @param own the array of others, which the slot is bound to from now on
   */
  Alternation(Frame frame, String slot, Values own) {
    this.frame = frame;
    this.own = own;
    String next = slot + "'";
    read = frame.routine().slot(slot);
    written = frame.routine().slot(next);
    shadow = Values.allocate(frame.routine().precision(), own.length());
    frame.bind(slot, own);
    frame.bind(next, shadow);
  }

  /** What the last step has written, before the exchange. */
  Values next() {
    return away ? own : shadow;
  }

  /** Makes what a step has written what the next one reads. */
  void exchange() {
    frame.exchange(read, written);
    away = !away;
  }

  /** Copies the newest numbers to the array of others, unless they are there. */
  void settle() {
    if (away) {
      shadow.copyTo(0, own, 0, own.length());
      exchange();
    }
  }
}
