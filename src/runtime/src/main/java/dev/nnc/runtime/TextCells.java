package dev.nnc.runtime;

import java.util.List;
import java.util.Map;

/**
 * The inputs of a model that are texts, each from a single column of a CSV file, and the input that
 * takes the length of the first of them, where the file has no column for it.
 */
final class TextCells {
  private static final int[] NOWHERE = {};

  private final List<ModelInfo.Field> inputs;
  private final Map<String, Vocabulary> vocabularies;
  private final Predictor predictor;
  private final Map<String, String> arguments;

  TextCells(Model model, Predictor predictor) {
    inputs = predictor.inputs();
    vocabularies = model.vocabularies();
    this.predictor = predictor;
    Settings.Source data = model.info().settings().data();
    arguments = data == null ? Map.of() : data.arguments();
  }

  /** Whether an input is a text in this file, or the length of one. */
  boolean isText(int input, CsvColumns columns) throws CsvException {
    ModelInfo.Field field = inputs.get(input);
    boolean alone = columns.hasOne(field);
    return isLength(field) ? !alone : vocabularies.containsKey(field.name()) && alone;
  }

  private boolean isLength(ModelInfo.Field field) {
    return field.name().equals(arguments.get("length"));
  }

  /** The column of a text; none for a length. */
  int[] place(int input, CsvColumns columns) throws CsvException {
    ModelInfo.Field field = inputs.get(input);
    return isLength(field) ? NOWHERE : new int[] {columns.one(field)};
  }

  /** Puts the tokens of a row's text in place, or leaves a length to the text. */
  void set(int input, int[] places, List<String> record, String place) throws CsvException {
    if (places.length == 0) {
      return;
    }
    ModelInfo.Field field = inputs.get(input);
    Vocabulary vocabulary = vocabularies.get(field.name());
    String where = place + ", column \"" + field.name() + '"';
    try {
      int[] tokens = vocabulary.encode(record.get(places[0]));
      int size = field.size();
      boolean cut = "true".equals(arguments.get("truncate"));
      if ((tokens.length > size && !cut) || (tokens.length < size && vocabulary.pad() < 0)) {
        throw new CsvException(
            where, "the text has " + tokens.length + " tokens, " + field.name() + " takes " + size);
      }
      for (int i = 0; i < size; i++) {
        predictor.put(input, i, i < tokens.length ? tokens[i] : vocabulary.pad());
      }
      setLength(input, Math.min(size, tokens.length));
    } catch (IllegalArgumentException e) {
      throw new CsvException(where, e.getMessage());
    }
  }

  private void setLength(int text, int tokens) {
    for (int i = 0; i < text; i++) {
      if (vocabularies.containsKey(inputs.get(i).name())) {
        return; // the first text counts
      }
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (isLength(inputs.get(i))) {
        predictor.put(i, 0, tokens);
      }
    }
  }
}
