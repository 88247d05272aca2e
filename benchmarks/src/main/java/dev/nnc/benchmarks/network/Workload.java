package dev.nnc.benchmarks.network;

import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A network that is measured: a .nn file. Three are made for measuring; the others are all that
 * {@code examples} has, as they are there.
 *
 * @param name of the file, without its ending, and of the model where the file has several
 * @param model the name of the model
 * @param source its text; its name counts from the folder of all files
 */
public record Workload(String name, String model, Source source) {
  private static final Pattern MODEL = Pattern.compile("(?m)^model\\s+([^\\s({]+)");
  private static final String FOLDER = "/dev/nnc/benchmarks/models";
  private static final Map<String, String> FILES = read();

  /** All networks: those made for measuring, then the examples. */
  public static List<Workload> all() {
    List<Workload> all = new ArrayList<>();
    FILES.forEach(
        (path, text) -> {
          Source source = new Source(path, text);
          String file = path.substring(path.lastIndexOf('/') + 1).replaceAll("\\.nn$", "");
          List<String> models = models(source);
          for (String model : models) {
            String name = models.size() == 1 ? file : file + "-" + model;
            all.add(new Workload(name, model, source));
          }
        });
    all.sort(Comparator.comparing(workload -> workload.source().name().contains("/")));
    return all;
  }

  /**
   * A network by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Workload named(String name) {
    return all().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no network " + name));
  }

  /** Finds an imported file beside the one that imports it. */
  public static Optional<Source> find(Source from, String path) {
    String folder = from.name().substring(0, from.name().lastIndexOf('/') + 1);
    return Optional.ofNullable(FILES.get(folder + path)).map(t -> new Source(folder + path, t));
  }

  /** Does not ask the parser: the time of its first use is measured. */
  private static List<String> models(Source source) {
    return MODEL.matcher(source.text()).results().map(found -> found.group(1)).toList();
  }

  /** How it is compiled, in float. */
  public Options options() {
    return new Options(Precision.FLOAT, Map.of(), null, model, true);
  }

  /** All files by their paths. */
  private static Map<String, String> read() {
    try {
      URI place = Workload.class.getResource(FOLDER).toURI();
      if (!place.getScheme().equals("jar")) {
        return read(Path.of(place));
      }
      try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
        return read(jar.getPath(FOLDER));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> read(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        files.put(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
      }
    }
    return files;
  }
}
