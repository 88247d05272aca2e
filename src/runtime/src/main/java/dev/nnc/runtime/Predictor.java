package dev.nnc.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session with a model: set inputs, run, get outputs. It has its own arrays and shares the
 * model's weights, belongs to one thread at a time, and allocates nothing but the arrays it
 * returns.
 *
 * <p>Inputs and outputs go by their number in {@link ModelInfo#inputs} and {@link
 * ModelInfo#outputs}. Those with a shape are flat arrays in row-major order. A predictor for
 * several examples has a current row, which {@link #row} moves.
 *
 * <p>Every {@code set} throws {@link IllegalArgumentException} where an array has the wrong length,
 * a number is not among the input's classes, or a text not among its categories.
 */
public sealed class Predictor permits Session {
  /** How many rows of a table are computed at once, at most. */
  private static final int ROWS = 128;

  /** What they may take, in bytes, unless one row takes more. */
  private static final long ROWS_BYTES = 16L << 20;

  private final List<ModelInfo.Field> inputs;
  private final List<ModelInfo.Output> outputs;
  private final ModelInfo info;
  private final Frame frame;
  private final Values[] sources;
  private final Values[] results;
  private final int[] inputSizes;
  private final int[] outputSizes;
  private final List<Map<String, Integer>> categories;
  private int row;

  /**
   * Starts a session.
   *
   * @param model the model
   * @param weights to predict with; shared, not copied
   * @param capacity how many examples it can take at once
   */
  public Predictor(Model model, Weights weights, int capacity) {
    this(model, weights, "predict", model.info().inputs(), model.info().outputs(), capacity);
  }

  /**
   * Starts a session with a further method of a model; its inputs and outputs are those of the
   * entry.
   *
   * @param model the model
   * @param weights to compute with; shared, not copied
   * @param entry the name of an entry that carries nothing from call to call
   * @param capacity how many examples it can take at once
   * @throws IllegalArgumentException if the model has no such entry, or a {@link Session} is needed
   */
  public Predictor(Model model, Weights weights, String entry, int capacity) {
    this(model, weights, entry(model, entry, false), capacity);
  }

  /** A session with any entry. */
  Predictor(Model model, Weights weights, ModelInfo.Entry entry, int capacity) {
    this(model, weights, "entry:" + entry.name(), entry.inputs(), entry.outputs(), capacity);
  }

  private Predictor(
      Model model,
      Weights weights,
      String routine,
      List<ModelInfo.Field> inputs,
      List<ModelInfo.Output> outputs,
      int capacity) {
    info = model.info();
    this.inputs = inputs;
    this.outputs = outputs;
    frame = new Frame(model.routine(routine), capacity);
    weights.bind(frame);
    inputSizes = inputs.stream().mapToInt(ModelInfo.Field::size).toArray();
    outputSizes = outputs.stream().mapToInt(ModelInfo.Output::size).toArray();
    // An input that no output depends on has no slot; what is set there goes nowhere.
    sources =
        inputs.stream()
            .map(input -> values("input:" + input.name(), input.size() * capacity))
            .toArray(Values[]::new);
    results =
        outputs.stream()
            .map(output -> frame.values("output:" + output.name()))
            .toArray(Values[]::new);
    categories = inputs.stream().map(Predictor::numbers).toList();
  }

  /**
   * A session with the model's own weights for the rows of a table.
   *
   * @param model the model
   * @param entry the name of one of its entries, or null for its outputs
   * @return one for many rows at once; for an entry that carries values one for a single row, which
   *     each run takes a step further
   * @throws IllegalArgumentException if it has no such entry
   */
  public static Predictor forRows(Model model, String entry) {
    if (entry == null) {
      return forRows(model, model.weights());
    }
    ModelInfo.Entry known = model.info().entry(entry);
    return known == null || known.carried().isEmpty()
        ? new Predictor(model, model.weights(), entry, rows(model, "entry:" + entry))
        : new Session(model, model.weights(), entry, 1);
  }

  /** A session for the rows of a table. */
  static Predictor forRows(Model model, Weights weights) {
    return new Predictor(model, weights, rows(model, "predict"));
  }

  private static int rows(Model model, String routine) {
    if (!model.has(routine)) {
      return 1; // a session says what is wrong
    }
    Routine computes = model.routine(routine);
    long each = 0;
    for (Slot slot : computes.slots()) {
      each += slot.perExample() * (long) computes.precision().bytes();
    }
    return (int) Math.max(1, Math.min(ROWS, ROWS_BYTES / Math.max(1, each)));
  }

  /** The entry of a name, which must carry values or must not. */
  static ModelInfo.Entry entry(Model model, String name, boolean carrying) {
    ModelInfo info = model.info();
    ModelInfo.Entry entry = info.entry(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          info.className()
              + " has no entry "
              + name
              + (info.entries().isEmpty()
                  ? ""
                  : ", but " + info.entries().stream().map(ModelInfo.Entry::name).toList()));
    }
    if (entry.carried().isEmpty() == carrying) {
      throw new IllegalArgumentException(
          carrying
              ? "entry " + name + " carries nothing from call to call; use a Predictor"
              : "entry " + name + " carries values from call to call; use a Session");
    }
    return entry;
  }

  /** The array of a slot that the routine has. */
  final Values values(String slot) {
    return frame.values(slot);
  }

  /** The number of the current row. */
  final int row() {
    return row;
  }

  private Values values(String slot, int size) {
    return frame.has(slot) ? frame.values(slot) : Values.allocate(info.precision(), size);
  }

  private static Map<String, Integer> numbers(ModelInfo.Field field) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String category : field.categories()) {
      numbers.put(category, numbers.size());
    }
    return numbers;
  }

  /** What it reads: the inputs of the model, or of one of its entries. */
  public final List<ModelInfo.Field> inputs() {
    return inputs;
  }

  /** What it gives: the outputs of the model, or of one of its entries. */
  public final List<ModelInfo.Output> outputs() {
    return outputs;
  }

  /** How many examples it can take at once. */
  public final int capacity() {
    return frame.capacity();
  }

  /**
   * Chooses the example that the other methods mean; the first one until told otherwise.
   *
   * @param number from 0
   */
  public final void row(int number) {
    row = java.util.Objects.checkIndex(number, frame.capacity());
  }

  /**
   * Sets an input that is a single number.
   *
   * @param input its number
   * @param value also the number of a class
   */
  public final void set(int input, double value) {
    check(input, 1);
    put(input, 0, value);
  }

  /**
   * Sets a categorical input.
   *
   * @param input its number
   * @param category one of its texts
   */
  public final void set(int input, String category) {
    check(input, 1);
    put(input, 0, number(input, category));
  }

  /**
   * Sets an input that has a shape.
   *
   * @param input its number
   * @param values in row-major order
   */
  public final void set(int input, double[] values) {
    check(input, values.length);
    for (int i = 0; i < values.length; i++) {
      put(input, i, values[i]);
    }
  }

  /**
   * Sets an input that has a shape.
   *
   * @param input its number
   * @param values in row-major order
   */
  public final void set(int input, float[] values) {
    check(input, values.length);
    for (int i = 0; i < values.length; i++) {
      put(input, i, values[i]);
    }
  }

  /**
   * Sets an input that has a shape.
   *
   * @param input its number
   * @param values in row-major order, also the numbers of classes
   */
  public final void set(int input, int[] values) {
    check(input, values.length);
    for (int i = 0; i < values.length; i++) {
      put(input, i, values[i]);
    }
  }

  /**
   * Sets a categorical input that has a shape.
   *
   * @param input its number
   * @param values in row-major order, each one of its texts
   */
  public final void set(int input, String[] values) {
    check(input, values.length);
    for (int i = 0; i < values.length; i++) {
      put(input, i, number(input, values[i]));
    }
  }

  /**
   * Sets the seed of what is random in the outputs; 0 until told otherwise, so that calls repeat.
   *
   * @param seed with the number of the example all that draws depend on
   */
  public final void seed(long seed) {
    frame.seed = seed;
  }

  /**
   * Numbers the examples for what is random in the outputs; row r is example r until told
   * otherwise. Rows of a large set draw the same whether they are computed together or not.
   *
   * @param first the number of the first row
   */
  public final void number(long first) {
    for (int i = 0; i < frame.capacity(); i++) {
      frame.examples[i] = first + i;
    }
  }

  /** Computes the outputs of the first example. */
  public final void run() {
    run(1);
  }

  /**
   * Computes the outputs of the first examples.
   *
   * @param count how many, at most {@link #capacity}
   */
  public final void run(int count) {
    frame.batch = java.util.Objects.checkIndex(count - 1, frame.capacity()) + 1;
    frame.run();
    if (this instanceof Session) {
      frame.step++;
    }
  }

  /** Makes another frame draw what these rows would: by their seed and the numbers of examples. */
  final void follow(Frame other, int from, int count) {
    other.seed = frame.seed;
    other.batch = count;
    System.arraycopy(frame.examples, from, other.examples, 0, count);
  }

  /** The number of the next run of a session: each draws anew. */
  final long step() {
    return frame.step;
  }

  final void step(long next) {
    frame.step = next;
  }

  /**
   * An output that is a single number.
   *
   * @param output its number
   */
  public final double get(int output) {
    if (outputSizes[output] != 1) {
      throw new IllegalArgumentException(
          outputs.get(output).name() + " has " + outputSizes[output] + " numbers");
    }
    return get(output, 0);
  }

  /**
   * One number of an output.
   *
   * @param output its number
   * @param element its place in row-major order
   */
  public final double get(int output, int element) {
    return results[output].get(row * outputSizes[output] + element);
  }

  /**
   * All numbers of an output, in a fresh array.
   *
   * @param output its number
   */
  public final double[] getDoubles(int output) {
    double[] values = new double[outputSizes[output]];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(output, i);
    }
    return values;
  }

  /**
   * All numbers of an output, in a fresh array.
   *
   * @param output its number
   */
  public final float[] getFloats(int output) {
    float[] values = new float[outputSizes[output]];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) get(output, i);
    }
    return values;
  }

  /**
   * All numbers of an output, without allocating.
   *
   * @param output its number
   * @param into takes them
   */
  public final void get(int output, float[] into) {
    checkOutput(output, into.length);
    for (int i = 0; i < into.length; i++) {
      into[i] = (float) get(output, i);
    }
  }

  /**
   * All numbers of an output, without allocating.
   *
   * @param output its number
   * @param into takes them
   */
  public final void get(int output, double[] into) {
    checkOutput(output, into.length);
    for (int i = 0; i < into.length; i++) {
      into[i] = get(output, i);
    }
  }

  private void checkOutput(int output, int length) {
    if (length != outputSizes[output]) {
      throw new IllegalArgumentException(
          outputs.get(output).name() + " has " + outputSizes[output] + " numbers, not " + length);
    }
  }

  /**
   * The class with the greatest number of an output, the first of equals.
   *
   * @param output its number
   */
  public final int argmax(int output) {
    int best = 0;
    for (int i = 1; i < outputSizes[output]; i++) {
      if (get(output, i) > get(output, best)) {
        best = i;
      }
    }
    return best;
  }

  /**
   * The category with the greatest number of an output that is given as a categorical target.
   *
   * @param output its number
   * @throws IllegalArgumentException if the output is not of that kind
   */
  public final String getCategory(int output) {
    List<String> names = info.categories(outputs.get(output));
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          outputs.get(output).name() + " does not give a number for each category");
    }
    return names.get(argmax(output));
  }

  private void check(int input, int length) {
    if (length != inputSizes[input]) {
      throw new IllegalArgumentException(
          inputs.get(input).name() + " needs " + inputSizes[input] + " numbers, not " + length);
    }
  }

  final void put(int input, int element, double value) {
    inputs.get(input).check(element, value);
    sources[input].set(row * inputSizes[input] + element, value);
  }

  final int number(int input, String category) {
    Integer number = categories.get(input).get(category);
    if (number == null) {
      ModelInfo.Field field = inputs.get(input);
      throw new IllegalArgumentException(
          field.categories().isEmpty()
              ? field.name() + " takes a number, not \"" + category + "\""
              : field.name() + " must be one of " + field.categories() + ", not " + category);
    }
    return number;
  }
}
