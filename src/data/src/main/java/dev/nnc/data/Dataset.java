package dev.nnc.data;

/** The examples of a source. */
public sealed interface Dataset {
  /**
   * Examples that are all in memory.
   *
   * @param columns their numbers; missing ones are still NaN, see {@link Imputation}
   */
  record InMemory(Columns columns) implements Dataset {}
}
