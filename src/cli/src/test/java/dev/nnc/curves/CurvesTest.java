package dev.nnc.curves;

import static dev.nnc.curves.ReferenceRuns.data;
import static dev.nnc.curves.ReferenceRuns.firstLosses;
import static dev.nnc.curves.ReferenceRuns.lastRow;
import static dev.nnc.curves.ReferenceRuns.meanLoss;
import static dev.nnc.curves.ReferenceRuns.near;
import static dev.nnc.curves.ReferenceRuns.section;
import static dev.nnc.curves.ReferenceRuns.tested;
import static dev.nnc.curves.ReferenceRuns.uniform;

import dev.nnc.curves.ReferenceRuns.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Repeats reference training runs step by step through the command line: the same initial weights,
 * the same order of examples, everything in double.
 */
class CurvesTest {
  @TempDir private Path folder;

  private Run train(
      String name, String model, long weightSeed, Map<String, String> set, String... flags)
      throws IOException {
    return new ReferenceRuns(folder)
        .train(name, model, ReferenceRuns.glorot(weightSeed), set, flags);
  }

  @Test
  void iris() throws IOException {
    Run run =
        train(
            "iris",
            "iris.nn",
            3,
            Map.of(),
            "--data",
            data("iris/iris.csv"),
            "--order",
            "sequential");
    String reference = section("iris");
    firstLosses(reference, run);
    double[] last = lastRow(reference);
    near(last[1], meanLoss(run, 200));
    near(last[2], tested(run, "accuracy"));
  }

  @Test
  void california() throws IOException {
    Run run =
        train(
            "california",
            "california.nn",
            1,
            Map.of(),
            "--data",
            data("california_housing/housing.csv"),
            "--order",
            "java-shuffle");
    String reference = section("california");
    firstLosses(reference, run);
    double[] last = lastRow(reference);
    near(last[1], meanLoss(run, 10));
    near(last[2], tested(run, "rmse"));
  }

  @Test
  void optdigits() throws IOException {
    Run run =
        train(
            "optdigits",
            "optdigits.nn",
            9,
            Map.of(),
            "--data",
            data("optdigits/optdigits.tra"),
            "--test",
            data("optdigits/optdigits.tes"),
            "--order",
            "java-shuffle");
    String reference = section("optdigits");
    firstLosses(reference, run);
    double[] last = lastRow(reference);
    near(last[1], meanLoss(run, 10));
    near(last[2], tested(run, "accuracy"));
    near(last[3], tested(run, "loss"));
  }

  private static Map<String, String> mnist(String... more) {
    Map<String, String> set = new LinkedHashMap<>();
    for (int i = 0; i < more.length; i += 2) {
      set.put(more[i], more[i + 1]);
    }
    String format = "idx(image: \"%s-images-idx3-ubyte.gz\", label: \"%s-labels-idx1-ubyte.gz\")";
    set.put("train.data", format.replace("%s", data("mnist/train")));
    set.put("train.test", format.replace("%s", data("mnist/t10k")));
    return set;
  }

  @Test
  void mnistSoftmax() throws IOException {
    Map<String, String> set = mnist("hidden", "false", "optimizer", "sgd(lr: 0.5)");
    Run run =
        train(
            "mnist_softmax",
            "mnist.nn",
            -1,
            set,
            "--order",
            "sequential",
            "--batch",
            "100",
            "--epochs",
            "2");
    String reference = section("mnist_softmax");
    firstLosses(reference, run);
    double[] last = lastRow(reference);
    near(last[1], meanLoss(run, 2));
    near(last[2], tested(run, "accuracy"));
    near(last[3], tested(run, "loss"));
  }

  @Test
  void mnistMlp() throws IOException {
    Run run = train("mnist_mlp", "mnist.nn", 42, mnist(), "--order", "java-shuffle");
    String reference = section("mnist_mlp");
    firstLosses(reference, run);
    double[] last = lastRow(reference);
    near(last[1], meanLoss(run, 3));
    near(last[2], tested(run, "accuracy"));
    near(last[3], tested(run, "loss"));
  }

  /** The first of two epochs, without a test. */
  @Test
  void fashionCnnBegins() throws IOException {
    Run run = fashionCnn(Map.of(), "--epochs", "1");
    String reference = section("fashion_cnn");
    firstLosses(reference, run);
    near(0.8298199609, meanLoss(run, 1));
  }

  @Test
  @Tag("gallery")
  void fashionCnnEnds() throws IOException {
    Path tests = Path.of(data("fashion_mnist/t10k-images-idx3-ubyte.gz"));
    Run run =
        fashionCnn(
            Map.of("train.test", idx(tests, tests.resolveSibling("t10k-labels-idx1-ubyte.gz"))));
    double[] last = lastRow(section("fashion_cnn"));
    near(last[1], meanLoss(run, 2));
    near(last[2], tested(run, "accuracy"));
    near(last[3], tested(run, "loss"));
  }

  private Run fashionCnn(Map<String, String> more, String... flags) throws IOException {
    Path images = Path.of(data("fashion_mnist/train20k-images-idx3-ubyte.gz"));
    Assumptions.assumeTrue(Files.exists(images), "no data at " + images);
    Path labels = images.resolveSibling("train20k-labels-idx1-ubyte.gz");
    Map<String, String> set = new LinkedHashMap<>(more);
    set.put(
        "train.data",
        idx(
            IdxHead.copy(images, 10_000, folder.resolve("images-idx3-ubyte")),
            IdxHead.copy(labels, 10_000, folder.resolve("labels-idx1-ubyte"))));
    List<String> all = new ArrayList<>(List.of("--order", "java-shuffle"));
    all.addAll(List.of(flags));
    return train("fashion_cnn", "fashion.nn", 7, set, all.toArray(String[]::new));
  }

  /** The first steps of 400. */
  @Test
  void shakespeareBegins() throws IOException {
    firstLosses(section("shakespeare"), shakespeare(12));
  }

  @Test
  @Tag("gallery")
  void shakespeareEnds() throws IOException {
    Run run = shakespeare(400);
    double[] last = lastRow(section("shakespeare"));
    double sum = run.losses().subList(350, 400).stream().mapToDouble(x -> x).sum();
    near(last[1], sum / 50);
    near(last[2], tested(run, "loss"));
  }

  /** Sixteen streams through the text, a window of each a step; tested on what is left of it. */
  private Run shakespeare(int steps) throws IOException {
    Path file = Path.of(data("tinyshakespeare/input.txt"));
    Assumptions.assumeTrue(Files.exists(file), "no data at " + file);
    String text = Files.readString(file);
    String alphabet =
        text.chars()
            .distinct()
            .sorted()
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    int training = (int) Math.floor(0.9 * text.length());
    List<Integer> starts = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      for (int stream = 0; stream < 16; stream++) {
        starts.add(stream * (training / 16) + 64 * step);
      }
    }
    List<Integer> held = new ArrayList<>();
    for (int window = 0; window < 256; window++) {
      held.add(training + 64 * window);
    }
    Random random = new Random(17);
    return new ReferenceRuns(folder)
        .train(
            "shakespeare",
            "shakespeare.nn",
            (parameter, values) -> {
              switch (parameter.name()) {
                case "embedding1.E" -> uniform(random, 0.1, parameter, values);
                case "lstm1.cell.W", "lstm1.cell.U" ->
                    uniform(random, 1 / Math.sqrt(64), parameter, values);
                case "dense1.W" -> uniform(random, Math.sqrt(6.0 / (64 + 65)), parameter, values);
                case "lstm1.cell.b" -> {
                  for (int i = 64; i < 128; i++) {
                    values.set(parameter.offset() + i, 1);
                  }
                }
                default -> Assertions.assertEquals("dense1.b", parameter.name());
              }
            },
            Map.of(),
            "--order",
            "sequential",
            "--data",
            windows(text, alphabet, starts, "training.csv"),
            "--test",
            windows(text, alphabet, held, "held.csv"));
  }

  /** A table of windows of 64 characters, each with the characters that follow by one. */
  private String windows(String text, String alphabet, List<Integer> starts, String name)
      throws IOException {
    StringJoiner header = new StringJoiner(",", "", "\n");
    for (String field : List.of("tokens", "next")) {
      for (int i = 0; i < 64; i++) {
        header.add(field + i);
      }
    }
    StringBuilder table = new StringBuilder(header.toString());
    for (int start : starts) {
      StringJoiner row = new StringJoiner(",", "", "\n");
      for (int shift = 0; shift < 2; shift++) {
        for (int i = 0; i < 64; i++) {
          row.add(String.valueOf(alphabet.indexOf(text.charAt(start + shift + i))));
        }
      }
      table.append(row);
    }
    return Files.writeString(folder.resolve(name), table).toString();
  }

  private static String idx(Path images, Path labels) {
    return "idx(image: \"%s\", label: \"%s\")".formatted(images, labels);
  }
}
