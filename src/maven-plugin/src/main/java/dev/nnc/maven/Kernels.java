package dev.nnc.maven;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the classes and the description of each model.
 *
 * @param classes the folder of the project's classes
 */
record Kernels(Path classes) implements Task {
  @Override
  public Map<Path, byte[]> outputs(Elaborated model, Options options) {
    // The model's own class is javac's, made of what the goal generate wrote.
    String own = model.info().className().replace('.', '/') + ".class";
    Map<Path, byte[]> outputs = new LinkedHashMap<>();
    Compiler.compile(model, options)
        .files(null)
        .forEach(
            (name, bytes) -> {
              if (!name.equals(own)) {
                outputs.put(classes.resolve(name), bytes);
              }
            });
    return outputs;
  }
}
