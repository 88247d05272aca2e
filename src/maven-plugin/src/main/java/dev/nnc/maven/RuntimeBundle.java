package dev.nnc.maven;

import dev.nnc.runtime.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;

/**
 * The runtime among a project's own classes, so that its jar needs no library.
 *
 * @param classes the folder of the project's classes
 * @param ledger where it is remembered what was copied
 */
record RuntimeBundle(Path classes, Path ledger) {
  private static final String FOLDER = "dev/nnc/runtime/";

  /**
   * Copies the classes, or deletes those that were once copied.
   *
   * @param wanted whether they shall be there
   * @throws IOException if that fails
   * @throws MojoFailureException if the project is a module, in which they cannot be
   */
  void update(boolean wanted) throws IOException, MojoFailureException {
    if (wanted && Files.exists(classes.resolve("module-info.class"))) {
      throw new MojoFailureException(
          "<bundle> is not for modules: require dev.nnc.runtime in module-info.java instead");
    }
    Map<Path, String> copied = new LinkedHashMap<>();
    if (wanted) {
      for (Map.Entry<String, byte[]> file : CodeSource.classes(Model.class, FOLDER).entrySet()) {
        Path target = classes.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
        copied.put(target, Fingerprint.of(file.getValue()));
      }
    }
    List<Path> before = Ledger.read(ledger).outputs();
    for (Path path : before) {
      if (!copied.containsKey(path)) {
        Files.deleteIfExists(path);
      }
    }
    if (wanted || !before.isEmpty()) {
      Ledger after = new Ledger();
      after.put("runtime", new Ledger.Entry("runtime", List.of(), Map.of(), copied));
      after.write(ledger);
    }
  }
}
