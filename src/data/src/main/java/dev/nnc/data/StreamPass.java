package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Random;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass over streamed examples through a shuffle buffer: each step gives out a random example of
 * the buffer and puts the next of the file in its place. A buffer of one keeps the order of the
 * file.
 */
final class StreamPass implements Examples.Pass {
  /** A site of our own, apart from those of a model's random leaves, which count from 0. */
  private static final int SITE = -3;

  private final StreamRows rows;
  private final Key key;
  private final Values store;
  private final long[] numbers;
  private final int width;
  private int held;
  private long drawn;
  private boolean ended;
  private Frame known;
  private Sink[] sinks;

  /**
   * What the order depends on.
   *
   * @param seed of the run
   * @param epoch the number of the pass
   */
  record Key(long seed, int epoch) {}

  /** A run of numbers of an example and the array that it goes to. */
  private record Sink(int from, int size, Values to) {}

  StreamPass(StreamRows rows, Key key, int buffer, Precision precision) {
    this.rows = rows;
    this.key = key;
    this.width = rows.fields().stream().mapToInt(Field::size).sum();
    long size = (long) width * buffer;
    if (size > Growing.LIMIT) {
      throw new DataException(
          DataCode.BAD_ARGUMENT,
          Place.of(rows.file()),
          "a buffer of " + buffer + " examples of " + width + " numbers does not fit an array",
          "Use a buffer of at most " + Growing.LIMIT / width);
    }
    this.store = Values.allocate(precision, (int) size);
    this.numbers = new long[buffer];
  }

  @Override
  public int fill(Frame frame) {
    if (frame != known) {
      connect(frame);
    }
    int count = 0;
    while (count < frame.capacity() && give(frame, count)) {
      count++;
    }
    if (count > 0) {
      frame.batch = count;
    }
    return count;
  }

  /** Gives out one example, or says that there is none left. */
  private boolean give(Frame frame, int row) {
    while (!ended && held < numbers.length) {
      if (load(held)) {
        held++;
      }
    }
    if (held == 0) {
      return false;
    }
    int pick = draw();
    for (Sink sink : sinks) {
      store.copyTo(pick * width + sink.from(), sink.to(), row * sink.size(), sink.size());
    }
    frame.examples[row] = numbers[pick];
    if (ended || !load(pick)) {
      held--;
      store.copyTo(held * width, store, pick * width, width);
      numbers[pick] = numbers[held];
    }
    return true;
  }

  private boolean load(int place) {
    if (!rows.next(store, place * width)) {
      ended = true;
      return false;
    }
    numbers[place] = rows.number();
    return true;
  }

  /** A place of the buffer; its bias is below held / 2^32. */
  private int draw() {
    long bits = Random.row(key.seed(), key.epoch(), drawn++, SITE) >>> 32;
    return (int) ((bits * held) >>> 32);
  }

  private void connect(Frame frame) {
    List<Sink> found = new ArrayList<>();
    for (Slot slot : frame.routine().slots()) {
      if (!slot.scratch()
          && (slot.name().startsWith("input:") || slot.name().startsWith("target:"))) {
        found.add(sink(frame, slot));
      }
    }
    sinks = found.toArray(new Sink[0]);
    known = frame;
  }

  private Sink sink(Frame frame, Slot slot) {
    String name = slot.name().substring(slot.name().indexOf(':') + 1);
    int from = 0;
    for (Field field : rows.fields()) {
      if (field.name().equals(name) && field.size() == slot.perExample()) {
        return new Sink(from, field.size(), frame.values(slot.name()));
      }
      from += field.size();
    }
    throw new IllegalArgumentException(
        "no field " + name + " of " + slot.perExample() + " numbers in " + rows.fields());
  }

  @Override
  public void close() {
    ended = true;
    held = 0;
    rows.close();
  }
}
