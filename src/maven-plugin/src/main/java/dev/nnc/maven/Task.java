package dev.nnc.maven;

import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import java.nio.file.Path;
import java.util.Map;

/** What a goal makes of each model. */
interface Task {
  /**
   * Makes files of a model.
   *
   * @param model the model
   * @param options with which it was elaborated
   * @return the contents by path, in a fixed order
   */
  Map<Path, byte[]> outputs(Elaborated model, Options options);

  /**
   * Deletes what others made of an output that is no longer made.
   *
   * @param output a path that {@link #outputs} once gave
   */
  default void removed(Path output) {}
}
