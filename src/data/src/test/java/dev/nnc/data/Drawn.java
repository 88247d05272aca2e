package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Settings.Order;
import dev.nnc.runtime.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a pass over examples puts into a frame. */
final class Drawn {
  private Drawn() {}

  /** The numbers of a field, example after example, in the order of the table. */
  static List<double[]> rows(Examples examples, String field, int size) {
    return rows(examples, field, size, 0);
  }

  /** As {@link #rows(Examples, String, int)}, in a certain epoch. */
  static List<double[]> rows(Examples examples, String field, int size, int epoch) {
    Frame frame = new Frame(new Reader(field, size), 3);
    List<double[]> rows = new ArrayList<>();
    try (Examples.Pass pass = examples.pass(Order.SEQUENTIAL, 7, epoch)) {
      for (int n = pass.fill(frame); n > 0; n = pass.fill(frame)) {
        for (int i = 0; i < n; i++) {
          rows.add(Arrays.copyOfRange(frame.doubles[0], i * size, (i + 1) * size));
        }
      }
    }
    return rows;
  }

  private static final class Reader extends Routine {
    Reader(String field, int size) {
      super(Precision.DOUBLE, new Slot[] {new Slot("input:" + field, false, size, 0)});
    }

    @Override
    public void run(Frame frame) {}
  }
}
