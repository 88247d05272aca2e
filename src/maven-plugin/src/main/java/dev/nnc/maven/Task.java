package dev.nnc.maven;

import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;

/** What a goal makes of each model. */
interface Task {
  /**
   * Makes files of a model.
   *
   * @param model the model
   * @param options with which it was elaborated
   * @return the contents by path, in a fixed order
   * @throws IOException if files cannot be read or written
   * @throws MojoFailureException if the model is at fault
   */
  Map<Path, byte[]> outputs(Elaborated model, Options options)
      throws IOException, MojoFailureException;

  /**
   * Other files that the outputs depend on, besides sources and imports.
   *
   * @param model the model
   * @return the files, in a fixed order
   */
  default List<Path> inputs(Elaborated model) {
    return List.of();
  }

  /**
   * Deletes what others made of an output that is no longer made.
   *
   * @param output a path that {@link #outputs} once gave
   * @throws IOException if it cannot be deleted
   */
  default void removed(Path output) throws IOException {}
}
