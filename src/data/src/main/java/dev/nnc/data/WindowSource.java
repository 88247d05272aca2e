package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens {@code windows("sales.csv")}, the rows of a table in their order: inputs take the last rows
 * before a moment, targets the next ones behind it. {@code series(count: 1500)} is the same of a
 * series that is made up. The file is read row by row, and of each row no more is kept than the
 * numbers of the fields.
 */
final class WindowSource {
  /** The source that is made up. */
  static final String SERIES = "series";

  /** The source that reads a file. */
  static final String WINDOWS = "windows";

  private WindowSource() {}

  /**
   * Reads the columns of a table.
   *
   * @param arguments the file or how many rows to make up, and from one window to the next
   * @param inputs what looks back; the first axis of each counts rows
   * @param targets what is ahead, likewise; none to forecast
   * @param precision the format of the numbers in memory
   * @return the windows
   * @throws DataException if a field cannot be read from the table
   */
  static Dataset open(
      Arguments arguments, List<Field> inputs, List<Field> targets, Precision precision) {
    boolean made = arguments.source().format().equals(SERIES);
    List<String> names = new ArrayList<>(List.of("stride", "ahead"));
    names.addAll(made ? List.of("count", "seed") : List.of("0"));
    names.addAll(made ? List.of() : List.of("separator", "header", "missing", "skip"));
    arguments.allow(names, "leave it out");
    int stride = arguments.value("stride", 1, Arguments::count, "a number of rows");
    CsvOptions options = made ? CsvOptions.STANDARD : DataSource.options(arguments);
    if (options.missing().isStatistic()) {
      throw new DataException(
          DataCode.BAD_ARGUMENT,
          arguments.place(),
          "in a series no mean or median can stand for a number that is missing",
          "Use missing: \"drop\", which leaves out the windows that it is in, or a number");
    }
    Field ahead = ahead(arguments, inputs);
    Path file = made ? Path.of(SERIES) : arguments.file("0", "windows(\"sales.csv\")");
    try (CsvRows rows = made ? made(arguments, file) : CsvRows.open(file, options)) {
      Reading reading = new Reading(file, rows, options.missing(), precision);
      List<Windows.Part> parts = new ArrayList<>();
      for (Field input : inputs) {
        parts.add(reading.part(input, input.equals(ahead), false));
      }
      for (Field target : targets) {
        parts.add(reading.part(target, true, true));
      }
      reading.run();
      return new Windows(file, reading.count, parts, options.missing(), stride);
    }
  }

  private static CsvRows made(Arguments arguments, Path name) {
    int count = arguments.value("count", 1000, Arguments::count, "a number of rows");
    long seed = arguments.value("seed", 1, Arguments::count, "a whole number from 1");
    return CsvRows.of(name, Series.text(count, seed));
  }

  /** The input whose rows are known beforehand, such as a calendar, or null. */
  private static Field ahead(Arguments arguments, List<Field> inputs) {
    String name = arguments.source().arguments().get("ahead");
    if (name == null) {
      return null;
    }
    List<String> names = inputs.stream().map(Field::name).toList();
    if (!names.contains(name)) {
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          "the model has no input " + Spelling.quote(name) + " that is known ahead",
          Spelling.advice(name, names, "name an input"));
    }
    return inputs.get(names.indexOf(name));
  }

  /** Collects the columns that the fields need, each once. */
  private static final class Reading {
    private final Path file;
    private final CsvRows rows;
    private final CsvLayout layout;
    private final Missing missing;
    private final Precision precision;
    private final Map<Key, Growing> columns = new LinkedHashMap<>();
    private final List<Cell> cells = new ArrayList<>();
    private int count;

    /** Columns that hold the same numbers. */
    private record Key(int column, int classes, List<String> categories, boolean target) {}

    Reading(Path file, CsvRows rows, Missing missing, Precision precision) {
      this.file = file;
      this.rows = rows;
      this.layout = new CsvLayout(file, rows.header(), rows.width());
      this.missing = missing;
      this.precision = precision;
    }

    /** Finds the columns of a field. */
    Windows.Part part(Field field, boolean ahead, boolean target) {
      List<Integer> shape = field.shape();
      int height = shape.isEmpty() ? 1 : shape.get(0);
      Field row =
          new Field(
              field.name(),
              shape.isEmpty() ? shape : shape.subList(1, shape.size()),
              field.classes(),
              field.categories(),
              field.columns(),
              field.fitted(),
              field.doc());
      if (!shape.isEmpty() && field.columns().size() > 1 && field.columns().size() != row.size()) {
        int named = field.columns().size();
        throw new DataException(
            DataCode.COLUMN_COUNT,
            Place.of(file),
            field.name()
                + (shape + " takes " + row.size() + (row.size() == 1 ? " column" : " columns"))
                + (", but " + named + " are named"),
            "The first axis counts rows: declare " + field.name() + "[T, " + named + "]");
      }
      List<Growing> found = new ArrayList<>();
      for (int column : layout.columns(row)) {
        found.add(column(row, column, target));
      }
      return new Windows.Part(field, height, ahead, found);
    }

    private Growing column(Field row, int column, boolean target) {
      // Where nothing is filled in, a column has the same numbers in inputs and targets.
      boolean apart = target && missing.rule() == Missing.Rule.NUMBER;
      Key key = new Key(column, row.classes(), row.categories(), apart);
      return columns.computeIfAbsent(
          key,
          absent -> {
            cells.add(new Cell(row, precision, missing, target, rows::place));
            return new Growing(file, precision, 1024);
          });
    }

    void run() {
      int[] places = columns.keySet().stream().mapToInt(Key::column).toArray();
      Growing[] numbers = columns.values().toArray(Growing[]::new);
      while (rows.next()) {
        for (int i = 0; i < places.length; i++) {
          numbers[i].add(cells.get(i).read(rows.cell(places[i]), places[i]));
        }
        count++;
      }
    }
  }
}
