package dev.nnc.benchmarks.peers;

/** One library with one network and one batch, ready to be timed. */
public interface Contestant {
  /** Takes one whole step, or makes one prediction, that leaves everything as it was. */
  void run();

  /**
   * Takes one step with the learning rate of the file from the first parameters, or makes one
   * prediction, and tells what came of it. Called once, before all runs.
   */
  Answer answer();
}
