package dev.nnc.runtime;

/** All that changes while training: what a checkpoint holds. */
final class TrainingState {
  final Values parameters;
  final Values optimizer;
  final Values memory;
  final Values fitted;
  final Values states;

  /** The parameters with averages in place of those that have one; null where none has. */
  private Values averaged;

  /** The parameters of the best epoch; null where they are not kept or there is none yet. */
  Values bestParameters;

  /** The states of the best epoch; null as the best parameters are. */
  Values bestStates;

  /** The best monitored value; the worst possible before the first epoch. */
  double best;

  /** The epoch of that value, or -1. */
  int bestEpoch = -1;

  /** The number of the epoch, from 0. */
  int epoch;

  /** The number of steps taken in all. */
  long step;

  /** The number of steps taken in this epoch. */
  long stepInEpoch;

  /** The sum of each loss over its turns in those steps. */
  double[] lossSums = new double[0];

  /** The monitored value of the epoch before; the worst possible in the first epoch. */
  double monitored;

  TrainingState(Values parameters, Values optimizer, Values memory, Values fitted, Values states) {
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.memory = memory;
    this.fitted = fitted;
    this.states = states;
  }

  /** The state before the first step. */
  static TrainingState start(ModelInfo info, Weights weights, double worst) {
    int kept = 0;
    for (ModelInfo.Loss loss : info.losses()) {
      kept = Math.addExact(kept, loss.stateCount());
    }
    Values optimizer = Values.allocate(info.precision(), kept);
    int place = 0;
    for (ModelInfo.Loss loss : info.losses()) {
      for (double first : loss.optimizerState()) {
        for (int i = 0; i < loss.count(); i++) {
          optimizer.set(place++, first);
        }
      }
    }
    Values memory = Values.allocate(info.precision(), info.scheduleMemory().size());
    for (int i = 0; i < memory.length(); i++) {
      memory.set(i, info.scheduleMemory().get(i));
    }
    TrainingState state =
        new TrainingState(
            weights.parameters(), optimizer, memory, weights.fitted(), weights.states());
    state.lossSums = new double[info.losses().size()];
    state.best = worst;
    state.monitored = worst;
    return state;
  }

  /** A copy that shares nothing. */
  TrainingState copy() {
    TrainingState copy =
        new TrainingState(
            parameters.copy(), optimizer.copy(), memory.copy(), fitted.copy(), states.copy());
    copy.averaged = averaged == null ? null : averaged.copy();
    copy.bestParameters = bestParameters == null ? null : bestParameters.copy();
    copy.bestStates = bestStates == null ? null : bestStates.copy();
    copy.best = best;
    copy.bestEpoch = bestEpoch;
    copy.epoch = epoch;
    copy.step = step;
    copy.stepInEpoch = stepInEpoch;
    copy.lossSums = lossSums.clone();
    copy.monitored = monitored;
    return copy;
  }

  /**
   * Takes over the averages of the parameters, which the optimisers keep as their last states: to
   * be called before {@link #current} is looked at.
   */
  void average(ModelInfo info) {
    if (info.losses().stream().noneMatch(ModelInfo.Loss::averaged)) {
      return;
    }
    if (averaged == null) {
      averaged = parameters.copy();
    }
    parameters.copyTo(0, averaged, 0, parameters.length());
    int end = 0;
    for (ModelInfo.Loss loss : info.losses()) {
      end += loss.stateCount();
      if (loss.averaged() && loss.turns(step) > 0) {
        optimizer.copyTo(end - loss.count(), averaged, loss.offset(), loss.count());
      }
    }
  }

  /** The numbers as the last step left them, with averages where there are some; shared. */
  Weights current() {
    return new Weights(shown(), fitted, states);
  }

  private Values shown() {
    return averaged == null ? parameters : averaged;
  }

  /** The numbers of the best epoch where they are kept, else the last; shared. */
  Weights result() {
    return bestParameters == null ? current() : new Weights(bestParameters, fitted, bestStates);
  }

  /** Notes the monitored value of an epoch that is over; returns whether it is the best so far. */
  boolean note(double value, boolean maximize, boolean keep) {
    boolean improved = maximize ? value > best : value < best;
    if (improved) {
      best = value;
      bestEpoch = epoch;
      if (keep) {
        if (bestParameters == null) {
          bestParameters = shown().copy();
          bestStates = states.copy();
        } else {
          shown().copyTo(0, bestParameters, 0, bestParameters.length());
          states.copyTo(0, bestStates, 0, states.length());
        }
      }
    }
    monitored = value;
    return improved;
  }
}
