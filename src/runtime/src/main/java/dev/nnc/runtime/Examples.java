package dev.nnc.runtime;

/** A set of examples that can be passed over again and again. */
public interface Examples {
  /** How many there are, or -1 where only a pass can tell. */
  long size();

  /**
   * Starts a pass over all examples.
   *
   * @param order in which they come
   * @param seed of the run
   * @param epoch the number of the pass, from 0; shuffles differ from epoch to epoch
   * @return the pass, to be closed
   */
  Pass pass(Settings.Order order, long seed, int epoch);

  /** One pass. */
  interface Pass extends AutoCloseable {
    /**
     * Fills the slots {@code input:…} and {@code target:…} of a frame, as far as it has them, with
     * the next examples, and sets {@link Frame#batch} and {@link Frame#examples}.
     *
     * @param frame of a routine of the model that the examples were read for
     * @return how many examples were left to fill, at most the frame's capacity; 0 at the end
     */
    int fill(Frame frame);

    @Override
    void close();
  }
}
