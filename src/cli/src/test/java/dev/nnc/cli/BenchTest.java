package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nnc.runtime.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the time of a step goes: figures that can be counted by hand, and plausible times. */
class BenchTest {
  private static final String MODEL =
      """
      model Digits(hidden = 128) {
        input  image[784]
        target label: int<10>
        logits = image |> dense(hidden) |> relu |> dense(10)
        output probability = softmax(logits)
        loss   cross_entropy(logits, label)
      }
      train Digits { data = csv("none.csv") optimizer = sgd(lr: 0.1) batch = 32 }
      """;

  @TempDir Path folder;

  private final String engine = System.getProperty(Engine.PROPERTY);

  @AfterEach
  void forgetTheEngine() {
    if (engine == null) {
      System.clearProperty(Engine.PROPERTY);
    } else {
      System.setProperty(Engine.PROPERTY, engine);
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("digits.nn"), text);
  }

  private JsonNode measure(Object... options) throws IOException {
    Object[] args = new Object[options.length + 6];
    args[0] = "bench";
    args[1] = write(MODEL);
    args[2] = "--json";
    args[3] = "--seconds=0.2";
    args[4] = "--engine=scalar";
    args[5] = "--seed=3";
    System.arraycopy(options, 0, args, 6, options.length);
    Session session = Session.run(args);
    assertEquals(0, session.code, session.toString());
    return new ObjectMapper().readTree(session.out);
  }

  private static double sum(JsonNode report, String figure) {
    double sum = 0;
    for (JsonNode kernel : report.get("kernels")) {
      sum += kernel.get(figure).asDouble();
    }
    return sum;
  }

  @Test
  void stepIsMeasuredByKernel() throws IOException {
    JsonNode report = measure();
    assertEquals(32, report.get("batch").asInt());
    assertEquals("step: scalar", report.get("engines").asText());
    Set<String> routines = new HashSet<>();
    boolean layer = false;
    for (JsonNode kernel : report.get("kernels")) {
      routines.add(kernel.get("routine").asText());
      assertEquals(1, kernel.get("launches").asInt(), "launches a step");
      // Forward, the first layer has a product of 32 rows, 784 summands, 128 columns; bias, relu.
      double products = 2.0 * 32 * 784 * 128;
      double operations = kernel.get("operations").asDouble();
      double others = operations - products;
      if (others > 0 && others <= 4 * 32 * 128) {
        layer = true;
        assertEquals(4 * (32 * 784 + 784 * 128 + 128), kernel.get("read").asLong());
        assertTrue(kernel.get("written").asLong() >= 4 * 32 * 128, kernel.toString());
        assertTrue(kernel.get("label").asText().contains("contraction"), kernel.toString());
        assertTrue(kernel.get("nanos").asDouble() > 1000, "200,000 rounds of 32 operations");
      }
    }
    assertTrue(layer, report.toPrettyString());
    assertEquals(Set.of("step"), routines);
    double times = sum(report, "nanos");
    assertTrue(times > 0.05 * report.get("nanos").asDouble(), report.toPrettyString());
    assertTrue(report.get("peakGflops").asDouble() > 0.5, report.toPrettyString());
    double products = 2 * 32 * (2 * 784 * 128 + 3 * 128 * 10);
    assertEquals(1, report.get("operations").asDouble() / products, 0.05);
  }

  @Test
  void predictionHasNoProductsOfGradients() throws IOException {
    JsonNode report = measure("--predict", "--batch", "5", "--set", "hidden=64");
    assertEquals("prediction", report.get("measured").asText());
    double products = 2 * 8 * (784 * 64 + 64 * 10);
    assertEquals(1, report.get("operations").asDouble() / products, 0.4);
    for (JsonNode kernel : report.get("kernels")) {
      assertEquals("predict", kernel.get("routine").asText());
    }
  }

  @Test
  void peopleGetATable() throws IOException {
    Path file = write(MODEL);
    Session session =
        Session.run("bench", file, "--seconds=0.1", "--engine=scalar", "--top", "2", "--batch=8");
    assertEquals(0, session.code, session.toString());
    String text = session.out;
    assertTrue(text.startsWith("digits.Digits, batch 8, float, "), text);
    assertTrue(text.matches("(?s).* a step, [0-9,]+ examples/s, .* GFLOP/s.*"), text);
    assertTrue(text.matches("(?s).*\\d+ others\n.* 100.0 % .*\\d+ kernels in all\n"), text);
    assertEquals(8, text.lines().count(), text);
    assertTrue(text.contains("digits.nn:") || text.contains("layer.nn:"), text);
  }

  @Test
  void modelsWithoutLossArePredictedOnly() throws IOException {
    Path file = write("model M { input x[3] y = sum[i] x[i] * x[i] output y }");
    Session step = Session.run("bench", file);
    assertEquals(2, step.code, step.toString());
    assertTrue(step.err.contains("--predict"), step.err);
    Session predict = Session.run("bench", file, "--predict", "--seconds=0.1");
    assertEquals(0, predict.code, predict.toString());
  }
}
