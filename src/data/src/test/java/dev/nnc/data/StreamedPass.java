package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Settings.Order;
import dev.nnc.runtime.Slot;

/** Runs through examples and looks at none. */
final class StreamedPass {
  private StreamedPass() {}

  /** Computes nothing. */
  private static final class Nothing extends Routine {
    Nothing() {
      super(Precision.FLOAT, new Slot("input:x", false, 3, 0));
    }

    @Override
    public void run(Frame frame) {}
  }

  static long drain(Examples examples) {
    Frame frame = new Frame(new Nothing(), 2);
    long count = 0;
    try (Examples.Pass pass = examples.pass(Order.SHUFFLED, 1, 0)) {
      for (int n = pass.fill(frame); n > 0; n = pass.fill(frame)) {
        count += n;
      }
    }
    return count;
  }
}
