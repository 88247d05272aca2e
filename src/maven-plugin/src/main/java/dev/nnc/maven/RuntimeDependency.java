package dev.nnc.maven;

import dev.nnc.runtime.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.apache.maven.plugin.MojoFailureException;

/** The one library that generated code needs. */
final class RuntimeDependency {
  private static final String CLASS = Model.class.getName().replace('.', '/') + ".class";

  private RuntimeDependency() {}

  /**
   * Demands that the project depends on it.
   *
   * @param classPath of the project
   * @param version of the plugin, and of the library that goes with it
   * @throws MojoFailureException if it does not; says what to add
   * @throws IOException if a jar cannot be read
   */
  static void require(List<Path> classPath, String version)
      throws MojoFailureException, IOException {
    for (Path place : classPath) {
      if (holds(place)) {
        return;
      }
    }
    throw new MojoFailureException(
        """
        generated classes need the nnc runtime; add to the dependencies of the project:
          <dependency>
            <groupId>dev.nnc</groupId>
            <artifactId>nnc-runtime</artifactId>
            <version>%s</version>
          </dependency>"""
            .formatted(version));
  }

  private static boolean holds(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return Files.isRegularFile(place.resolve(CLASS));
    }
    if (!Files.isRegularFile(place) || !place.toString().endsWith(".jar")) {
      return false;
    }
    try (ZipFile jar = new ZipFile(place.toFile())) {
      return jar.getEntry(CLASS) != null;
    }
  }
}
