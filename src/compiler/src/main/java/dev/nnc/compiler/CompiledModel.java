package dev.nnc.compiler;

import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelText;
import dev.nnc.runtime.Vocabulary;
import dev.nnc.runtime.VocabularyText;
import dev.nnc.runtime.Weights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A compiled model.
 *
 * @param elaborated what was compiled
 * @param classes the bytes of each class by its binary name; the model's own comes last
 * @param passes what the passes made of each program, by its name
 * @param plans how each program is computed by plain loops, by its name
 * @param lanes how programs are computed over lanes, by name: those in which anything is
 */
public record CompiledModel(
    Elaborated elaborated,
    Map<String, byte[]> classes,
    Map<String, Pipeline.Result> passes,
    Map<String, Plan> plans,
    Map<String, Plan> lanes) {

  /** The description of the model. */
  public ModelInfo info() {
    return elaborated.info();
  }

  /**
   * The same with another description, such as one that training has completed.
   *
   * @param info a description with the same name, shapes and slots
   */
  public CompiledModel with(ModelInfo info) {
    return new CompiledModel(elaborated.with(info), classes, passes, plans, lanes);
  }

  /**
   * The files of which the model consists, as they lie in a jar.
   *
   * @param weights the weights to ship, or null for none
   * @return the content by path, in a fixed order
   */
  public Map<String, byte[]> files(Weights weights) {
    return files(weights, Map.of());
  }

  /**
   * The files of which the model consists, as they lie in a jar.
   *
   * @param weights the weights to ship, or null for none
   * @param vocabularies of the texts that it was trained on, by the name of the field
   * @return the content by path, in a fixed order
   */
  public Map<String, byte[]> files(Weights weights, Map<String, Vocabulary> vocabularies) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    classes.forEach((name, bytes) -> files.put(name.replace('.', '/') + ".class", bytes));
    String base = info().className().replace('.', '/');
    files.put(base + ".nninfo", ModelText.write(info()).getBytes(StandardCharsets.UTF_8));
    if (!vocabularies.isEmpty()) {
      String text = VocabularyText.write(vocabularies);
      files.put(base + ".vocabulary", text.getBytes(StandardCharsets.UTF_8));
    }
    if (weights != null) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        weights.write(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      files.put(base + ".weights", out.toByteArray());
    }
    return files;
  }

  /**
   * Loads the model into this virtual machine, its weights initial.
   *
   * @return a fresh instance, its classes in a loader of their own
   */
  public Model load() {
    Memory loader = new Memory(new HashMap<>(files(null)));
    try {
      return loader
          .loadClass(info().className())
          .asSubclass(Model.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot load " + info().className(), e);
    }
  }

  /** Finds classes and resources in memory. */
  private static final class Memory extends ClassLoader {
    private final Map<String, byte[]> files;

    Memory(Map<String, byte[]> files) {
      super(CompiledModel.class.getClassLoader());
      this.files = files;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = files.get(name.replace('.', '/') + ".class");
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      byte[] bytes = files.get(name);
      return bytes != null ? new ByteArrayInputStream(bytes) : super.getResourceAsStream(name);
    }
  }
}
