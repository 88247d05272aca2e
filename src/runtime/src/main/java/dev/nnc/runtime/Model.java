package dev.nnc.runtime;

import java.util.Map;

/**
 * What every generated model is: its description, its routines, and its weights. A model may be
 * shared between threads as long as nobody changes its weights.
 *
 * <p>The routines and their slots, besides {@code parameters} (trained numbers), {@code fitted}
 * (statistics of standardized columns) and {@code states} (numbers that training steps carry on),
 * which most of them read:
 *
 * <ul>
 *   <li>{@code predict}: from {@code input:…} to {@code output:…};
 *   <li>{@code train}: from {@code input:…} and {@code target:…} to {@code loss} (the mean over the
 *       batch, one number), {@code gradients} and {@code states'} (what the next step finds); a
 *       model with several losses has {@code train:name} for each, which gives the gradients by
 *       those parameters that this loss trains;
 *   <li>{@code evaluate}: from the same to {@code loss} (the mean over the batch, as inference
 *       computes it; one number a loss) and {@code accumulators} (sums over the batch);
 *   <li>{@code metrics}: from {@code accumulators} (summed over batches) and {@code count}
 *       (examples in all) to {@code values};
 *   <li>{@code initialize}: from {@link Frame#seed} to {@code parameters} and {@code states};
 *   <li>{@code update}: from {@code gradients}, {@code rate} and {@code step} (from 1) to {@code
 *       parameters} and {@code state}, in place; {@code update:name} for each of several losses;
 *   <li>{@code step}: {@code train} and {@code update} in one, with the same bits, where the only
 *       loss trains all parameters, the update goes element by element, and whatever is not finite
 *       in a gradient makes the new parameter not finite: from what both read but {@code gradients}
 *       to {@code loss}, {@code states'}, {@code parameters'} and {@code state'}, so that {@code
 *       parameters} and {@code state} stay;
 *   <li>{@code rate}: from {@code clock} (step from 0, steps in all, epoch from 0, epochs in all,
 *       the monitored value of the epoch before, in the first epoch the worst infinity) and {@code
 *       memory} to {@code rate}, which multiplies the optimiser's own;
 *   <li>{@code entry:name}: from {@code input:…} and {@code carried:…} to {@code output:…} and
 *       {@code carried:…}, in place, for each of {@link ModelInfo#entries};
 *   <li>{@code start:name}: to {@code carried:…}, the values before the first call, where the entry
 *       carries any;
 *   <li>{@code remember}: at the end of an epoch, from {@code clock} (with the monitored value of
 *       this epoch) and {@code memory} to {@code memory}, in place.
 * </ul>
 */
public abstract class Model {
  /** For generated subclasses. */
  protected Model() {}

  /** What the model is. */
  public abstract ModelInfo info();

  /**
   * A compiled program of the model.
   *
   * @param name one of those listed above
   * @return the routine; the same object for the same name
   * @throws IllegalArgumentException if the model has no such routine
   */
  public abstract Routine routine(String name);

  /**
   * The numbers that the model predicts with: trained ones, or the initial ones of seed 0. The
   * arrays are the model's own.
   */
  public Weights weights() {
    return Weights.initial(this, 0);
  }

  /**
   * The vocabularies of the inputs and targets that training read as text, by the name of the
   * field; empty where there was no text.
   */
  public Map<String, Vocabulary> vocabularies() {
    return Map.of();
  }

  /**
   * The vocabulary of a text.
   *
   * @param field the name of an input or target that training read as text
   * @throws IllegalArgumentException if there is none
   */
  public final Vocabulary vocabulary(String field) {
    Vocabulary vocabulary = vocabularies().get(field);
    if (vocabulary == null) {
      throw new IllegalArgumentException(
          info().className()
              + " was trained on no text called "
              + field
              + "; its texts are "
              + vocabularies().keySet());
    }
    return vocabulary;
  }

  /**
   * Whether the model has a routine; only {@code rate} and {@code remember} (of schedules), {@code
   * metrics}, {@code update} and {@code step} may be missing.
   *
   * @param name one of those listed above
   */
  public boolean has(String name) {
    try {
      return routine(name) != null;
    } catch (IllegalArgumentException absent) {
      return false;
    }
  }
}
