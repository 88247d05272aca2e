package dev.nnc.cli.command;

import dev.nnc.data.Batches;
import dev.nnc.data.DataSource;
import dev.nnc.data.Imputation;
import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.PredictionTable;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Predicts for the examples of a source that is no table of one example a row: a file with an array
 * for each input, or a series of whose rows each example takes many.
 */
final class ExamplePrediction {
  private static final List<String> ARRAYS = List.of("npz", "safetensors");

  private ExamplePrediction() {}

  /**
   * What reads the examples of a file.
   *
   * @param settings how the model learned
   * @param file its name
   * @return the source; or null for a table with a row for each example
   */
  static Settings.Source source(Settings settings, String file) {
    for (String format : ARRAYS) {
      if (file.endsWith("." + format)) {
        return new Settings.Source(format, Map.of("0", file));
      }
    }
    boolean read = settings.data() != null && !file.equals("-");
    Settings.Source like =
        read ? TrainingData.redirected(settings, List.of(file), null).data() : null;
    return like != null && DataSource.isSeries(like) ? like : null;
  }

  /**
   * Predicts for all examples.
   *
   * @param model the model
   * @param entry the entry to call, or null for the outputs of the model
   * @param source where its inputs come from
   * @param out takes the table
   * @throws IOException if writing fails
   */
  static void run(Model model, String entry, Settings.Source source, Appendable out)
      throws IOException {
    Predictor predictor = Predictor.forRows(model, entry);
    ModelInfo info = model.info();
    List<ModelInfo.Field> inputs = predictor.inputs();
    Examples examples =
        DataSource.open(source, inputs, List.of(), Path.of(""), info.precision())
            .all(Imputation.of(info.inputs()));
    PredictionTable table = new PredictionTable(info, predictor, out);
    table.header();
    try (Batches batches = new Batches(examples, inputs, info.precision(), predictor.capacity())) {
      for (int rows = batches.next(); rows > 0; rows = batches.next()) {
        for (int row = 0; row < rows; row++) {
          predictor.row(row);
          for (int i = 0; i < inputs.size(); i++) {
            predictor.set(i, batches.get(inputs.get(i), row));
          }
        }
        table.run(rows);
      }
    }
  }
}
