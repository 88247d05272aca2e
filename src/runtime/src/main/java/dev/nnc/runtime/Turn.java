package dev.nnc.runtime;

import java.util.function.Consumer;

/**
 * One loss's part of a training step: its gradients by the parameters that it trains, and their
 * update. Where a model has several losses, the next one finds the parameters updated and the
 * states as this one left them.
 *
 * <p>Where the model has a routine for both in one, that is run; the two routines {@code train} and
 * {@code update} take over for good once such a step was not finite. They tell whether that was a
 * gradient, which ends training, or a new parameter alone, which does not.
 */
final class Turn {
  private final Model model;
  private final ModelInfo.Loss loss;
  private final String title;
  private final String routine;
  private final Frame feed;
  private final Consumer<Frame> share;
  private final Values value;
  private final Values number;
  private final Values states;
  private final boolean carries;

  /** Gradients and update in one, or null where there is no such routine, or no more. */
  private FusedStep fused;

  /** The frames of the two routines; null until they are needed. */
  private Frame train;

  private Frame update;
  private Values gradients;
  private Finite finite;

  /**
   * Prepares the turns of a loss.
   *
   * @param model the model
   * @param loss one of its losses
   * @param feed the frame that takes in the examples; its arrays are shared
   * @param state what training changes
   * @param share binds what all routines share in a frame
   */
  Turn(Model model, ModelInfo.Loss loss, Frame feed, TrainingState state, Consumer<Frame> share) {
    ModelInfo info = model.info();
    this.model = model;
    this.loss = loss;
    this.feed = feed;
    this.share = share;
    title = info.losses().size() == 1 ? "loss" : "loss " + loss.name();
    routine = info.routine("train", loss);
    value = Values.allocate(info.precision(), 1);
    number = Values.allocate(info.precision(), 1);
    states = Values.allocate(info.precision(), info.stateCount());
    carries = model.routine(routine).slot("states'") >= 0;
    if (feed.has("parameters'")) {
      bind(feed);
      fused = new FusedStep(feed, value, state);
    } else {
      separate();
    }
  }

  private void bind(Frame frame) {
    share.accept(frame);
    frame.bindIfPresent("loss", value);
    frame.bindIfPresent("step", number);
    frame.bindIfPresent("states'", states);
  }

  /** Prepares the two routines. */
  private void separate() {
    ModelInfo info = model.info();
    Routine computes = model.routine(routine);
    train = feed.routine() == computes ? feed : new Frame(computes, feed.capacity());
    String updates = info.routine("update", loss);
    update = model.has(updates) ? new Frame(model.routine(updates), 1) : null;
    for (Slot slot : computes.slots()) {
      if (train != feed && Feed.takesExamples(slot)) {
        train.bind(slot.name(), feed.values(slot.name()));
      }
    }
    gradients = Values.allocate(info.precision(), loss.offset() + loss.count());
    finite = new Finite(info.precision(), loss.count());
    bind(train);
    train.bindIfPresent("gradients", gradients);
    if (update != null) {
      bind(update);
      update.bindIfPresent("gradients", gradients);
    }
  }

  /** Goes over to the two routines, which go on from where the last step ended. */
  private void part() {
    if (fused != null) {
      fused.settle();
      fused = null;
      separate();
    }
  }

  /** Whether it takes its turn in a step, counted from 0. */
  boolean isDue(long step) {
    return loss.turns(step + 1) > loss.turns(step);
  }

  /** Makes sure that the parameters are where others look for them. */
  void settleParameters() {
    if (fused != null) {
      fused.settleParameters();
    }
  }

  /** Makes sure that all that training changes is where others look for it. */
  void settle() {
    if (fused != null) {
      fused.settle();
    }
  }

  /**
   * Computes the loss and updates its parameters.
   *
   * @param state says which step it is
   * @return the loss before the update
   * @throws DivergedException if loss or gradients are not finite; nothing is updated then
   */
  double take(TrainingState state) {
    number.set(0, (double) loss.turns(state.step + 1));
    if (fused == null || !fused.take(state.step)) {
      part();
      takeApart(state);
    }
    if (carries) {
      states.copyTo(0, state.states, 0, states.length());
    }
    return value.get(0);
  }

  private void takeApart(TrainingState state) {
    train.follow(feed);
    train.step = state.step;
    train.run();
    if (!Double.isFinite(value.get(0))) {
      throw diverged("the " + title + " is " + value.get(0), state);
    }
    if (!finite.check(gradients, loss.offset())) {
      throw diverged("a gradient of the " + title + " is not finite", state);
    }
    if (update != null) {
      update.step = state.step;
      update.run();
    }
  }

  /** Says that a step came to an end, with all that is needed to compute it again. */
  DivergedException diverged(String what, TrainingState state) {
    part();
    train.follow(feed);
    train.step = state.step;
    return new DivergedException(what, state.epoch, state.step, routine, train);
  }
}
