package dev.nnc.runtime;

import dev.nnc.runtime.demo.Pet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;

/** Loads {@link Pet} from a folder of its own, with resources of our making. */
final class Isolated extends URLClassLoader {
  static final String FOLDER = "dev/nnc/runtime/demo/";

  private Isolated(URL folder) {
    super(new URL[] {folder}, Isolated.class.getClassLoader());
  }

  /**
   * Lays out the folder as a jar would be.
   *
   * @param weights the resource, or null for none
   */
  static Isolated at(Path folder, ModelInfo info, byte[] weights) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put(FOLDER + "Pet.nninfo", ModelText.write(info).getBytes(StandardCharsets.UTF_8));
    if (weights != null) {
      files.put(FOLDER + "Pet.weights", weights);
    }
    files.put(
        "META-INF/services/dev.nnc.runtime.Model",
        Pet.class.getName().getBytes(StandardCharsets.UTF_8));
    for (String name : new String[] {"Pet", "Pet$Predict", "Pet$Initialize"}) {
      try (InputStream in = Isolated.class.getResourceAsStream("demo/" + name + ".class")) {
        files.put(FOLDER + name + ".class", in.readAllBytes());
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return new Isolated(folder.toUri().toURL());
  }

  GeneratedModel model() throws ReflectiveOperationException {
    return (GeneratedModel) loadClass(Pet.class.getName()).getDeclaredConstructor().newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (name.startsWith("dev.nnc.runtime.demo.")) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : findClass(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  @Override
  public URL getResource(String name) {
    return name.startsWith(FOLDER) ? findResource(name) : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.startsWith("META-INF/services/") ? findResources(name) : super.getResources(name);
  }

  static byte[] bytes(Weights weights) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    weights.write(out);
    return out.toByteArray();
  }

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
