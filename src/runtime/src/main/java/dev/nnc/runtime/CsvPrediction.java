package dev.nnc.runtime;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Predicts from CSV to CSV: a row of outputs for each row of inputs. The first line of the input
 * names its columns, unless the model takes all its inputs by their places and that line has
 * numbers there. Other columns are passed over. An empty cell takes the number that training found
 * for it, where the model was trained to fill in missing numbers. A text that the model was trained
 * on may be one column, which is cut into tokens and filled up as in training.
 *
 * <p>An output with a shape takes a column for each number, called {@code name[0]}, {@code
 * name[1,2]} …, or after the categories where it gives a number for each. Numbers are written in
 * full, so that reading them gives the same bits, and whole numbers without a point.
 */
public final class CsvPrediction {
  /** A decimal number; Java's own forms such as 1f, 0x1p3 and NaN are none. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private final ModelInfo info;
  private final Predictor predictor;
  private final char separator;
  private final TextCells texts;

  /**
   * Prepares predictions with the model's own weights.
   *
   * @param model the model
   */
  public CsvPrediction(Model model) {
    this(model, model.weights());
  }

  /**
   * Prepares predictions.
   *
   * @param model the model
   * @param weights to predict with
   */
  public CsvPrediction(Model model, Weights weights) {
    this(model, Predictor.forRows(model, weights));
  }

  /**
   * Prepares calls of an entry with the model's own weights. Where it carries values, the rows are
   * its steps, one after the other.
   *
   * @param model the model
   * @param entry the name of one of its entries
   * @throws IllegalArgumentException if it has no such entry
   */
  public CsvPrediction(Model model, String entry) {
    this(model, Predictor.forRows(model, entry));
  }

  private CsvPrediction(Model model, Predictor predictor) {
    this.info = model.info();
    this.predictor = predictor;
    separator = PredictionTable.separator(info);
    texts = new TextCells(model, predictor);
  }

  /**
   * Predicts for all rows.
   *
   * @param in the input; not closed here
   * @param file its name, for messages
   * @param out takes the header and the rows, with line feeds
   * @return how many rows there were
   * @throws CsvException if the input is not what the model reads
   * @throws IOException if reading or writing fails
   */
  public long run(Reader in, String file, Appendable out) throws IOException {
    if (predictor.outputs().isEmpty()) {
      throw new CsvException(
          info.className(),
          "the model has no outputs, but entries: "
              + info.entries().stream().map(ModelInfo.Entry::name).toList());
    }
    CsvReader reader = new CsvReader(in, file, separator);
    List<String> record = reader.next();
    if (record == null) {
      throw new CsvException(file, "the file is empty; expected a header and rows");
    }
    boolean headless = CsvColumns.allPlaces(predictor.inputs()) && isData(record);
    int width = record.size();
    CsvColumns columns =
        new CsvColumns(file, headless ? null : record.stream().map(String::strip).toList(), width);
    int[][] places = new int[predictor.inputs().size()][];
    for (int i = 0; i < places.length; i++) {
      places[i] =
          texts.isText(i, columns)
              ? texts.place(i, columns)
              : columns.of(predictor.inputs().get(i));
    }
    List<String> names = headless ? null : record;
    if (!headless) {
      record = reader.next();
    }
    PredictionTable table = new PredictionTable(info, predictor, out);
    table.header();
    long rows = 0;
    int pending = 0;
    for (; record != null; record = reader.next()) {
      String place = file + ", row " + (rows + 1) + " (line " + reader.line() + ")";
      if (record.size() != width) {
        throw new CsvException(
            place,
            "found " + record.size() + " cells, expected " + width + " as in the first line");
      }
      predictor.row(pending++);
      for (int i = 0; i < places.length; i++) {
        if (texts.isText(i, columns)) {
          texts.set(i, places[i], record, place);
        } else {
          set(i, places[i], record, names, place);
        }
      }
      rows++;
      if (pending == predictor.capacity()) {
        predictor.number(rows - pending);
        table.run(pending);
        pending = 0;
      }
    }
    if (pending > 0) {
      predictor.number(rows - pending);
      table.run(pending);
    }
    return rows;
  }

  /**
   * Whether the first line has numbers or categories where the model takes its inputs. An empty
   * cell may be either a number that is missing or a column without a name.
   */
  private boolean isData(List<String> record) {
    boolean found = false;
    for (ModelInfo.Field input : predictor.inputs()) {
      for (String column : input.columns()) {
        int place = Integer.parseInt(column.substring(1, column.length() - 1));
        String cell = place < record.size() ? record.get(place).strip() : "";
        boolean known = input.categories().contains(cell) || isNumber(cell);
        if (!known && !(cell.isEmpty() && !input.fills().isEmpty())) {
          return false;
        }
        found |= known;
      }
    }
    return found;
  }

  private void set(int input, int[] places, List<String> record, List<String> names, String place)
      throws CsvException {
    ModelInfo.Field field = predictor.inputs().get(input);
    for (int j = 0; j < places.length; j++) {
      String cell = record.get(places[j]).strip();
      String column = names == null ? "{" + places[j] + "}" : names.get(places[j]);
      String where = place + ", column \"" + column + '"';
      try {
        boolean filled = cell.isEmpty() && !field.fills().isEmpty();
        predictor.put(input, j, filled ? field.fills().get(j) : number(input, field, cell, where));
      } catch (IllegalArgumentException e) {
        throw new CsvException(where, e.getMessage());
      }
    }
  }

  private double number(int input, ModelInfo.Field field, String cell, String where)
      throws CsvException {
    if (cell.isEmpty() && !field.categories().contains(cell)) {
      throw new CsvException(where, "found nothing, expected " + wanted(field));
    }
    if (!field.categories().isEmpty()) {
      return predictor.number(input, cell);
    }
    if (field.classes() == 2 && (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false"))) {
      return cell.equalsIgnoreCase("true") ? 1 : 0;
    }
    if (!isNumber(cell)) {
      throw new CsvException(where, "found \"" + cell + "\", expected a number");
    }
    double value =
        info.precision() == Precision.FLOAT ? Float.parseFloat(cell) : Double.parseDouble(cell);
    if (Double.isInfinite(value)) {
      throw new CsvException(where, "found " + cell + ", expected a number that is not so large");
    }
    return value;
  }

  /** What must not be left empty, and why nothing takes its place. */
  private String wanted(ModelInfo.Field field) {
    if (field.classCount() > 0) {
      return "a class of " + field.name() + ", which nothing can be filled in for";
    }
    Settings.Source data = info.settings().data();
    String missing = data == null ? "error" : data.arguments().getOrDefault("missing", "error");
    return "a number; the model was "
        + switch (missing) {
          case "error" -> "trained without missing: \"median\", which would fill in one";
          case "drop" -> "trained with missing: \"drop\", which leaves such rows out";
          default -> "not trained, which would find one to fill in";
        };
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }
}
