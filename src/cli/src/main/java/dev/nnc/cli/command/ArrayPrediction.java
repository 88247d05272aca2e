package dev.nnc.cli.command;

import dev.nnc.data.Columns;
import dev.nnc.data.DataSource;
import dev.nnc.data.Dataset;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.PredictionTable;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Predicts for the examples of a file with an array for each input. */
final class ArrayPrediction {
  private static final List<String> FORMATS = List.of("npz", "safetensors");

  private ArrayPrediction() {}

  /** The format of a file of arrays, or null where its name says that it is something else. */
  static String format(String file) {
    return FORMATS.stream().filter(format -> file.endsWith("." + format)).findFirst().orElse(null);
  }

  /**
   * Predicts for all examples.
   *
   * @param model the model
   * @param entry the entry to call, or null for the outputs of the model
   * @param file whose arrays are called as the inputs, their first axis counting examples
   * @param out takes the table
   * @throws IOException if writing fails
   */
  static void run(Model model, String entry, String file, Appendable out) throws IOException {
    Predictor predictor = Predictor.forRows(model, entry);
    ModelInfo info = model.info();
    Settings.Source source = new Settings.Source(format(file), Map.of("0", file));
    Dataset dataset =
        DataSource.open(source, predictor.inputs(), List.of(), Path.of(""), info.precision());
    Columns columns = ((Dataset.InMemory) dataset).columns();
    PredictionTable table = new PredictionTable(info, predictor, out);
    table.header();
    for (int from = 0; from < columns.count(); from += predictor.capacity()) {
      int rows = Math.min(predictor.capacity(), columns.count() - from);
      for (int row = 0; row < rows; row++) {
        predictor.row(row);
        set(predictor, columns, from + row);
      }
      table.run(rows);
    }
  }

  private static void set(Predictor predictor, Columns columns, int example) {
    for (int i = 0; i < predictor.inputs().size(); i++) {
      ModelInfo.Field input = predictor.inputs().get(i);
      Values values = columns.values(input.name());
      double[] numbers = new double[input.size()];
      for (int j = 0; j < numbers.length; j++) {
        numbers[j] = values.get(example * numbers.length + j);
      }
      predictor.set(i, numbers);
    }
  }
}
