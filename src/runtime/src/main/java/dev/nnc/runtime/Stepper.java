package dev.nnc.runtime;

/** Takes training steps: the frames of the routines that a step runs, over shared arrays. */
final class Stepper {
  private final Frame train;
  private final Frame update;
  private final Frame rate;
  private final Frame remember;
  private final Values clock;
  private final Values loss;
  private final Values gradients;
  private final Values factor;
  private final Values number;
  private final Values states;

  Stepper(Model model, int capacity, TrainingState state, long seed) {
    Precision precision = model.info().precision();
    train = new Frame(model.routine("train"), capacity);
    update = new Frame(model.routine("update"), 1);
    rate = model.has("rate") ? new Frame(model.routine("rate"), 1) : null;
    remember = model.has("remember") ? new Frame(model.routine("remember"), 1) : null;
    clock = Values.allocate(precision, 5);
    loss = Values.allocate(precision, 1);
    gradients = Values.allocate(precision, state.parameters.length());
    factor = Values.allocate(precision, 1);
    number = Values.allocate(precision, 1);
    states = Values.allocate(precision, state.states.length());
    factor.fill(1);
    for (Frame frame : new Frame[] {train, update, rate, remember}) {
      if (frame != null) {
        frame.seed = seed;
        frame.bindIfPresent("parameters", state.parameters);
        frame.bindIfPresent("fitted", state.fitted);
        frame.bindIfPresent("states", state.states);
        frame.bindIfPresent("states'", states);
        frame.bindIfPresent("state", state.optimizer);
        frame.bindIfPresent("memory", state.memory);
        frame.bindIfPresent("gradients", gradients);
        frame.bindIfPresent("loss", loss);
        frame.bindIfPresent("rate", factor);
        frame.bindIfPresent("step", number);
        frame.bindIfPresent("clock", clock);
      }
    }
  }

  /** The frame to fill with examples. */
  Frame frame() {
    return train;
  }

  /** What the schedule gave for the last step. */
  double rate() {
    return factor.get(0);
  }

  /** Whether the schedule looks at the clock. */
  static boolean needsClock(Model model) {
    return looksAtClock(model, "rate") || looksAtClock(model, "remember");
  }

  private static boolean looksAtClock(Model model, String routine) {
    return model.has(routine) && model.routine(routine).slot("clock") >= 0;
  }

  /**
   * Takes a step with the examples that the frame was filled with.
   *
   * @param steps steps in all, or 0 where unknown
   * @param epochs epochs in all
   * @return the loss before the update
   * @throws DivergedException if rate, loss or gradients are not finite; nothing is updated then
   */
  double step(TrainingState state, long steps, int epochs) {
    if (rate != null) {
      tell(state, steps, epochs);
      rate.step = state.step;
      rate.run();
      if (!Double.isFinite(rate())) {
        throw new DivergedException("the rate is " + rate(), state.epoch, state.step, train);
      }
    }
    train.step = state.step;
    train.run();
    double value = loss.get(0);
    if (!Double.isFinite(value)) {
      throw new DivergedException("the loss is " + value, state.epoch, state.step, train);
    }
    if (!finite(gradients)) {
      throw new DivergedException("a gradient is not finite", state.epoch, state.step, train);
    }
    number.set(0, (double) (state.step + 1));
    update.step = state.step;
    update.run();
    if (train.has("states'")) {
      states.copyTo(0, state.states, 0, states.length());
    }
    return value;
  }

  /** Lets the schedule remember an epoch. */
  void finishEpoch(TrainingState state, long steps, int epochs) {
    if (remember != null) {
      tell(state, steps, epochs);
      remember.step = state.step;
      remember.run();
    }
  }

  private void tell(TrainingState state, long steps, int epochs) {
    clock.set(0, (double) state.step);
    clock.set(1, (double) steps);
    clock.set(2, state.epoch);
    clock.set(3, epochs);
    clock.set(4, state.monitored);
  }

  /** Whether all exponents are below the one that infinities and NaN have. */
  private static boolean finite(Values values) {
    if (values instanceof FloatValues f) {
      int greatest = 0;
      for (float x : f.array()) {
        greatest = Math.max(greatest, Float.floatToRawIntBits(x) & Integer.MAX_VALUE);
      }
      return greatest < 0x7F800000;
    }
    long greatest = 0;
    for (double x : ((DoubleValues) values).array()) {
      greatest = Math.max(greatest, Double.doubleToRawLongBits(x) & Long.MAX_VALUE);
    }
    return greatest < 0x7FF0000000000000L;
  }
}
