package dev.nnc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Objectives, networks and gradients that other programs computed, by the interpreter and by
 * generated code. What was published in double is met to 1e-12 of each value, in double only; what
 * was computed in float, to the rounding of float in both precisions.
 */
class PeersTest {
  private static final double DOUBLE = 1e-12;

  /** Of values near 1 that a few hundred float operations led to. */
  private static final double FLOAT = 2e-6;

  @Test
  void mixtureOfGaussians() {
    JsonNode json = Peers.json("adbench/gmm_test.json");
    int d = json.path("d").asInt();
    int m = json.path("m").asInt();
    int n = json.path("n").asInt();
    Map<String, String> set = new LinkedHashMap<>();
    List.of("d", "k", "n", "gamma", "m").forEach(name -> set.put(name, json.path(name).asText()));
    set.put("log_gamma", String.valueOf(logGamma(d, d + m + 1)));
    for (Engine engine : Engines.of(Peers.model("gmm.nn"), set)) {
      if (engine.precision() == Precision.DOUBLE) {
        Map<String, Tensor> given = GoldenCase.tensors(json);
        Frame train = frame(engine, "train", n, List.of("alpha", "means", "icf"), given);
        ForwardRun.fill(train.values("input:x"), 0, given.get("x"));
        train.run();
        published(json, n, engine, train);
      }
    }
  }

  /** The logarithm of the multivariate gamma function of half a number, in d dimensions. */
  private static double logGamma(int d, int twice) {
    double sum = d * (d - 1) / 4.0 * Math.log(Math.PI);
    for (int j = 0; j < d; j++) {
      int reached = (twice - j) % 2 == 0 ? 2 : 1;
      sum += reached == 2 ? 0 : Math.log(Math.PI) / 2;
      for (; reached < twice - j; reached += 2) {
        sum += Math.log(reached / 2.0);
      }
    }
    return sum;
  }

  /** The objective and its gradient by all parameters, one behind the other. */
  private static void published(JsonNode json, double factor, Engine engine, Frame train) {
    double objective = json.path("objective_torch").asDouble();
    double loss = factor * train.values("loss").get(0);
    assertEquals(objective, loss, DOUBLE * Math.abs(objective), engine.name());
    JsonNode gradient = json.path("gradient_torch");
    assertEquals(gradient.size(), engine.info().parameterCount());
    for (int i = 0; i < gradient.size(); i++) {
      double expected = gradient.get(i).asDouble();
      double actual = factor * train.values("gradients").get(i);
      assertEquals(expected, actual, DOUBLE * Math.abs(expected), engine.name() + " " + i);
    }
  }

  @Test
  void lstmOfElementwiseGates() {
    JsonNode json = Peers.json("adbench/lstm_l2_c1024.json");
    Map<String, String> set =
        Map.of("steps", json.path("steps").asText(), "b", json.path("bits").asText());
    for (Engine engine : Engines.of(Peers.model("text.nn"), set)) {
      if (engine.precision() == Precision.DOUBLE) {
        Map<String, Tensor> given = GoldenCase.tensors(json);
        Frame train = frame(engine, "train", 1, List.of("main_params", "extra_params"), given);
        ForwardRun.fill(train.values("input:state"), 0, given.get("state"));
        Values sequence = train.values("input:sequence");
        int at = 0;
        for (JsonNode bits : json.path("sequence_bits")) {
          for (char bit : bits.asText().toCharArray()) {
            sequence.set(at++, bit - '0');
          }
        }
        train.run();
        published(json, 1, engine, train);
      }
    }
  }

  @Test
  void networkForTwoMoons() throws IOException {
    JsonNode json = Peers.json("dl4j/mlp_moon.json");
    List<double[]> eval = rows("dl4j/moon_data_eval.csv");
    List<double[]> training = rows("dl4j/moon_data_train.csv");
    for (Engine engine : Engines.of(Peers.model("moon.nn"))) {
      List<String> order = List.of("0.W", "0.b", "1.W", "1.b");
      Map<String, Tensor> given = GoldenCase.tensors(json.path("params"));
      Frame predict = frame(engine, "predict", 10, order, given);
      moons(predict, eval.subList(0, 10));
      predict.run();
      near(
          json.path("predictions_eval_first10"),
          predict.values("output:probability"),
          0,
          1,
          FLOAT,
          engine);
      Frame train = frame(engine, "train", 5, order, given);
      moons(train, eval.subList(0, 5));
      train.run();
      gradients(json, order, 5, FLOAT, engine, train);
      losses(json.path("training"), frame(engine, "train", 32, order, given), training, engine);
    }
  }

  private static void losses(JsonNode reference, Frame train, List<double[]> rows, Engine engine) {
    Frame update = new Frame(engine.routine("update"), 1);
    update.bind("parameters", train.values("parameters"));
    update.bind("gradients", train.values("gradients"));
    JsonNode losses = reference.path("loss_before_each_step");
    int batch = reference.path("batch").asInt();
    assertEquals((rows.size() + batch - 1) / batch, losses.size());
    for (int step = 0; step < losses.size(); step++) {
      List<double[]> part = rows.subList(step * batch, Math.min(rows.size(), (step + 1) * batch));
      train.batch = part.size();
      moons(train, part);
      train.run();
      String what = engine.name() + ", loss before step " + step;
      assertEquals(losses.get(step).asDouble(), train.values("loss").get(0), FLOAT, what);
      update.values("rate").set(0, 1);
      update.run();
    }
  }

  private static void moons(Frame frame, List<double[]> rows) {
    for (int i = 0; i < rows.size(); i++) {
      frame.values("input:x").set(2 * i, rows.get(i)[1]);
      frame.values("input:x").set(2 * i + 1, rows.get(i)[2]);
      if (frame.has("target:label")) {
        frame.values("target:label").set(i, rows.get(i)[0]);
      }
    }
  }

  @Test
  void lstmForSeries() {
    JsonNode json = Peers.json("dl4j/uci_lstm.json");
    Map<String, Tensor> given = GoldenCase.tensors(json.path("params"));
    Tensor input = Tensor.of(json.path("input"));
    int batch = input.dim(0);
    List<String> order = List.of("lstm.W", "lstm.R", "lstm.b", "out.W", "out.b");
    for (Engine engine : Engines.of(Peers.model("series.nn"))) {
      Frame predict = frame(engine, "predict", batch, order, given);
      Frame train = frame(engine, "train", batch, order, given);
      for (Frame frame : List.of(predict, train)) {
        ForwardRun.fill(frame.values("input:x"), 0, input);
      }
      for (int i = 0; i < batch; i++) {
        train.values("target:label").set(i, json.path("labels").get(i).asInt());
      }
      predict.run();
      near(json.path("predictions"), predict.values("output:probability"), 0, 1, FLOAT, engine);
      train.run();
      gradients(json, order, batch, 20 * FLOAT, engine, train); // sums over 60 steps
    }
  }

  /** A routine whose parameters are those of a case, in the order in which the model has them. */
  private static Frame frame(
      Engine engine, String routine, int batch, List<String> order, Map<String, Tensor> given) {
    Frame frame = new Frame(engine.routine(routine), batch);
    List<ModelInfo.Parameter> parameters = engine.info().parameters();
    assertEquals(order.size(), parameters.size());
    for (int i = 0; i < order.size(); i++) {
      Tensor tensor = given.get(order.get(i));
      assertEquals(tensor.shape(), parameters.get(i).shape(), order.get(i));
      ForwardRun.fill(frame.values("parameters"), parameters.get(i).offset(), tensor);
    }
    return frame;
  }

  private static void gradients(
      JsonNode json, List<String> order, int factor, double tolerance, Engine engine, Frame train) {
    for (int i = 0; i < order.size(); i++) {
      near(
          json.path("gradients").path(order.get(i)),
          train.values("gradients"),
          engine.info().parameters().get(i).offset(),
          factor,
          tolerance,
          engine);
    }
  }

  private static void near(
      JsonNode expected,
      Values values,
      int offset,
      double factor,
      double tolerance,
      Engine engine) {
    Tensor tensor = Tensor.of(expected);
    for (int i = 0; i < tensor.size(); i++) {
      double reference = tensor.data().get(i);
      double actual = factor * values.get(offset + i);
      double margin = tolerance * Math.max(1, Math.abs(reference));
      assertEquals(reference, actual, margin, engine.name() + " " + i);
    }
  }

  private static List<double[]> rows(String name) throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Peers.file(name))) {
      String[] cells = line.split(",");
      double[] row = new double[cells.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = Double.parseDouble(cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
