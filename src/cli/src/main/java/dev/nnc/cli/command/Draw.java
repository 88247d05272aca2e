package dev.nnc.cli.command;

import dev.nnc.cli.jar.ModelJar;
import dev.nnc.cli.picture.ExampleRows;
import dev.nnc.cli.picture.Inputs;
import dev.nnc.cli.picture.Pictures;
import dev.nnc.cli.picture.Sheet;
import dev.nnc.cli.picture.Subject;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.data.DataSource;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what a model gives as a picture. */
@Command(
    name = "draw",
    description =
        "Writes pictures that a model gives, such as a decoder's, as one PNG file: results of shape"
            + " [h, w], [1, h, w] or [3, h, w], or a square in one axis.",
    footer = {
      "",
      "Inputs are those of examples, with `--data` or `--examples`, or numbers of `--set`; all others",
      "are drawn at random: standard normal numbers, classes of equal probability. Where the entry",
      "carries values from call to call, its first `int<n>` that is not set counts the steps from 0."
    })
final class Draw implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TrainedFile trained;

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description =
          "The entry that gives the pictures; unless given, the only one that does, or else the"
              + " outputs of the model.")
  private String entry;

  @Option(
      names = "--show",
      split = ",",
      paramLabel = "NAMES",
      description =
          "What to show of each example, side by side: results, and inputs and targets of the"
              + " examples, such as --show image,mask,inside; unless given, all results that are"
              + " pictures.")
  private List<String> show = List.of();

  @Mixin private DataFiles data;

  @Option(
      names = "--examples",
      description =
          "Take inputs from the examples that the model makes up itself, those for the test"
              + " where there are such.")
  private boolean examples;

  @Option(
      names = "--set",
      paramLabel = "INPUT=NUMBERS",
      description =
          "Give an input this number throughout; of several, as in --set digit=0,1,2, each picture"
              + " takes the next one. May be repeated.")
  private List<String> set = List.of();

  @Option(names = "--count", paramLabel = "N", description = "How many examples to draw (16).")
  private int count = 16;

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "How many examples stand in a row; unless given, as many as make a square.")
  private int columns;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "How often to call an entry that carries values; unless given, as often as its input"
              + " that counts the steps has numbers.")
  private int steps;

  @Option(
      names = "--stages",
      paramLabel = "N",
      description = "Show each example N times on its way through the steps (1).")
  private int stages = 1;

  @Option(
      names = "--range",
      split = ",",
      arity = "1",
      paramLabel = "BLACK,WHITE",
      description =
          "The numbers that are black and white in results (0,1). Inputs and targets go from 0 to"
              + " the greatest number in them.")
  private List<Double> range = List.of(0.0, 1.0);

  @Option(
      names = "--scale",
      paramLabel = "N",
      description = "Pixels a number is wide and high (2).")
  private int scale = 2;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides what is random (1); the same seed draws the same.")
  private long seed = 1;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.png",
      description = "The file; unless given, the name of the jar with .png.")
  private Path output;

  Draw(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    check();
    try (ModelJar opened = ModelJar.open(trained.jar)) {
      Model model = opened.model();
      Subject subject = Subject.of(model.info(), entry, show, trained.jar.toString());
      Map<String, List<Double>> numbers = numbers(subject);
      ExampleRows rows = rows(model.info(), subject, numbers);
      int drawn = rows == null ? count : Math.min(count, rows.count());
      Pictures pictures =
          new Pictures(model, subject, new Inputs(numbers, rows, seed), range.get(0), range.get(1));
      List<Sheet.Picture> all = pictures.draw(drawn, steps, stages);
      int wide = all.size() / drawn;
      int across = columns > 0 ? columns : (int) Math.ceil(Math.sqrt(drawn / (double) wide));
      Path file =
          output == null
              ? Path.of(trained.jar.toString().replaceFirst("\\.jar$", "") + ".png")
              : output;
      new Sheet(wide * across, scale).write(file, all);
      terminal.out().println(file + ", " + drawn + (drawn == 1 ? " example" : " examples"));
      return Exit.OK.code();
    }
  }

  private void check() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("--count", count);
    counts.put("--stages", stages);
    counts.put("--scale", scale);
    counts.put("--columns", columns == 0 ? 1 : columns);
    counts.put("--steps", steps == 0 ? 1 : steps);
    counts.forEach(
        (name, value) -> {
          if (value < 1) {
            throw new Failure(Exit.USAGE, name + " must be 1 or more, not " + value, "");
          }
        });
    if (range.size() != 2 || range.get(0).equals(range.get(1))) {
      throw new Failure(
          Exit.USAGE, "--range takes two different numbers", "write, for example, --range -1,1");
    }
  }

  /** The numbers of {@code --set}, by the name of the input. */
  private Map<String, List<Double>> numbers(Subject subject) {
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    List<String> names = subject.inputs().stream().map(ModelInfo.Field::name).toList();
    for (String text : set) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      if (!names.contains(name)) {
        throw new Failure(
            Exit.USAGE, "there is no input " + name, "the inputs are " + String.join(", ", names));
      }
      List<Double> list = new ArrayList<>();
      for (String number :
          equals < 0 ? List.of("") : List.of(text.substring(equals + 1).split(",", -1))) {
        try {
          list.add(Double.valueOf(number.strip()));
        } catch (NumberFormatException e) {
          throw new Failure(
              Exit.USAGE,
              "--set " + text + ": \"" + number + "\" is no number",
              "write, for example, --set " + name + "=0.5");
        }
      }
      numbers.put(name, list);
    }
    return numbers;
  }

  private ExampleRows rows(ModelInfo info, Subject subject, Map<String, List<Double>> numbers) {
    Settings.Source source = source(info.settings());
    if (source == null && !subject.fields().isEmpty()) {
      throw new Failure(
          Exit.USAGE,
          "there are no examples to show " + String.join(", ", subject.fields()) + " of",
          "name their file with --data, or take those that the model makes up with --examples");
    }
    List<ModelInfo.Field> open =
        subject.inputs().stream().filter(input -> !numbers.containsKey(input.name())).toList();
    boolean held = data.data.isEmpty() && info.settings().test() == null;
    return source == null
        ? null
        : ExampleRows.read(source, held, info, open, subject.fields(), count);
  }

  private Settings.Source source(Settings settings) {
    if (!data.data.isEmpty()) {
      return TrainingData.redirected(settings, data.data, null).data();
    }
    if (!examples) {
      return null;
    }
    Settings.Source source = settings.test() == null ? settings.data() : settings.test();
    if (source == null || !DataSource.isGenerated(source)) {
      throw new Failure(
          Exit.USAGE, "the model makes no examples up itself", "name their file with --data");
    }
    return source;
  }
}
