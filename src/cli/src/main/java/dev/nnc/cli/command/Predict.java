package dev.nnc.cli.command;

import dev.nnc.cli.jar.ModelJar;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.runtime.AtomicFile;
import dev.nnc.runtime.CsvPrediction;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Applies a model to data, as the program inside its jar does. */
@Command(
    name = "predict",
    description =
        "Prints a model's predictions for the rows of a CSV file or the arrays of a .npz file.")
final class Predict implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TrainedFile trained;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "The inputs, a column each; - reads standard input. An empty cell takes the number that "
              + "`missing` filled in during training. A .npz or .safetensors file has an array for "
              + "each input. For a model that learned from windows(…) it is the series, and the "
              + "last prediction tells what comes behind its end.")
  private String data;

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description =
          "Call this entry of the model instead; the columns are its inputs. Where it carries "
              + "values from call to call, the rows are its steps.")
  private String entry;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.csv",
      description = "Write the predictions there instead of printing them.")
  private Path output;

  Predict(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (ModelJar opened = ModelJar.open(trained.jar)) {
      Model model = opened.model();
      check(model.info());
      if (output == null) {
        predict(model, terminal.out());
      } else {
        AtomicFile.write(
            output,
            stream -> {
              try (Writer out = new OutputStreamWriter(stream, StandardCharsets.UTF_8)) {
                predict(model, out);
              }
            });
      }
      return Exit.OK.code();
    }
  }

  private void predict(Model model, Appendable out) throws IOException {
    Settings.Source source = ExamplePrediction.source(model.info().settings(), data);
    if (source != null) {
      ExamplePrediction.run(model, entry, source, out);
      return;
    }
    try (Reader in = reader()) {
      CsvPrediction prediction =
          entry == null ? new CsvPrediction(model) : new CsvPrediction(model, entry);
      prediction.run(in, data.equals("-") ? "standard input" : data, out);
    }
  }

  private void check(ModelInfo info) {
    List<String> entries = info.entries().stream().map(ModelInfo.Entry::name).toList();
    if (entry != null && info.entry(entry) == null) {
      throw new Failure(
          Exit.USAGE,
          trained.jar + ": the model has no entry " + entry,
          entries.isEmpty() ? "leave out --entry" : "it has " + String.join(", ", entries));
    }
    if (entry == null && info.outputs().isEmpty()) {
      throw new Failure(
          Exit.USAGE,
          trained.jar + ": the model has no outputs to predict",
          "call one of its entries: --entry " + entries.get(0));
    }
  }

  private Reader reader() throws IOException {
    return data.equals("-")
        ? new BufferedReader(
            new InputStreamReader(terminal.in(), StandardCharsets.UTF_8.newDecoder()))
        : Files.newBufferedReader(Path.of(data));
  }
}
