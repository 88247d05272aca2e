package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Values;
import java.util.List;

/** Examples in their order, some at a time, to look at them one by one. */
public final class Batches implements AutoCloseable {
  private final Frame frame;
  private final Examples.Pass pass;

  /**
   * Starts with the first examples.
   *
   * @param examples what to read
   * @param fields which of their fields
   * @param precision the format of their numbers
   * @param size how many examples to hold at a time
   */
  public Batches(Examples examples, List<Field> fields, Precision precision, int size) {
    Slot[] slots =
        fields.stream().map(f -> new Slot(slot(f), false, f.size(), 0)).toArray(Slot[]::new);
    frame = new Frame(new Reading(precision, slots), size);
    pass = examples.pass(Settings.Order.SEQUENTIAL, 0, 0);
  }

  /** Takes examples in and computes nothing. */
  private static final class Reading extends Routine {
    Reading(Precision precision, Slot... slots) {
      super(precision, slots);
    }

    @Override
    public void run(Frame frame) {}
  }

  private static String slot(Field field) {
    return "input:" + field.name();
  }

  /**
   * Reads the next examples in place of those before.
   *
   * @return how many, 0 at the end
   */
  public int next() {
    return pass.fill(frame);
  }

  /**
   * The numbers of a field.
   *
   * @param field one that is read
   * @param example its number among those that were read last
   */
  public double[] get(Field field, int example) {
    Values values = frame.values(slot(field));
    double[] numbers = new double[field.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(example * numbers.length + i);
    }
    return numbers;
  }

  @Override
  public void close() {
    pass.close();
  }
}
