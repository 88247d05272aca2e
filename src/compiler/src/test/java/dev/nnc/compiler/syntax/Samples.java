package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The .nn files among the resources of the tests. */
final class Samples {
  private Samples() {}

  /** All .nn files below a folder of the test resources, in the order of their names. */
  static List<Source> under(String folder) {
    try (Stream<Path> files = Files.walk(Path.of(Samples.class.getResource(folder).toURI()))) {
      return files.filter(f -> f.toString().endsWith(".nn")).sorted().map(Samples::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Source read(Path file) {
    try {
      return new Source(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
