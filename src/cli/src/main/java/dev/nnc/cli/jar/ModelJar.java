package dev.nnc.cli.jar;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Vocabulary;
import dev.nnc.runtime.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A model that was loaded from a jar; open as long as it is used.
 *
 * @param model what the jar holds
 * @param loader of its classes
 */
public record ModelJar(Model model, URLClassLoader loader) implements AutoCloseable {

  /**
   * Writes a model.
   *
   * @param target the jar
   * @param compiled its classes
   * @param weights its numbers
   * @param runtime whether to bundle what the classes need
   * @throws IOException if the jar cannot be written
   */
  public static void write(Path target, CompiledModel compiled, Weights weights, boolean runtime)
      throws IOException {
    write(target, compiled, weights, Map.of(), runtime);
  }

  /**
   * Writes a model that was trained on text.
   *
   * @param target the jar
   * @param compiled its classes
   * @param weights its numbers
   * @param vocabularies of its texts, by the name of the field
   * @param runtime whether to bundle what the classes need
   * @throws IOException if the jar cannot be written
   */
  public static void write(
      Path target,
      CompiledModel compiled,
      Weights weights,
      Map<String, Vocabulary> vocabularies,
      boolean runtime)
      throws IOException {
    Map<String, byte[]> files = compiled.files(weights, vocabularies);
    JarWriter.write(target, compiled.info().className(), files, runtime);
  }

  /**
   * Loads the model of a jar. The runtime is that of nnc, also where the jar has its own.
   *
   * @param jar the file
   * @return the model
   * @throws Failure if the file is not a jar that nnc made
   */
  public static ModelJar open(Path jar) {
    check(jar);
    URLClassLoader loader = new URLClassLoader(new URL[] {url(jar)}, Model.class.getClassLoader());
    try {
      Iterator<Model> models = ServiceLoader.load(Model.class, loader).iterator();
      if (models.hasNext()) {
        return new ModelJar(models.next(), loader);
      }
    } catch (ServiceConfigurationError | LinkageError | IllegalStateException e) {
      close(loader);
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new Failure(
          Exit.DATA,
          jar + ": the model in it cannot be loaded: " + reason.getMessage(),
          "train it again with this release of nnc");
    }
    close(loader);
    throw foreign(jar);
  }

  @Override
  public void close() {
    close(loader);
  }

  private static void check(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new Failure(
          Exit.DATA, jar + ": no such file", "name a jar that nnc train or nnc compile wrote");
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry("META-INF/services/" + Model.class.getName()) == null) {
        throw foreign(jar);
      }
    } catch (ZipException e) {
      throw foreign(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Failure foreign(Path jar) {
    return new Failure(
        Exit.DATA,
        jar + " is not a model that nnc made",
        "name a jar that nnc train or nnc compile wrote");
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
