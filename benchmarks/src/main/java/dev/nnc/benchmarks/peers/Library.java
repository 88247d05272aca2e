package dev.nnc.benchmarks.peers;

/** A library that takes part; found by {@link java.util.ServiceLoader}. */
public interface Library {
  /** What the table and the option {@code --peers} call it. */
  String name();

  /** The library's own name and release. */
  String release();

  /** Whether it computes a line of the table. */
  boolean has(Line line);

  /**
   * Makes the network of a task.
   *
   * @param task the network, its first parameters and the batch
   * @param threads how many threads compute; {@link Setup} has set the environment to the same
   */
  Contestant contestant(Task task, int threads);
}
