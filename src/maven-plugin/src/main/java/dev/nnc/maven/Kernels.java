package dev.nnc.maven;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.emit.ModelClass;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Weights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugin.logging.Log;

/**
 * Writes the classes and the description of each model.
 *
 * @param classes the folder of the project's classes
 * @param log gets warnings
 */
record Kernels(Path classes, Log log) implements Task {
  @Override
  public Map<Path, byte[]> outputs(Elaborated model, Options options) throws IOException {
    String base = model.info().className().replace('.', '/');
    Set<String> ofSource = new HashSet<>(Set.of(base + ".class"));
    ModelClass.nested(model.info())
        .forEach(nested -> ofSource.add(nested.replace('.', '/') + ".class"));
    Map<Path, byte[]> outputs = new LinkedHashMap<>();
    Compiler.compile(model, options)
        .files(null)
        .forEach(
            (name, bytes) -> {
              // These are javac's, made of what the goal generate wrote.
              if (!ofSource.contains(name)) {
                outputs.put(classes.resolve(name), bytes);
              }
            });
    checkWeights(model.info(), classes.resolve(base + ".weights"));
    return outputs;
  }

  private void checkWeights(ModelInfo info, Path weights) throws IOException {
    if (!Files.isRegularFile(weights)) {
      return;
    }
    try {
      Weights.read(new ByteArrayInputStream(Files.readAllBytes(weights))).fit(info);
    } catch (IllegalArgumentException e) {
      log.warn(weights + " does not fit the model: " + e.getMessage());
      log.warn("train it again (mvn nnc:train), or take back what changed the model's parameters");
    }
  }
}
