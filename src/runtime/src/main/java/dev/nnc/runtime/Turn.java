package dev.nnc.runtime;

/**
 * One loss's part of a training step: its gradients by the parameters that it trains, and their
 * update. Where a model has several losses, the next one finds the parameters updated and the
 * states as this one left them.
 */
final class Turn {
  private final ModelInfo.Loss loss;
  private final String title;
  private final String routine;
  private final Frame train;
  private final Frame update;
  private final Values value;
  private final Values gradients;
  private final Values number;
  private final Values states;
  private final boolean carries;
  private final Finite finite;

  /**
   * Prepares the turns of a loss.
   *
   * @param model the model
   * @param loss one of its losses
   * @param feed the frame that takes in the examples; its arrays are shared
   */
  Turn(Model model, ModelInfo.Loss loss, Frame feed) {
    ModelInfo info = model.info();
    boolean only = info.losses().size() == 1;
    this.loss = loss;
    title = only ? "loss" : "loss " + loss.name();
    routine = info.routine("train", loss);
    train = only ? feed : new Frame(model.routine(routine), feed.capacity());
    String updates = info.routine("update", loss);
    update = model.has(updates) ? new Frame(model.routine(updates), 1) : null;
    for (Slot slot : train.routine().slots()) {
      if (train != feed && Feed.takesExamples(slot)) {
        train.bind(slot.name(), feed.values(slot.name()));
      }
    }
    value = Values.allocate(info.precision(), 1);
    gradients = Values.allocate(info.precision(), loss.offset() + loss.count());
    number = Values.allocate(info.precision(), 1);
    states = Values.allocate(info.precision(), info.stateCount());
    carries = train.has("states'");
    finite = new Finite(info.precision(), loss.count());
    for (Frame frame : frames()) {
      frame.bindIfPresent("loss", value);
      frame.bindIfPresent("gradients", gradients);
      frame.bindIfPresent("step", number);
      frame.bindIfPresent("states'", states);
    }
  }

  /** The frames of its routines, for what all routines share. */
  Frame[] frames() {
    return update == null ? new Frame[] {train} : new Frame[] {train, update};
  }

  /** Whether it takes its turn in a step, counted from 0. */
  boolean isDue(long step) {
    return loss.turns(step + 1) > loss.turns(step);
  }

  /**
   * Computes the loss and updates its parameters.
   *
   * @param state says which step it is
   * @param feed holds the examples
   * @return the loss before the update
   * @throws DivergedException if loss or gradients are not finite; nothing is updated then
   */
  double take(TrainingState state, Frame feed) {
    train.follow(feed);
    train.step = state.step;
    train.run();
    double result = value.get(0);
    if (!Double.isFinite(result)) {
      throw diverged("the " + title + " is " + result, state);
    }
    if (!finite.check(gradients, loss.offset())) {
      throw diverged("a gradient of the " + title + " is not finite", state);
    }
    if (update != null) {
      number.set(0, (double) loss.turns(state.step + 1));
      update.step = state.step;
      update.run();
    }
    if (carries) {
      states.copyTo(0, state.states, 0, states.length());
    }
    return result;
  }

  /** Says that a step came to an end, with all that is needed to compute it again. */
  DivergedException diverged(String what, TrainingState state) {
    return new DivergedException(what, state.epoch, state.step, routine, train);
  }
}
