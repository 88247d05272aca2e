package dev.nnc.runtime;

import java.util.List;

/**
 * A predictor for an entry that carries values from one call to the next, such as the state of a
 * recurrent cell or the keys and values of attention: each run takes it a step further. Every row
 * carries values of its own, so that several texts or games go on side by side.
 *
 * <p>What is random is drawn anew in each run; after a {@link #reset()} the draws repeat. Another
 * {@link #seed} or {@link #number} counts in the first values from the next reset on.
 *
 * <p>It belongs to one thread at a time; a run allocates nothing. Where the model's weights change,
 * a {@link #reset} is in order.
 */
public non-sealed class Session extends Predictor {
  private final Model model;
  private final Weights weights;
  private final ModelInfo.Entry entry;
  private final Frame start;
  private final Values[] first;
  private final Values[] carried;

  /**
   * Starts a session at the first values of all rows.
   *
   * @param model the model
   * @param weights to compute with; shared, not copied
   * @param entry the name of an entry that carries values
   * @param capacity how many rows there are
   * @throws IllegalArgumentException if the model has no such entry, or it carries nothing
   */
  public Session(Model model, Weights weights, String entry, int capacity) {
    super(model, weights, entry(model, entry, true), capacity);
    this.model = model;
    this.weights = weights;
    this.entry = entry(model, entry, true);
    start = new Frame(model.routine("start:" + entry), capacity);
    weights.bind(start);
    List<String> slots = this.entry.carried().stream().map(c -> "carried:" + c.name()).toList();
    first = slots.stream().map(start::values).toArray(Values[]::new);
    carried = slots.stream().map(this::values).toArray(Values[]::new);
    reset();
  }

  /** What it is a session of. */
  protected final Model model() {
    return model;
  }

  /** Takes all rows back to the values before the first call. */
  public final void reset() {
    step(0);
    begin(0, capacity());
  }

  /**
   * Takes one row back to the values before the first call.
   *
   * @param row its number
   */
  public final void reset(int row) {
    begin(java.util.Objects.checkIndex(row, capacity()), 1);
  }

  /** What is random in the first values is drawn for each row by its own example. */
  private void begin(int row, int count) {
    follow(start, row, count);
    start.run();
    for (int i = 0; i < carried.length; i++) {
      int size = size(i);
      first[i].copyTo(0, carried[i], row * size, count * size);
    }
  }

  /**
   * Makes a row go on from where another one is.
   *
   * @param from the row to copy
   * @param to the row whose values are lost
   */
  public final void copyRow(int from, int to) {
    java.util.Objects.checkIndex(from, capacity());
    java.util.Objects.checkIndex(to, capacity());
    for (int i = 0; i < carried.length; i++) {
      int size = size(i);
      carried[i].copyTo(from * size, carried[i], to * size, size);
    }
  }

  /** Another session, with its own rows, that goes on from where this one is. */
  public Session copy() {
    return new Session(model, weights, entry.name(), capacity()).follow(this);
  }

  /**
   * Goes on from where another session of the same entry is.
   *
   * @param other the session to copy, with as many rows
   * @return this
   * @throws IllegalArgumentException if it is of another entry or size
   */
  public final Session follow(Session other) {
    if (!entry.equals(other.entry) || capacity() != other.capacity()) {
      throw new IllegalArgumentException(
          other.entry.name()
              + " with "
              + other.capacity()
              + " rows cannot go on in "
              + entry.name()
              + " with "
              + capacity());
    }
    for (int i = 0; i < carried.length; i++) {
      other.carried[i].copyTo(0, carried[i], 0, size(i) * capacity());
    }
    step(other.step());
    return this;
  }

  /**
   * What the current row carries, in a fresh array.
   *
   * @param name of a carried value
   */
  public final double[] carried(String name) {
    int i = number(name);
    double[] values = new double[size(i)];
    for (int j = 0; j < values.length; j++) {
      values[j] = carried[i].get(row() * values.length + j);
    }
    return values;
  }

  /**
   * Changes what the current row carries: a decoder may start from what an encoder gave.
   *
   * @param name of a carried value
   * @param values in row-major order
   * @throws IllegalArgumentException if there are more or fewer of them, or one of them is not in
   *     the range of the whole numbers that are carried; then nothing is changed
   */
  public final void carry(String name, double[] values) {
    int i = number(name);
    if (values.length != size(i)) {
      throw new IllegalArgumentException(
          name + " has " + size(i) + " numbers, not " + values.length);
    }
    for (int j = 0; j < values.length; j++) {
      entry.carried().get(i).check(j, values[j]);
    }
    for (int j = 0; j < values.length; j++) {
      carried[i].set(row() * values.length + j, values[j]);
    }
  }

  /**
   * Changes what the current row carries, from numbers such as methods of models give.
   *
   * @param name of a carried value
   * @param values in row-major order
   */
  public final void carry(String name, float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    carry(name, wide);
  }

  private int number(String name) {
    for (int i = 0; i < carried.length; i++) {
      if (entry.carried().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        entry.name()
            + " carries "
            + entry.carried().stream().map(ModelInfo.Carried::name).toList()
            + ", not "
            + name);
  }

  private int size(int carriedNumber) {
    return entry.carried().get(carriedNumber).size();
  }
}
