package dev.nnc.compiler;

import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.source.Source;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds imported files: beside the file that imports them or else, as {@code META-INF/nn/…}, in
 * libraries, which are folders and jars. Files of a library see each other in the same ways.
 *
 * <p>A source is named by its path, one inside of a jar by {@code path of the jar!/path inside}.
 */
public final class Imports implements Definitions.Importer {
  /** Where a library keeps its files. */
  public static final String FOLDER = "META-INF/nn/";

  private static final String INSIDE = "!/";

  private final List<Path> libraries;
  private final Charset encoding;

  /**
   * Looks in libraries too.
   *
   * @param libraries folders and jars, such as those of a class path; others are passed over
   * @param encoding of files outside of jars; those in jars are UTF-8
   */
  public Imports(List<Path> libraries, Charset encoding) {
    this.libraries = List.copyOf(libraries);
    this.encoding = encoding;
  }

  /**
   * Looks in libraries too.
   *
   * @param path folders and jars with the separator of class paths between them; may be empty
   */
  public static Imports of(String path) {
    List<Path> libraries =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .filter(library -> !library.isEmpty())
            .map(Path::of)
            .toList();
    return new Imports(libraries, StandardCharsets.UTF_8);
  }

  /**
   * The text of a file.
   *
   * @param path the file
   * @param encoding of its bytes
   * @return the text without a byte order mark, named by its path
   * @throws IOException if it cannot be read or has other bytes
   */
  public static Source read(Path path, Charset encoding) throws IOException {
    return source(path.toString(), Files.readAllBytes(path), encoding);
  }

  private static Source source(String name, byte[] bytes, Charset encoding) throws IOException {
    String text = encoding.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return new Source(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if a file is there and cannot be read
   */
  @Override
  public Optional<Source> find(Source from, String path) {
    try {
      Optional<Source> beside = beside(from.name(), path);
      if (beside.isPresent()) {
        return beside;
      }
      String entry = normal(FOLDER + path);
      for (Path library : libraries) {
        Optional<Source> found =
            Files.isDirectory(library) ? file(library.resolve(entry)) : inJar(library, entry);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("import \"" + path + "\" in " + from, e);
    }
  }

  private Optional<Source> beside(String from, String path) throws IOException {
    int inside = from.indexOf(INSIDE);
    if (inside < 0) {
      return file(Path.of(from).resolveSibling(path));
    }
    String entry = from.substring(inside + INSIDE.length());
    String folder = entry.substring(0, entry.lastIndexOf('/') + 1);
    return inJar(Path.of(from.substring(0, inside)), normal(folder + path));
  }

  private static String normal(String entry) {
    return Path.of(entry).normalize().toString().replace('\\', '/');
  }

  private Optional<Source> file(Path path) throws IOException {
    Path plain = path.normalize();
    return Files.isRegularFile(plain) ? Optional.of(read(plain, encoding)) : Optional.empty();
  }

  private static Optional<Source> inJar(Path jar, String entry) throws IOException {
    if (!jar.toString().endsWith(".jar")
        || !entry.startsWith(FOLDER)
        || !Files.isRegularFile(jar)) {
      return Optional.empty();
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry found = zip.getEntry(entry);
      if (found == null) {
        return Optional.empty();
      }
      try (InputStream in = zip.getInputStream(found)) {
        byte[] bytes = in.readAllBytes();
        return Optional.of(source(jar + INSIDE + entry, bytes, StandardCharsets.UTF_8));
      }
    }
  }
}
