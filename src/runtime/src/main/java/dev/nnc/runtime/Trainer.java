package dev.nnc.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * The loop of stochastic gradient descent over the routines of any model.
 *
 * <p>A run is a function of model, settings and examples: neither time nor threads have a part in
 * its numbers. Each step asks the schedule for its rate, computes loss and gradients, and updates,
 * where there are several losses one after the other; each epoch ends with an evaluation on the
 * validation examples. The best epoch is the one with the best monitored value on the validation
 * examples, or with the least training loss where there are none (negated where the settings
 * maximize, since schedules are compiled for that); its parameters are the result in the first
 * case, the last parameters in the second. States go with the parameters.
 *
 * <p>Where the training examples cannot say how many they are, and the batch is to hold all of them
 * or the schedule looks at the clock, one pass counts them before training begins.
 */
public final class Trainer {
  private final Model model;
  private final ModelInfo info;
  private final Settings settings;
  private final Examples training;
  private final Examples validation;
  private final Examples test;
  private final Listener listener;
  private final BooleanSupplier stop;
  private final Path checkpoint;
  private final int checkpointEvery;
  private final long size;
  private final int capacity;
  private final long steps;
  private final String fingerprint;
  private final TrainingState state;
  private final Stepper stepper;
  private final Evaluation evaluation;
  private final List<EpochReport> reports = new ArrayList<>();

  private Trainer(Builder builder) {
    model = builder.model;
    info = model.info();
    settings = builder.settings;
    training = builder.training;
    validation = builder.validation;
    test = builder.test;
    listener = builder.listener;
    stop = builder.stop;
    checkpoint = builder.checkpoint;
    checkpointEvery = builder.checkpointEvery;
    check();
    size = count();
    capacity = capacity(size);
    steps = size < 0 ? 0 : settings.epochs() * ((size + capacity - 1) / capacity);
    fingerprint = Checkpoint.fingerprint(info, settings, training.size());
    state =
        builder.resume != null
            ? builder.resume.restore(fingerprint)
            : TrainingState.start(info, initial(builder), worst());
    stepper = new Stepper(model, capacity, state, settings.seed());
    state.average(info);
    evaluation = validation == null ? null : evaluation(state.current(), validation);
  }

  /**
   * Starts the description of a run.
   *
   * @param model to be trained; its own weights are left alone
   * @param training the examples to train on
   */
  public static Builder builder(Model model, Examples training) {
    return new Builder(model, training);
  }

  /**
   * Trains. To be called once.
   *
   * <p>An interrupt of the thread is answered after the step under way and is cleared; {@link
   * TrainingResult#stopped} reports it.
   *
   * @return the outcome
   * @throws DivergedException if loss or gradients are not finite
   * @throws CheckpointException if a checkpoint cannot be written
   * @throws IllegalArgumentException if there are no training examples
   */
  public TrainingResult run() {
    listener.started(settings.epochs(), steps);
    while (state.epoch < settings.epochs() && !exhausted()) {
      listener.epochStarted(state.epoch);
      long start = System.nanoTime();
      long examples = epoch();
      if (examples < 0) {
        save();
        return result(true);
      }
      finish(examples, (System.nanoTime() - start) * 1e-9);
    }
    return result(false);
  }

  /** Takes the steps of an epoch that are left; returns their examples, or -1 if stopped. */
  private long epoch() {
    Frame frame = stepper.frame();
    long examples = 0;
    try (Examples.Pass pass = training.pass(settings.order(), settings.seed(), state.epoch)) {
      for (long i = 0; i < state.stepInEpoch; i++) {
        if (pass.fill(frame) == 0) {
          throw new CheckpointException("there are fewer examples than before the checkpoint");
        }
      }
      for (int n = pass.fill(frame); n > 0; n = pass.fill(frame)) {
        double loss = stepper.step(state, steps, settings.epochs());
        examples += n;
        state.stepInEpoch++;
        state.step++;
        tellLosses();
        listener.stepDone(state.epoch, state.step - 1, loss);
        if (stop.getAsBoolean() || Thread.interrupted()) {
          return -1;
        }
      }
    }
    if (state.stepInEpoch == 0) {
      throw new IllegalArgumentException("there are no training examples");
    }
    return examples;
  }

  private void finish(long examples, double seconds) {
    Map<String, Double> losses = losses();
    double loss =
        losses.values().stream()
            .filter(mean -> !mean.isNaN())
            .reduce(Double::sum)
            .orElse(Double.NaN);
    if (validation != null) {
      stepper.settle();
      state.average(info);
    }
    Scores scores = validation == null ? null : evaluation.over(validation);
    double monitored = monitored(losses.getOrDefault(settings.monitor(), loss), scores);
    boolean improved = state.note(monitored, settings.maximize(), validation != null);
    stepper.finishEpoch(state, steps, settings.epochs());
    int finished = state.epoch;
    state.epoch++;
    state.stepInEpoch = 0;
    Arrays.fill(state.lossSums, 0);
    if (checkpointEvery > 0 && (state.epoch % checkpointEvery == 0 || last())) {
      save();
    }
    EpochReport report =
        new EpochReport(
            finished,
            loss,
            losses.size() < 2 ? Map.of() : losses,
            scores,
            monitored,
            improved,
            stepper.rate(),
            examples,
            seconds);
    reports.add(report);
    listener.epochFinished(report);
  }

  /** Tells each loss that took its turn, where there are several. */
  private void tellLosses() {
    List<ModelInfo.Loss> losses = info.losses();
    for (int i = 0; losses.size() > 1 && i < losses.size(); i++) {
      if (!Double.isNaN(stepper.loss(i))) {
        listener.lossDone(losses.get(i).name(), stepper.loss(i));
      }
    }
  }

  /** The means of the losses over their turns in this epoch; NaN where there were none. */
  private Map<String, Double> losses() {
    Map<String, Double> means = new LinkedHashMap<>();
    for (ModelInfo.Loss loss : info.losses()) {
      long turns = loss.turns(state.step) - loss.turns(state.step - state.stepInEpoch);
      means.put(loss.name(), state.lossSums[means.size()] / turns);
    }
    return means;
  }

  private TrainingResult result(boolean stopped) {
    stepper.settle();
    state.average(info);
    Weights weights = state.result();
    Scores scores = test == null || stopped ? null : evaluation(weights, test).over(test);
    return new TrainingResult(
        weights.parameters(),
        weights.fitted(),
        weights.states(),
        reports,
        state.step,
        state.bestEpoch,
        state.best,
        scores,
        stopped);
  }

  private void save() {
    if (checkpoint != null) {
      stepper.settle();
      new Checkpoint(fingerprint, state).write(checkpoint);
    }
  }

  private boolean last() {
    return state.epoch == settings.epochs() || exhausted();
  }

  private boolean exhausted() {
    int waited = state.epoch - 1 - state.bestEpoch;
    return settings.patience() > 0 && waited >= settings.patience();
  }

  /** What improvement goes by; a training loss only where there is nothing better. */
  private double monitored(double loss, Scores scores) {
    if (scores != null) {
      return scores.get(settings.monitor());
    }
    return settings.maximize() ? -loss : loss;
  }

  private double worst() {
    return settings.maximize() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private void check() {
    if (settings.batch() < 0 || settings.epochs() < 0 || settings.patience() < 0) {
      throw new IllegalArgumentException("batch, epochs and patience must not be negative");
    }
    if (info.losses().isEmpty()) {
      throw new IllegalArgumentException(info.className() + " has no loss to train by");
    }
    if (!settings.monitor().equals("loss") && !info.measures().contains(settings.monitor())) {
      throw new IllegalArgumentException(
          "no metric " + settings.monitor() + " to monitor; there are loss and " + info.measures());
    }
  }

  /** The number of training examples, or -1 where nobody knows and nobody needs to. */
  private long count() {
    if (training.size() >= 0 || (settings.batch() > 0 && !Stepper.needsClock(model))) {
      return training.size();
    }
    Frame frame = Feed.of(model, Math.max(settings.batch(), 32));
    long count = 0;
    try (Examples.Pass pass = training.pass(Settings.Order.SEQUENTIAL, settings.seed(), 0)) {
      for (int n = pass.fill(frame); n > 0; n = pass.fill(frame)) {
        count += n;
      }
    }
    return count;
  }

  /** How many of so many examples, or of unknown many (-1), are computed at once. */
  private int capacity(long examples) {
    int most = settings.batch() > 0 ? settings.batch() : examples < 0 ? 256 : Integer.MAX_VALUE;
    return examples < 0 ? most : (int) Math.max(1, Math.min(most, examples));
  }

  private Evaluation evaluation(Weights weights, Examples examples) {
    return new Evaluation(model, weights, capacity(examples.size()));
  }

  private Weights initial(Builder builder) {
    Values states =
        builder.states != null
            ? converted(builder.states, info.stateCount(), "numbers of states")
            : Initialization.states(model, settings.seed());
    return new Weights(parameters(builder), fitted(builder), states);
  }

  private Values parameters(Builder builder) {
    return builder.parameters != null
        ? converted(builder.parameters, info.parameterCount(), "parameters")
        : Initialization.parameters(model, settings.seed());
  }

  private Values fitted(Builder builder) {
    return builder.fitted != null
        ? converted(builder.fitted, info.fittedCount(), "fitted statistics")
        : Fitting.of(info, training);
  }

  private Values converted(Values values, int count, String what) {
    if (values.length() != count) {
      throw new IllegalArgumentException(
          "the model has " + count + " " + what + ", given are " + values.length());
    }
    Values copy = Values.allocate(info.precision(), count);
    values.copyTo(0, copy, 0, count);
    return copy;
  }

  /** What a run is made of. */
  public static final class Builder {
    private final Model model;
    private final Examples training;
    private Settings settings;
    private Examples validation;
    private Examples test;
    private Listener listener = new Listener() {};
    private BooleanSupplier stop = () -> false;
    private Values parameters;
    private Values fitted;
    private Values states;
    private Path checkpoint;
    private int checkpointEvery;
    private Checkpoint resume;

    private Builder(Model model, Examples training) {
      this.model = Objects.requireNonNull(model, "model");
      this.training = Objects.requireNonNull(training, "training");
      settings = model.info().settings();
    }

    /**
     * Other settings than the model's own. Data and test are not looked at; the split only tells
     * whether a checkpoint is of this run.
     */
    public Builder settings(Settings value) {
      settings = Objects.requireNonNull(value, "settings");
      return this;
    }

    /** Examples that pick the best epoch; null for none. */
    public Builder validation(Examples examples) {
      validation = examples;
      return this;
    }

    /** Examples that judge the result; null for none. */
    public Builder test(Examples examples) {
      test = examples;
      return this;
    }

    /** Somebody to be told of the progress. */
    public Builder listener(Listener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** Asked after each step; once it says yes, training ends. */
    public Builder stop(BooleanSupplier value) {
      stop = Objects.requireNonNull(value, "stop");
      return this;
    }

    /** Initial parameters in place of random ones; copied; null for random ones. */
    public Builder parameters(Values values) {
      parameters = values;
      return this;
    }

    /** First values of states in place of the model's own; copied; null for the model's. */
    public Builder states(Values values) {
      states = values;
      return this;
    }

    /** Statistics in place of those of the training examples; copied; null to compute them. */
    public Builder fitted(Values values) {
      fitted = values;
      return this;
    }

    /**
     * Writes checkpoints: when training is stopped, and after epochs.
     *
     * @param file always the same, replaced each time
     * @param every how many epochs; 0 for none but when stopped
     */
    public Builder checkpoint(Path file, int every) {
      checkpoint = file;
      checkpointEvery = every;
      return this;
    }

    /** Goes on where a checkpoint was written; its parameters and statistics count; or null. */
    public Builder resume(Checkpoint value) {
      resume = value;
      return this;
    }

    /**
     * The run, ready to start.
     *
     * @throws IllegalArgumentException if the settings make no sense for the model
     * @throws CheckpointException if the checkpoint is of another run
     */
    public Trainer build() {
      return new Trainer(this);
    }
  }
}
