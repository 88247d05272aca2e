package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Values that other programs computed: {@code -Dnnc.peers=DIR} reads another folder of the same
 * files.
 */
final class Peers {
  private Peers() {}

  /** A file of the folder; the test is skipped where it is absent. */
  static Path file(String name) {
    Path root = Path.of(System.getProperty("nnc.root", "../.."));
    String evidence = System.getProperty("nnc.evidence", "../shared/evidence");
    String folder = System.getProperty("nnc.peers", evidence + "/peers");
    Path file = root.resolve(folder).resolve(name).normalize();
    Assumptions.assumeTrue(Files.exists(file), "no reference values at " + file);
    return file;
  }

  static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(file(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a model. */
  static String model(String name) {
    try (InputStream in = Peers.class.getResourceAsStream("/peers/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
