package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.DoubleValues;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.ModelInfo.Parameter;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Settings.Source;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.function.Executable;

/** What the tests of this package share. */
final class Fixture {
  private Fixture() {}

  static Field real(String name, Integer... shape) {
    return new Field(name, List.of(shape), 0, List.of(), List.of(), -1, "");
  }

  static Field located(Field field, String... columns) {
    return new Field(
        field.name(),
        field.shape(),
        field.classes(),
        field.categories(),
        List.of(columns),
        field.fitted(),
        field.doc());
  }

  static Field classes(String name, int count, Integer... shape) {
    return new Field(name, List.of(shape), count, List.of(), List.of(), -1, "");
  }

  static Field tokens(String name, int classes, Integer... shape) {
    return new Field(name, List.of(shape), classes, List.of(), List.of(), -1, "");
  }

  static Field oneOf(String name, String... categories) {
    return new Field(name, List.of(), 0, List.of(categories), List.of(), -1, "");
  }

  static ModelInfo model(List<Field> inputs, List<Field> targets) {
    return model(inputs, targets, List.of());
  }

  static ModelInfo model(List<Field> inputs, List<Field> targets, List<Parameter> parameters) {
    int count = parameters.stream().mapToInt(Parameter::size).sum();
    return new ModelInfo(
        "Some",
        "",
        Precision.DOUBLE,
        inputs,
        targets,
        List.of(),
        parameters,
        count,
        0,
        List.of(),
        0,
        List.of(),
        List.of(),
        Settings.standard());
  }

  static Source source(String format, String... arguments) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      map.put(arguments[i], arguments[i + 1]);
    }
    return new Source(format, map);
  }

  static Path write(Path folder, String name, String text) {
    return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path write(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] doubles(Values values) {
    return ((DoubleValues) values).array();
  }

  /** Runs what must fail and checks that the message is fit for people. */
  static DataException fails(DataCode code, Executable action, String... parts) {
    DataException e = assertThrows(DataException.class, action);
    assertEquals(code, e.code(), e.getMessage());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), () -> part + " is not in: " + e.getMessage());
    }
    assertFalse(e.fix().isBlank());
    assertFalse(e.getMessage().contains("null"), e.getMessage());
    assertFalse(e.getMessage().contains("Exception"), e.getMessage());
    return e;
  }

  /** A file of the evidence folder; skips the test where that is absent. */
  static Path evidence(String name) {
    String folder =
        System.getProperty(
            "nnc.evidence", System.getProperty("nnc.root", ".") + "/../shared/evidence");
    Path file = Path.of(folder).resolve(name);
    Assumptions.assumeTrue(Files.exists(file), "not here: " + file);
    return file;
  }
}
