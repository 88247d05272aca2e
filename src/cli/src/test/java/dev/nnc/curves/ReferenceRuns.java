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

/**
 * The reference training runs of a text: each has a section with the losses of its first steps and
 * a table of figures.
 *
 * @param folder where files of a run are put
 */
record ReferenceRuns(Path folder) {
  private static final Path EVIDENCE =
      Path.of(
          System.getProperty(
              "nnc.evidence", System.getProperty("nnc.root", "../..") + "/../shared/evidence"));

  /**
   * What a run printed and logged.
   *
   * @param losses of each step
   * @param epochs of each step
   * @param output what was printed
   */
  record Run(List<Double> losses, List<Integer> epochs, String output) {}

  /** How a run begins: the weights of a model, one parameter after the other. */
  interface Start {
    /** Fills the numbers of a parameter, which are 0. */
    void fill(ModelInfo.Parameter parameter, Values values);
  }

  /** Runs {@code nnc train} on a model with the weights that the reference starts from. */
  Run train(String name, String model, Start start, Map<String, String> set, String... flags)
      throws IOException {
    Path curves = EVIDENCE.resolve("curves.md");
    Assumptions.assumeTrue(Files.exists(curves), "no reference curves at " + curves);
    Path file = folder.resolve(model);
    try (InputStream in = ReferenceRuns.class.getResourceAsStream("/curves/" + model)) {
      Files.copy(in, file);
    }
    Path weights = folder.resolve("w.npz");
    Path log = folder.resolve("steps.csv");
    writeWeights(file, weights, start, set);
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

  /**
   * Glorot's uniform numbers from one {@link Random} for all layers in order; biases are zero. A
   * kernel is [out, in, window…], of which the window counts in both fans.
   *
   * @param seed of the numbers; where it is negative, all weights are zero
   */
  static Start glorot(long seed) {
    Random random = new Random(seed);
    return (parameter, values) -> {
      List<Integer> shape = parameter.shape();
      if (seed >= 0 && shape.size() >= 2) {
        int window = shape.subList(2, shape.size()).stream().reduce(1, (a, b) -> a * b);
        uniform(
            random, Math.sqrt(6.0 / ((shape.get(0) + shape.get(1)) * window)), parameter, values);
      }
    };
  }

  /** Uniform numbers up to a limit, of both signs. */
  static void uniform(Random random, double limit, ModelInfo.Parameter parameter, Values values) {
    for (int i = 0; i < parameter.size(); i++) {
      values.set(parameter.offset() + i, (2 * random.nextDouble() - 1) * limit);
    }
  }

  private static void writeWeights(Path file, Path target, Start start, Map<String, String> set)
      throws IOException {
    Source source = new Source(file.toString(), Files.readString(file));
    Options options = Options.standard().with(Precision.DOUBLE).with(set);
    ModelInfo info = Compiler.elaborate(source, options, (from, path) -> Optional.empty()).info();
    Values values = Values.allocate(Precision.DOUBLE, info.parameterCount());
    info.parameters().forEach(parameter -> start.fill(parameter, values));
    WeightFile.write(target, info, values);
  }

  /** The section of a run in the reference. */
  static String section(String name) throws IOException {
    String text = Files.readString(EVIDENCE.resolve("curves.md"));
    int start = text.indexOf("(`" + name + "`)");
    int end = text.indexOf("\n## ", start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  /** The first ten losses are those of a section. */
  static void firstLosses(String section, Run run) {
    Matcher line = Pattern.compile("first ten steps: (.*)").matcher(section);
    assertTrue(line.find());
    String[] expected = line.group(1).split(", ");
    assertEquals(10, expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(Double.parseDouble(expected[i].trim()), run.losses.get(i), 1e-9, "step " + i);
    }
  }

  /** The numbers of the last row of the table. */
  static double[] lastRow(String section) {
    List<String> rows = section.lines().filter(l -> l.matches("\\| \\d+ \\|.*")).toList();
    String[] cells = rows.get(rows.size() - 1).split("\\|");
    double[] row = new double[cells.length - 1];
    for (int i = 1; i < cells.length; i++) {
      row[i - 1] = Double.parseDouble(cells[i].trim());
    }
    return row;
  }

  /** The mean loss of the steps of an epoch, counted from 1. */
  static double meanLoss(Run run, int epoch) {
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
  static double tested(Run run, String name) {
    Matcher matcher =
        Pattern.compile("(?m)^test .*\\b" + name + " ([0-9.eE+-]+)").matcher(run.output);
    assertTrue(matcher.find(), run.output);
    return Double.parseDouble(matcher.group(1));
  }

  /** Equal as far as a figure is printed. */
  static void near(double expected, double actual) {
    assertEquals(expected, actual, 5e-5 * Math.max(1e-3, Math.abs(expected)));
  }

  /** The path of a file of data. */
  static String data(String path) {
    return EVIDENCE.resolve("data").resolve(path).toString();
  }
}
