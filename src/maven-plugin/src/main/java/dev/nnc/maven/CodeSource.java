package dev.nnc.maven;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The jar or folder that a class of this process was loaded from. */
final class CodeSource {
  private CodeSource() {}

  /**
   * The hash of everything in it.
   *
   * @param type the class
   * @throws IOException if it cannot be read
   */
  static String fingerprint(Class<?> type) throws IOException {
    Path place = place(type);
    if (Files.isRegularFile(place)) {
      return Fingerprint.of(Files.readAllBytes(place));
    }
    Fingerprint hash = new Fingerprint();
    files(place, "").forEach((name, bytes) -> hash.add(name).add(bytes));
    return hash.hex();
  }

  /**
   * The class files of a package in it.
   *
   * @param type the class
   * @param folder of the package, with a slash at its end
   * @return the contents by path inside the jar or folder, in order
   * @throws IOException if it cannot be read
   */
  static Map<String, byte[]> classes(Class<?> type, String folder) throws IOException {
    Path place = place(type);
    Map<String, byte[]> files;
    if (Files.isDirectory(place)) {
      files = files(place, folder);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        files = files(jar.getPath("/"), folder);
      }
    }
    files.keySet().removeIf(name -> !name.endsWith(".class") || name.endsWith("-info.class"));
    return files;
  }

  private static Map<String, byte[]> files(Path root, String folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root.resolve(folder))) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        files.put(root.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static Path place(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("the place of " + type + " cannot be read", e);
    }
  }
}
