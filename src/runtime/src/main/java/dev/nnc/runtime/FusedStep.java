package dev.nnc.runtime;

/**
 * A training step of a model whose routine {@code step} is gradients and update in one. The
 * parameters and the optimiser's state {@linkplain Alternation alternate} between two arrays, so
 * that those of before are there if a step turns out not to be finite.
 */
final class FusedStep {
  private final Frame frame;
  private final Values loss;
  private final Alternation parameters;

  /** That of the optimiser's state, or null where it has none. */
  private final Alternation optimizer;

  private final Finite finite;

  /**
   * Prepares steps.
   *
   * @param frame of the routine {@code step}, all bound but what alternates
   * @param loss where the routine leaves the loss
   * @param state what steps change
   */
  FusedStep(Frame frame, Values loss, TrainingState state) {
    this.frame = frame;
    this.loss = loss;
    parameters = new Alternation(frame, "parameters", state.parameters);
    optimizer = frame.has("state'") ? new Alternation(frame, "state", state.optimizer) : null;
    finite = new Finite(frame.routine().precision(), state.parameters.length());
  }

  /**
   * Takes a step, unless the loss or a new parameter is not finite: then all numbers stay. Where a
   * gradient is not finite, a new parameter is not, either; the compiler has made sure of that.
   *
   * @param step the number of the step in the run, from 0
   * @return whether the step was taken
   */
  boolean take(long step) {
    frame.step = step;
    frame.run();
    if (!Double.isFinite(loss.get(0)) || !finite.check(parameters.next(), 0)) {
      return false;
    }
    parameters.exchange();
    if (optimizer != null) {
      optimizer.exchange();
    }
    return true;
  }

  /** Makes sure that the parameters are where others look for them. */
  void settleParameters() {
    parameters.settle();
  }

  /** Makes sure that all numbers are where others look for them. */
  void settle() {
    parameters.settle();
    if (optimizer != null) {
      optimizer.settle();
    }
  }
}
