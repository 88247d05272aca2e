package dev.nnc.curves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.cli.Cli;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.data.WeightFile;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Repeats reference training runs step by step through the command line: the same initial weights,
 * the same order of examples, everything in double.
 */
class CurvesTest {
  private static final Path EVIDENCE =
      Path.of(
          System.getProperty(
              "nnc.evidence", System.getProperty("nnc.root", "../..") + "/../shared/evidence"));

  @TempDir private Path folder;

  private record Run(List<Double> losses, List<Integer> epochs, String output) {}

  /** Runs {@code nnc train} on a model with the weights that the reference starts from. */
  private Run train(
      String name, String model, long weightSeed, Map<String, String> set, String... flags)
      throws IOException {
    Path curves = EVIDENCE.resolve("curves.md");
    Assumptions.assumeTrue(Files.exists(curves), "no reference curves at " + curves);
    Path file = folder.resolve(model);
    try (InputStream in = CurvesTest.class.getResourceAsStream("/curves/" + model)) {
      Files.copy(in, file);
    }
    Path weights = folder.resolve("w.npz");
    Path log = folder.resolve("steps.csv");
    writeWeights(file, weights, weightSeed, set);
    List<String> args = new ArrayList<>(List.of("train", file.toString()));
    args.addAll(List.of("--precision", "double", "--init", weights.toString()));
    args.addAll(List.of("--log", log.toString(), "-o", folder.resolve(name + ".jar").toString()));
    set.forEach((key, value) -> args.addAll(List.of("--set", key + "=" + value)));
    args.addAll(List.of(flags));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cli.run(
            args.toArray(String[]::new),
            new PrintWriter(out),
            new PrintWriter(err),
            InputStream.nullInputStream());
    assertEquals(0, code, () -> args + "\n" + err);
    List<Double> losses = new ArrayList<>();
    List<Integer> epochs = new ArrayList<>();
    try (Stream<String> lines = Files.lines(log)) {
      lines
          .skip(1)
          .forEach(
              line -> {
                String[] cells = line.split(",");
                epochs.add(Integer.parseInt(cells[0]));
                losses.add(Double.parseDouble(cells[2]));
              });
    }
    return new Run(losses, epochs, out.toString() + err);
  }

  /** Glorot's uniform numbers from one {@link Random} for all layers in order; biases are zero. */
  private static void writeWeights(Path file, Path target, long seed, Map<String, String> set)
      throws IOException {
    Source source = new Source(file.toString(), Files.readString(file));
    Options options = Options.standard().with(Precision.DOUBLE).with(set);
    ModelInfo info = Compiler.elaborate(source, options, (from, path) -> Optional.empty()).info();
    Values values = Values.allocate(Precision.DOUBLE, info.parameterCount());
    Random random = new Random(seed);
    for (ModelInfo.Parameter parameter : info.parameters()) {
      if (seed < 0 || parameter.shape().size() != 2) {
        continue;
      }
      double limit = Math.sqrt(6.0 / (parameter.shape().get(0) + parameter.shape().get(1)));
      for (int i = 0; i < parameter.size(); i++) {
        values.set(parameter.offset() + i, (2 * random.nextDouble() - 1) * limit);
      }
    }
    WeightFile.write(target, info, values);
  }

  /** The section of a run in the reference. */
  private static String section(String name) throws IOException {
    String text = Files.readString(EVIDENCE.resolve("curves.md"));
    int start = text.indexOf("(`" + name + "`)");
    int end = text.indexOf("\n## ", start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static void firstLosses(String section, Run run) {
    Matcher line = Pattern.compile("first ten steps: (.*)").matcher(section);
    assertTrue(line.find());
    String[] expected = line.group(1).split(", ");
    assertEquals(10, expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(Double.parseDouble(expected[i].trim()), run.losses.get(i), 1e-9, "step " + i);
    }
  }

  /** The numbers of the last row of the table. */
  private static double[] lastRow(String section) {
    List<String> rows = section.lines().filter(l -> l.matches("\\| \\d+ \\|.*")).toList();
    String[] cells = rows.get(rows.size() - 1).split("\\|");
    double[] row = new double[cells.length - 1];
    for (int i = 1; i < cells.length; i++) {
      row[i - 1] = Double.parseDouble(cells[i].trim());
    }
    return row;
  }

  /** The mean loss of the steps of an epoch, counted from 1. */
  private static double meanLoss(Run run, int epoch) {
    int first = run.epochs.get(0);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < run.losses.size(); i++) {
      if (run.epochs.get(i) - first == epoch - 1) {
        sum += run.losses.get(i);
        count++;
      }
    }
    return sum / count;
  }

  /** A figure of the line on the test examples, as it is printed. */
  private static double tested(Run run, String name) {
    Matcher matcher =
        Pattern.compile("(?m)^test .*\\b" + name + " ([0-9.eE+-]+)").matcher(run.output);
    assertTrue(matcher.find(), run.output);
    return Double.parseDouble(matcher.group(1));
  }

  private static void near(double expected, double actual) {
    assertEquals(expected, actual, 5e-5 * Math.max(1e-3, Math.abs(expected)));
  }

  private static String data(String path) {
    return EVIDENCE.resolve("data").resolve(path).toString();
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
    Map<String, String> set = new java.util.LinkedHashMap<>();
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
}
