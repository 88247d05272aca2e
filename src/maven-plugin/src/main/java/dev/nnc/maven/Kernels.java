package dev.nnc.maven;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.emit.ModelClass;
import dev.nnc.runtime.FillsText;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.VocabularyText;
import dev.nnc.runtime.Weights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    ModelInfo info = model.info();
    check(
        classes.resolve(base + ".weights"),
        bytes -> Weights.read(new ByteArrayInputStream(bytes)).fit(info));
    check(
        classes.resolve(base + ".fills"),
        bytes -> FillsText.complete(info, new String(bytes, StandardCharsets.UTF_8)));
    check(
        classes.resolve(base + ".vocabulary"),
        bytes -> VocabularyText.read(new String(bytes, StandardCharsets.UTF_8)));
    return outputs;
  }

  /** Reads what training left. */
  private interface Reading {
    /**
     * Reads it for the model.
     *
     * @throws IllegalArgumentException if it is of another one
     * @throws IOException if it cannot be read
     */
    void read(byte[] bytes) throws IOException;
  }

  private void check(Path trained, Reading reading) throws IOException {
    if (!Files.isRegularFile(trained)) {
      return;
    }
    try {
      reading.read(Files.readAllBytes(trained));
    } catch (IOException | IllegalArgumentException e) {
      // Damaged, of another model, or of another release of nnc: training writes it anew.
      log.warn(trained + " does not fit the model: " + e.getMessage());
      log.warn("train it again (mvn nnc:train), or take back what changed the model's parameters");
    }
  }
}
