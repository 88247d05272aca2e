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
public final class Predictor {
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
    info = model.info();
    inputs = info.inputs();
    outputs = info.outputs();
    frame = new Frame(model.routine("predict"), capacity);
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

  /** How many examples it can take at once. */
  public int capacity() {
    return frame.capacity();
  }

  /**
   * Chooses the example that the other methods mean; the first one until told otherwise.
   *
   * @param number from 0
   */
  public void row(int number) {
    row = java.util.Objects.checkIndex(number, frame.capacity());
  }

  /**
   * Sets an input that is a single number.
   *
   * @param input its number
   * @param value also the number of a class
   */
  public void set(int input, double value) {
    check(input, 1);
    put(input, 0, value);
  }

  /**
   * Sets a categorical input.
   *
   * @param input its number
   * @param category one of its texts
   */
  public void set(int input, String category) {
    check(input, 1);
    put(input, 0, number(input, category));
  }

  /**
   * Sets an input that has a shape.
   *
   * @param input its number
   * @param values in row-major order
   */
  public void set(int input, double[] values) {
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
  public void set(int input, float[] values) {
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
  public void set(int input, int[] values) {
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
  public void set(int input, String[] values) {
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
  public void seed(long seed) {
    frame.seed = seed;
  }

  /**
   * Numbers the examples for what is random in the outputs; row r is example r until told
   * otherwise. Rows of a large set draw the same whether they are computed together or not.
   *
   * @param first the number of the first row
   */
  public void number(long first) {
    for (int i = 0; i < frame.capacity(); i++) {
      frame.examples[i] = first + i;
    }
  }

  /** Computes the outputs of the first example. */
  public void run() {
    run(1);
  }

  /**
   * Computes the outputs of the first examples.
   *
   * @param count how many, at most {@link #capacity}
   */
  public void run(int count) {
    frame.batch = java.util.Objects.checkIndex(count - 1, frame.capacity()) + 1;
    frame.run();
  }

  /**
   * An output that is a single number.
   *
   * @param output its number
   */
  public double get(int output) {
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
  public double get(int output, int element) {
    return results[output].get(row * outputSizes[output] + element);
  }

  /**
   * All numbers of an output, in a fresh array.
   *
   * @param output its number
   */
  public double[] getDoubles(int output) {
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
  public float[] getFloats(int output) {
    float[] values = new float[outputSizes[output]];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) get(output, i);
    }
    return values;
  }

  /**
   * The class with the greatest number of an output, the first of equals.
   *
   * @param output its number
   */
  public int argmax(int output) {
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
  public String getCategory(int output) {
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

  void put(int input, int element, double value) {
    int classes = inputs.get(input).classCount();
    // Written so that NaN fails, too.
    if (classes > 0 && !(value >= 0 && value < classes && value == Math.rint(value))) {
      throw new IllegalArgumentException(
          String.format(
              "%s must be a whole number from 0 to %d, not %s",
              inputs.get(input).name(), classes - 1, value));
    }
    sources[input].set(row * inputSizes[input] + element, value);
  }

  int number(int input, String category) {
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
