package dev.nnc.runtime;

import java.util.List;

/** Takes training steps: the frames of the routines that a step runs, over shared arrays. */
final class Stepper {
  private final List<Turn> turns;
  private final Frame feed;
  private final Frame rate;
  private final Frame remember;
  private final Values clock;
  private final Values factor;

  /** What the losses were in the last step; NaN for those whose turn it was not. */
  private final double[] losses;

  Stepper(Model model, int capacity, TrainingState state, long seed) {
    ModelInfo info = model.info();
    feed = Feed.of(model, capacity);
    losses = new double[info.losses().size()];
    rate = model.has("rate") ? new Frame(model.routine("rate"), 1) : null;
    remember = model.has("remember") ? new Frame(model.routine("remember"), 1) : null;
    clock = Values.allocate(info.precision(), 5);
    factor = Values.allocate(info.precision(), 1);
    factor.fill(1);
    turns =
        info.losses().stream()
            .map(loss -> new Turn(model, loss, feed, state, frame -> share(frame, state, seed)))
            .toList();
    share(rate, state, seed);
    share(remember, state, seed);
  }

  private void share(Frame frame, TrainingState state, long seed) {
    if (frame != null) {
      frame.seed = seed;
      frame.bindIfPresent("parameters", state.parameters);
      frame.bindIfPresent("fitted", state.fitted);
      frame.bindIfPresent("states", state.states);
      frame.bindIfPresent("state", state.optimizer);
      frame.bindIfPresent("memory", state.memory);
      frame.bindIfPresent("rate", factor);
      frame.bindIfPresent("clock", clock);
    }
  }

  /** The frame to fill with examples. */
  Frame frame() {
    return feed;
  }

  /** What the schedule gave for the last step. */
  double rate() {
    return factor.get(0);
  }

  /** One of the losses in the last step, or NaN where it was not its turn. */
  double loss(int index) {
    return losses[index];
  }

  /** Whether the schedule looks at the clock. */
  static boolean needsClock(Model model) {
    return looksAtClock(model, "rate") || looksAtClock(model, "remember");
  }

  private static boolean looksAtClock(Model model, String routine) {
    return model.has(routine) && model.routine(routine).slot("clock") >= 0;
  }

  /**
   * Takes a step with the examples that the frame was filled with: the losses take their turns, one
   * after the other.
   *
   * @param steps steps in all, or 0 where unknown
   * @param epochs epochs in all
   * @return the sum of the losses, each before its update
   * @throws DivergedException if rate, loss or gradients are not finite; the update that would
   *     follow, and all behind it, are not done then
   */
  double step(TrainingState state, long steps, int epochs) {
    if (rate != null) {
      tell(state, steps, epochs);
      rate.step = state.step;
      rate.run();
      if (!Double.isFinite(rate())) {
        throw turns.get(0).diverged("the rate is " + rate(), state);
      }
    }
    double sum = 0;
    for (int i = 0; i < losses.length; i++) {
      losses[i] = Double.NaN;
      if (turns.get(i).isDue(state.step)) {
        losses[i] = turns.get(i).take(state);
        state.lossSums[i] += losses[i];
        sum += losses[i];
      }
    }
    return sum;
  }

  /**
   * Makes sure that the parameters are in the arrays of the state that was given, where steps leave
   * them now and then only.
   */
  void settleParameters() {
    // By number: an iterator would be allocated.
    for (int i = 0; i < turns.size(); i++) {
      turns.get(i).settleParameters();
    }
  }

  /** Makes sure that all numbers are in the arrays of the state that was given. */
  void settle() {
    turns.forEach(Turn::settle);
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
}
