package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.data.DataSource;
import dev.nnc.data.Dataset;
import dev.nnc.data.Imputation;
import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Split;
import dev.nnc.runtime.Vocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The examples of a run, divided.
 *
 * @param training what is learned from
 * @param validation what picks the best epoch, or null
 * @param test what judges the result, or null
 * @param imputation what was put in place of missing numbers
 * @param vocabularies of the texts, by the name of the field
 */
record TrainingData(
    Examples training,
    Examples validation,
    Examples test,
    Imputation imputation,
    Map<String, Vocabulary> vocabularies) {

  /**
   * Reads the examples of a run.
   *
   * @param info the model
   * @param settings where they come from and how they are divided
   * @param folder from which relative names in the settings count
   * @return the parts
   * @throws Failure if nobody says where they come from
   */
  static TrainingData open(ModelInfo info, Settings settings, Path folder) {
    if (settings.data() == null) {
      throw new Failure(
          Exit.DATA,
          "there is no data to train on",
          "name it in the train block, as in data = csv(\"houses.csv\"), or with --data FILE");
    }
    boolean own = settings.test() != null;
    List<Settings.Share> shares =
        settings.split().stream().filter(s -> !(own && s.name().equals(Split.TEST))).toList();
    Dataset.Parts parts =
        DataSource.open(settings.data(), info, Map.of(), folder).split(shares, settings.seed());
    if (parts.examples().get(Split.TRAIN).size() == 0) {
      throw new Failure(
          Exit.DATA,
          "the split leaves no example to train on",
          "give train a larger share, or more data");
    }
    Examples test =
        own
            ? DataSource.open(
                    settings.test(),
                    info.withFills(parts.imputation().fills()),
                    parts.vocabularies(),
                    folder)
                .all(parts.imputation())
            : present(parts, Split.TEST);
    return new TrainingData(
        parts.examples().get(Split.TRAIN),
        present(parts, Split.VALID),
        test,
        parts.imputation(),
        parts.vocabularies());
  }

  /**
   * All examples of a source in one piece. Missing numbers are filled in and tokens of texts
   * numbered as training did it, or, if the model has not been trained, by what these examples
   * know.
   *
   * @param model the model
   * @param source where they come from
   * @param folder from which relative names count
   * @return the examples
   */
  static Examples all(Model model, Settings.Source source, Path folder) {
    ModelInfo info = model.info();
    Dataset dataset = DataSource.open(source, info, model.vocabularies(), folder);
    Imputation known = Imputation.of(info.inputs());
    return dataset.all(known.fills().isEmpty() ? dataset.fit() : known);
  }

  /**
   * The settings with other files in place of those that the .nn file names.
   *
   * @param settings those of the model
   * @param data files as given on the command line, each with or without a name and {@code =}
   * @param test a file of test examples, or null
   * @return the settings
   * @throws Failure if it cannot be told what a file is
   */
  static Settings redirected(Settings settings, List<String> data, Path test) {
    Settings.Source source = data.isEmpty() ? settings.data() : redirected(settings.data(), data);
    Settings.Source tests = settings.test();
    if (test == null && !data.isEmpty() && isMade(tests) && isMade(settings.data())) {
      tests = null; // what is made up is no test of what was learned from files
    }
    if (test != null) {
      Settings.Source like = tests != null ? tests : source;
      tests = redirected(like, List.of(test.toString()));
    }
    return new Settings(
        source,
        tests,
        settings.split(),
        settings.batch(),
        settings.epochs(),
        settings.seed(),
        settings.order(),
        settings.patience(),
        settings.monitor(),
        settings.maximize());
  }

  private static Settings.Source redirected(Settings.Source source, List<String> files) {
    Map<String, String> arguments = new LinkedHashMap<>();
    Settings.Source like =
        source != null && DataSource.isGenerated(source) ? DataSource.reading(source) : source;
    String format = like != null ? like.format() : format(files.get(0));
    if (like != null) {
      arguments.putAll(like.arguments());
    }
    for (String file : files) {
      int equals = file.indexOf('=');
      boolean named =
          equals > 0 && file.substring(0, equals).matches("[\\p{L}_][\\p{L}\\p{N}_]*'*");
      String name = named ? file.substring(0, equals) : "0";
      // Names on the command line count from where the user is, not from the .nn file.
      Path path = Path.of(named ? file.substring(equals + 1) : file).toAbsolutePath();
      arguments.put(name, path.toString());
    }
    return new Settings.Source(format, arguments);
  }

  private static boolean isMade(Settings.Source source) {
    return source != null && DataSource.isGenerated(source);
  }

  private static String format(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (Files.isDirectory(Path.of(file)) || name.matches(".*\\.(tar|tgz|tar\\.gz)")) {
      return DataSource.formatOfFolder(Path.of(file));
    }
    if (name.endsWith(".npz")) {
      return "npz";
    }
    return name.contains("ubyte") || name.contains("idx") ? "idx" : "csv";
  }

  private static Examples present(Dataset.Parts parts, String name) {
    Examples part = parts.examples().get(name);
    return part == null || part.size() == 0 ? null : part;
  }
}
