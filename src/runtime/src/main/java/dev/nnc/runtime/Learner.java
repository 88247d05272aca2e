package dev.nnc.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Training one step at a time, on examples that a program makes as it goes, such as the moves of a
 * game that the model plays: fill rows with inputs and targets, then step. The model's own weights
 * change with each step, so that all its predictors see them; no other thread may predict
 * meanwhile. A learner belongs to one thread at a time; steps allocate nothing.
 *
 * <p>Optimizer, clipping and schedule are those of the model's train block; its data, batch and
 * epochs are not looked at, and the number of steps in all, which some schedules divide by, is what
 * the program says. Fields go by their number in {@link ModelInfo#fields}, inputs first, or by
 * their name; those with a shape are flat arrays in row-major order. Statistics of standardized
 * columns stay as they are. Averages of parameters, where the train block asks for them, are not
 * taken over.
 */
public final class Learner {
  private final List<ModelInfo.Field> fields;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Values[] places;
  private final int[] sizes;
  private final TrainingState state;
  private final Stepper stepper;
  private final long steps;

  /**
   * Starts with fresh memories of the optimizer.
   *
   * @param model to be trained
   * @param weights to start from, which change
   * @param capacity how many examples a step can take
   * @param steps how many steps there will be in all, for schedules; 0 where nobody knows
   * @param seed of what is random in training, such as dropout
   * @throws IllegalArgumentException if the model has no loss
   */
  public Learner(Model model, Weights weights, int capacity, long steps, long seed) {
    ModelInfo info = model.info();
    if (info.losses().isEmpty()) {
      throw new IllegalArgumentException(info.className() + " has no loss to train by");
    }
    this.steps = steps;
    fields = info.fields();
    state = TrainingState.start(info, weights, Double.POSITIVE_INFINITY);
    stepper = new Stepper(model, capacity, state, seed);
    Frame frame = stepper.frame();
    places = new Values[fields.size()];
    sizes = fields.stream().mapToInt(ModelInfo.Field::size).toArray();
    for (int i = 0; i < places.length; i++) {
      ModelInfo.Field field = fields.get(i);
      String slot = (i < info.inputs().size() ? "input:" : "target:") + field.name();
      // What no loss depends on has no slot; what is set there goes nowhere.
      places[i] =
          frame.has(slot)
              ? frame.values(slot)
              : Values.allocate(info.precision(), sizes[i] * capacity);
      numbers.put(field.name(), i);
    }
  }

  /** How many examples a step can take. */
  public int capacity() {
    return stepper.frame().capacity();
  }

  /** How many steps were taken. */
  public long steps() {
    return state.step;
  }

  /**
   * Where an input or target stands among the fields.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public int field(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException(
          "no input or target "
              + name
              + ", but "
              + fields.stream().map(ModelInfo.Field::name).toList());
    }
    return number;
  }

  /**
   * Sets an input or target of an example that is a single number.
   *
   * @param row the number of the example, from 0
   * @param field its number
   * @param value also the number of a class
   * @throws IllegalArgumentException if it is not one of the field's classes, or the field has a
   *     shape
   */
  public void set(int row, int field, double value) {
    checkLength(row, field, 1);
    put(row, field, 0, value);
  }

  /**
   * Sets an input or target of an example.
   *
   * @param row the number of the example, from 0
   * @param field its number
   * @param values in row-major order, also the numbers of classes; copied
   * @throws IllegalArgumentException if they are not as many as the field takes, or one is not
   *     among its classes
   */
  public void set(int row, int field, float[] values) {
    checkLength(row, field, values.length);
    for (int i = 0; i < values.length; i++) {
      put(row, field, i, values[i]);
    }
  }

  private void put(int row, int field, int element, double value) {
    fields.get(field).check(element, value);
    places[field].set(row * sizes[field] + element, value);
  }

  private void checkLength(int row, int field, int length) {
    Objects.checkIndex(row, capacity());
    if (sizes[field] != length) {
      throw new IllegalArgumentException(
          fields.get(field).name() + " needs " + sizes[field] + " numbers, not " + length);
    }
  }

  /**
   * Takes a step with the first examples, as they were set last.
   *
   * @param count how many, from 1 to the capacity
   * @return their mean loss before the step; where there are several losses, the sum of those whose
   *     turn it was
   * @throws DivergedException if loss or gradients are not finite; that loss then updates nothing
   */
  public double step(int count) {
    Frame frame = stepper.frame();
    frame.batch = Objects.checkIndex(count - 1, frame.capacity()) + 1;
    double loss = stepper.step(state, steps, 1);
    stepper.settleParameters();
    state.step++;
    return loss;
  }

  /** What the schedule made of the learning rate in the last step, as a factor. */
  public double rate() {
    return stepper.rate();
  }
}
