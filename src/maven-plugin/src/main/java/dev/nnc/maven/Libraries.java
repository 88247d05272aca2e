package dev.nnc.maven;

import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds imported files: beside the file that imports them or else, as {@code META-INF/nn/…}, in the
 * folders and jars of the class path. Files of a library see each other in the same ways.
 */
final class Libraries implements Definitions.Importer {
  static final String FOLDER = "META-INF/nn/";
  private static final String INSIDE = "!/";

  private final List<Path> classPath;
  private final Charset encoding;
  private final List<Lookup> lookups = new ArrayList<>();

  /**
   * What was looked for, and what was found.
   *
   * @param from the name of the importing file
   * @param path as written there
   * @param hash of the name and text that were found, or {@code -} where nothing was
   */
  record Lookup(String from, String path, String hash) {}

  Libraries(List<Path> classPath, Charset encoding) {
    this.classPath = List.copyOf(classPath);
    this.encoding = encoding;
  }

  /** All lookups since the last call, in order. */
  List<Lookup> lookups() {
    List<Lookup> all = List.copyOf(lookups);
    lookups.clear();
    return all;
  }

  @Override
  public Optional<Source> find(Source from, String path) {
    Optional<Source> found = search(from.name(), path);
    lookups.add(new Lookup(from.name(), path, hash(found)));
    return found;
  }

  /** Whether a lookup would find the same again. */
  boolean same(Lookup lookup) {
    return hash(search(lookup.from(), lookup.path())).equals(lookup.hash());
  }

  private static String hash(Optional<Source> found) {
    return found.map(s -> new Fingerprint().add(s.name()).add(s.text()).hex()).orElse("-");
  }

  private Optional<Source> search(String from, String path) {
    try {
      Optional<Source> beside = beside(from, path);
      if (beside.isPresent()) {
        return beside;
      }
      String entry = normal(FOLDER + path);
      for (Path place : classPath) {
        Optional<Source> found =
            Files.isDirectory(place) ? file(place.resolve(entry)) : inJar(place, entry);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("import \"" + path + "\" of " + from, e);
    }
  }

  private Optional<Source> beside(String from, String path) throws IOException {
    int inside = from.indexOf(INSIDE);
    if (inside < 0) {
      return file(Path.of(from).resolveSibling(path).normalize());
    }
    String entry = from.substring(inside + INSIDE.length());
    String folder = entry.substring(0, entry.lastIndexOf('/') + 1);
    return inJar(Path.of(from.substring(0, inside)), normal(folder + path));
  }

  private static String normal(String entry) {
    return Path.of(entry).normalize().toString().replace('\\', '/');
  }

  private Optional<Source> file(Path path) throws IOException {
    return Files.isRegularFile(path)
        ? Optional.of(SourceTree.text(path, encoding))
        : Optional.empty();
  }

  private static Optional<Source> inJar(Path jar, String entry) throws IOException {
    if (!Files.isRegularFile(jar) || !entry.startsWith(FOLDER)) {
      return Optional.empty();
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry found = zip.getEntry(entry);
      if (found == null) {
        return Optional.empty();
      }
      try (InputStream in = zip.getInputStream(found)) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return Optional.of(new Source(jar + INSIDE + entry, text));
      }
    }
  }
}
