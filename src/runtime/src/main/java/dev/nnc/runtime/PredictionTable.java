package dev.nnc.runtime;

import java.io.IOException;
import java.util.List;

/**
 * What a model gives, as CSV: a row for each example. An output with a shape takes a column for
 * each number, called {@code name[0]}, {@code name[1,2]} …, or after the categories where it gives
 * a number for each. Numbers are written in full, so that reading them gives the same bits, and
 * whole numbers without a point.
 */
public final class PredictionTable {
  private final ModelInfo info;
  private final Predictor predictor;
  private final Appendable out;
  private final char separator;

  /**
   * Starts a table.
   *
   * @param info the model
   * @param predictor whose outputs are written
   * @param out takes the header and the rows, with line feeds
   */
  public PredictionTable(ModelInfo info, Predictor predictor, Appendable out) {
    this.info = info;
    this.predictor = predictor;
    this.out = out;
    separator = separator(info);
  }

  /** What stands between the columns: the same as in the data that the model learned from. */
  static char separator(ModelInfo info) {
    Settings.Source data = info.settings().data();
    String text = data == null ? "," : data.arguments().getOrDefault("separator", ",");
    return text.equals("tab") || text.equals("\\t")
        ? '\t'
        : text.length() == 1 ? text.charAt(0) : ',';
  }

  /**
   * Writes the names of the columns.
   *
   * @throws IOException if that fails
   */
  public void header() throws IOException {
    String between = "";
    for (ModelInfo.Output output : predictor.outputs()) {
      List<String> categories = info.categories(output);
      for (int i = 0; i < output.size(); i++) {
        String name = output.name();
        if (!categories.isEmpty()) {
          name += "[" + categories.get(i) + "]";
        } else if (!output.shape().isEmpty()) {
          name += place(output.shape(), i);
        }
        out.append(between).append(cell(name));
        between = String.valueOf(separator);
      }
    }
    out.append('\n');
  }

  /** The subscript of an element, from its place in row-major order. */
  private static String place(List<Integer> shape, int element) {
    StringBuilder text = new StringBuilder("]");
    int rest = element;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      text.insert(0, rest % shape.get(axis)).insert(0, axis > 0 ? "," : "[");
      rest /= shape.get(axis);
    }
    return text.toString();
  }

  private String cell(String text) {
    boolean plain =
        text.chars().noneMatch(c -> c == separator || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /**
   * Runs the first rows of the predictor, and writes what it gives.
   *
   * @param rows how many
   * @throws IOException if writing fails
   */
  public void run(int rows) throws IOException {
    predictor.run(rows);
    for (int row = 0; row < rows; row++) {
      predictor.row(row);
      String between = "";
      for (int output = 0; output < predictor.outputs().size(); output++) {
        for (int i = 0; i < predictor.outputs().get(output).size(); i++) {
          out.append(between).append(text(predictor.get(output, i)));
          between = String.valueOf(separator);
        }
      }
      out.append('\n');
    }
  }

  private String text(double value) {
    String text =
        info.precision() == Precision.FLOAT
            ? Float.toString((float) value)
            : Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
