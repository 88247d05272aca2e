package dev.nnc.runtime;

/** Follows a training run, in the thread that trains. */
public interface Listener {
  /**
   * Training begins or resumes.
   *
   * @param epochs passes in all
   * @param steps steps in all, or 0 where the number of examples is not known
   */
  default void started(int epochs, long steps) {}

  /**
   * An epoch begins or resumes.
   *
   * @param epoch its number, from 0
   */
  default void epochStarted(int epoch) {}

  /**
   * A loss has taken its turn in the step that {@link #stepDone} tells next. Only models with
   * several losses tell it.
   *
   * @param name the loss
   * @param value its mean over the batch, before its update
   */
  default void lossDone(String name, double value) {}

  /**
   * A step has been taken.
   *
   * @param epoch the number of the epoch, from 0
   * @param step the number of the step in the whole run, from 0
   * @param loss the mean loss of the batch, before the update; of several losses their sum
   */
  default void stepDone(int epoch, long step, double loss) {}

  /**
   * An epoch is over.
   *
   * @param report what it brought
   */
  default void epochFinished(EpochReport report) {}
}
