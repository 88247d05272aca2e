package dev.nnc.examples.cartpole;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What happened lately; training draws from it, so that its examples are not all alike. */
final class Memory {
  private final int size;
  private final List<Event> events = new ArrayList<>();
  private int oldest;

  /**
   * A move and what came of it.
   *
   * @param before the state
   * @param move what was done
   * @param after the state then
   * @param failed whether that was the end
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Event(float[] before, int move, float[] after, boolean failed) {}

  /** Room for so many moves. */
  Memory(int size) {
    this.size = size;
  }

  /** Remembers a move, and forgets the oldest one where there are too many. */
  void add(Event event) {
    if (events.size() < size) {
      events.add(event);
    } else {
      events.set(oldest, event);
      oldest = (oldest + 1) % size;
    }
  }

  /** How many moves it remembers. */
  int size() {
    return events.size();
  }

  /** Any of them. */
  Event draw(SplittableRandom random) {
    return events.get(random.nextInt(events.size()));
  }
}
