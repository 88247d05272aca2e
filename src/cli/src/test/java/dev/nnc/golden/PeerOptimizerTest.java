package dev.nnc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Optimisers against trajectories that other frameworks publish. */
class PeerOptimizerTest {
  /**
   * Cases of Keras by the name there, as they are written here. AdamW is left out, since its case
   * has a large eps, which Keras adds before the correction of the bias; Ftrl is not in the
   * library. The steps of Adafactor there are min(lr, 1/√step), whatever the case says of relative
   * steps.
   */
  private static final Map<String, String> KERAS =
      Map.of(
          "Adadelta", "adadelta(lr: 1, rho: 0.8, eps: 1e-6)",
          "Adafactor", "adafactor(lr: 0.5, decay: -0.65, eps: 3.16e-8, floor: 1e-4, limit: 0.9)",
          "Adagrad", "adagrad(lr: 0.2, initial: 0.3, eps: 1e-6)",
          "Adam", "adam(amsgrad: true)",
          "Adamax", "adamax(lr: 0.2, beta1: 0.85, beta2: 0.95, eps: 1e-6)",
          "Lamb", "lamb(eps: 1e-7)",
          "Lion", "lion(lr: 1e-3)",
          "Nadam", "nadam(lr: 0.5, beta1: 0.5, beta2: 0.67, eps: 1e-5, momentum_decay: 1)",
          "RMSprop", "rmsprop(lr: 1e-3, alpha: 0.9, eps: 1e-7, centered: true)",
          "SGD", "sgd(nesterov: true)");

  private static JsonNode read(String name) {
    String evidence =
        System.getProperty(
            "nnc.evidence", System.getProperty("nnc.root", "../..") + "/../shared/evidence");
    Path file = Path.of(evidence).resolve("peers").resolve(name);
    assumeTrue(Files.exists(file), "no reference data at " + file);
    return GoldenCase.read(file).json();
  }

  private static Engine engine(String model, String optimizer) {
    return Formulas.compiled(model + "\ntrain M { optimizer = " + optimizer + " }");
  }

  /** What one step of an update routine takes and changes. */
  private record Update(Engine engine, Frame frame, Values parameters, Values gradients) {
    static Update of(Engine engine) {
      ModelInfo info = engine.info();
      Values parameters = engine.zeros(info.parameterCount());
      Values gradients = engine.zeros(info.parameterCount());
      Frame frame = new Frame(engine.routine("update"), 1);
      frame.bindIfPresent("parameters", parameters);
      frame.bindIfPresent("gradients", gradients);
      if (frame.has("state")) {
        for (int k = 0; k < info.losses().get(0).optimizerState().size(); k++) {
          for (int i = 0; i < info.parameterCount(); i++) {
            int place = k * info.parameterCount() + i;
            frame.values("state").set(place, info.losses().get(0).optimizerState().get(k));
          }
        }
      }
      return new Update(engine, frame, parameters, gradients);
    }

    void step(int number) {
      for (String slot : List.of("rate", "step")) {
        if (frame.has(slot)) {
          frame.values(slot).set(0, slot.equals("rate") ? 1 : number);
        }
      }
      frame.run();
    }
  }

  @Test
  void stepsAreThoseOfKeras() {
    String model =
        """
        layer only(x[10]) -> [10] {
          param p[10] ~ ones
          return p * x
        }
        model M {
          input x[10]
          y = x |> only
          output y
          loss sum(y)
        }
        """;
    int compared = 0;
    for (JsonNode golden : read("keras/optimizer_golden.json").path("cases")) {
      String name = golden.path("optimizer").asText();
      if (!KERAS.containsKey(name)) {
        continue;
      }
      Update update = Update.of(engine(model, KERAS.get(name)));
      update.parameters().fill(1);
      JsonNode after = golden.path("golden");
      for (int step = 0; step < after.size(); step++) {
        for (int i = 0; i < 10; i++) {
          update.gradients().set(i, step == 0 ? 0.01 : 0.1 * (i + 1));
        }
        update.step(step + 1);
        for (int i = 0; i < 10; i++) {
          double expected = after.get(step).get(i).asDouble();
          assertEquals(
              expected,
              update.parameters().get(i),
              5e-4 * (1 + Math.abs(expected)),
              name + ", number " + i + " after step " + (step + 1));
          compared++;
        }
      }
    }
    assertTrue(compared >= 500, "compared " + compared);
  }

  @Test
  void aThousandStepsAreThoseOfPyTorch() {
    String model =
        """
        layer net(x[2]) -> [] {
          param W1[3, 2] ~ zeros
          param b1[3] ~ zeros
          param W2[3] ~ zeros
          param b2[1] ~ zeros
          h[j] = sigmoid(b1[j] + sum[i] W1[j, i] * x[i])
          return sigmoid(b2[0] + sum[j] W2[j] * h[j])
        }
        model M {
          input x[2]
          y = x |> net
          output y
          loss 3 * y
        }
        """;
    JsonNode peer = read("pytorch/cpp_optim_baseline.json");
    List<String> different = new ArrayList<>();
    peer.path("optimizers")
        .properties()
        .forEach(
            entry -> {
              Update update = Update.of(engine(model, written(entry.getValue())));
              Frame train = new Frame(update.engine().routine("train"), 3);
              train.bind("parameters", update.parameters());
              train.bind("gradients", update.gradients());
              fill(train.values("input:x"), numbers(peer.path("x")));
              fill(update.parameters(), numbers(peer.path("initial")));
              JsonNode computed = peer.path("computed").path(entry.getKey());
              for (int step = 0; step <= 1000; step++) {
                train.run();
                update.step(step + 1);
                if (computed.has(String.valueOf(step))) {
                  compare(entry.getKey(), step, computed, update.parameters(), different);
                }
              }
            });
    assertEquals(List.of(), different);
  }

  private static void compare(
      String name, int step, JsonNode computed, Values parameters, List<String> different) {
    List<Double> expected = numbers(computed.path(String.valueOf(step)));
    for (int i = 0; i < expected.size(); i++) {
      double actual = parameters.get(i);
      if (!(Math.abs(expected.get(i) - actual) <= 1e-9 * Math.max(1, Math.abs(actual)))) {
        different.add(name + " step " + step + ": " + expected.get(i) + " but " + actual);
      }
    }
  }

  /** All numbers in a nest of lists, in order. */
  private static List<Double> numbers(JsonNode node) {
    if (node.isNumber()) {
      return List.of(node.asDouble());
    }
    List<Double> numbers = new ArrayList<>();
    node.forEach(part -> numbers.addAll(numbers(part)));
    return numbers;
  }

  private static void fill(Values values, List<Double> numbers) {
    assertEquals(values.length(), numbers.size());
    for (int i = 0; i < numbers.size(); i++) {
      values.set(i, numbers.get(i));
    }
  }

  /** As in {@code adam(lr: 1.0, weight_decay: 0.01)}. */
  private static String written(JsonNode optimizer) {
    List<String> arguments = new ArrayList<>();
    optimizer
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().equals("class")) {
                arguments.add(entry.getKey() + ": " + GoldenCase.text(entry.getValue()));
              }
            });
    String name = optimizer.path("class").asText().toLowerCase(Locale.ROOT);
    return name + "(" + String.join(", ", arguments) + ")";
  }
}
