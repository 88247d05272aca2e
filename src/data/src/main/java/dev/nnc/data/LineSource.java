package dev.nnc.data;

import dev.nnc.data.TextRows.Role;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import dev.nnc.runtime.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Opens {@code lines("names.txt")}, {@code lines("pairs.tsv")} or {@code lines(source: "a.txt",
 * target: "b.txt")}: a line, or lines of equal number, for each example. So are the lines of {@link
 * MadeLines}.
 */
final class LineSource {
  private final Arguments arguments;
  private final List<Field> fields = new ArrayList<>();
  private final List<Field> targets;
  private final Precision precision;
  private final Field length;

  private LineSource(
      Arguments arguments, List<Field> inputs, List<Field> targets, Precision precision) {
    this.arguments = arguments;
    this.targets = targets;
    this.precision = precision;
    length = TextRows.length(arguments, inputs);
    Stream.concat(inputs.stream(), targets.stream())
        .filter(field -> !field.equals(length))
        .forEach(fields::add);
  }

  static Dataset open(
      Arguments arguments,
      List<Field> inputs,
      List<Field> targets,
      Map<String, Vocabulary> known,
      Precision precision) {
    LineSource source = new LineSource(arguments, inputs, targets, precision);
    source.check();
    MadeLines made = MadeLines.named(arguments.source().format());
    if (made != null) {
      return source.single(Path.of(made.source()), source.made(made), known);
    }
    boolean single = arguments.source().arguments().containsKey("0");
    if (single) {
      Path file = arguments.file("0", "lines(\"lines.txt\")");
      return source.single(file, read(file), known);
    }
    return source.files(known);
  }

  private List<String> made(MadeLines made) {
    int count = arguments.value("count", 1000, Arguments::count, "a number of examples");
    long seed = arguments.value("seed", 1, Arguments::count, "a whole number from 1");
    return made.lines(count, seed);
  }

  private void check() {
    List<String> names = new ArrayList<>(TextRows.ARGUMENTS);
    names.add("by");
    if (MadeLines.named(arguments.source().format()) != null) {
      names.addAll(List.of("count", "seed"));
      arguments.allow(names, "leave it out");
    } else {
      names.add("0");
      fields.forEach(field -> names.add(field.name()));
      arguments.allow(names, "name the files by the fields of the model");
    }
    for (Field field : fields) {
      if (!TextRows.isText(field) && !field.shape().isEmpty()) {
        throw new DataException(
            DataCode.UNREADABLE_FIELD,
            arguments.place(),
            "a line has nothing for " + field.name() + field.shape(),
            "Declare it as " + field.name() + field.shape() + ": int<V> for the tokens of a line");
      }
    }
    if (fields.stream().noneMatch(TextRows::isText)) {
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          "the model has no field that can hold the tokens of a line",
          "Declare input tokens[T]: int<V>");
    }
  }

  /** One file: its lines are cut at tabs where there is more than one field. */
  private Dataset single(Path file, List<String> lines, Map<String, Vocabulary> known) {
    boolean shifted =
        fields.size() == 2
            && targets.contains(fields.get(1))
            && fields.stream().allMatch(TextRows::isText)
            && lines.get(0).indexOf('\t') < 0;
    if (shifted || fields.size() == 1) {
      return dataset(file, List.of(file, file), List.of(lines, lines), shifted, known);
    }
    List<List<String>> columns = new ArrayList<>();
    fields.forEach(field -> columns.add(new ArrayList<>()));
    for (int row = 0; row < lines.size(); row++) {
      String[] parts = lines.get(row).split("\t", -1);
      if (parts.length != fields.size()) {
        throw new DataException(
            DataCode.RAGGED_ROW,
            Place.cell(file, 0, row + 1, ""),
            "the line has " + parts.length + " parts between tabs, the model " + fields.size(),
            "Put a tab between what is for " + names());
      }
      for (int i = 0; i < parts.length; i++) {
        columns.get(i).add(parts[i]);
      }
    }
    return dataset(file, fields.stream().map(f -> file).toList(), columns, false, known);
  }

  private String names() {
    return String.join(", ", fields.stream().map(Field::name).toList());
  }

  /** A file for each field. */
  private Dataset files(Map<String, Vocabulary> known) {
    List<Path> files = new ArrayList<>();
    List<List<String>> columns = new ArrayList<>();
    for (Field field : fields) {
      Path file = arguments.file(field.name(), "lines(" + field.name() + ": \"…\", …)");
      List<String> lines = read(file);
      if (!columns.isEmpty() && lines.size() != columns.get(0).size()) {
        throw new DataException(
            DataCode.COUNT_MISMATCH,
            Place.of(file),
            "it has " + lines.size() + " lines, " + files.get(0) + " has " + columns.get(0).size(),
            "Use files whose lines belong together");
      }
      files.add(file);
      columns.add(lines);
    }
    return dataset(files.get(0), files, columns, false, known);
  }

  private static List<String> read(Path file) {
    return PlainText.read(file).lines().toList();
  }

  private Dataset dataset(
      Path file,
      List<Path> files,
      List<List<String>> columns,
      boolean shifted,
      Map<String, Vocabulary> known) {
    long[] origin = LongStream.range(0, columns.get(0).size()).toArray();
    List<Field> others = new ArrayList<>();
    List<Values> values = new ArrayList<>();
    List<TextRows.Column> texts = new ArrayList<>();
    for (int f = 0; f < fields.size(); f++) {
      Field field = fields.get(f);
      Place place = Place.of(files.get(f));
      if (TextRows.isText(field)) {
        Role role = !shifted ? Role.WHOLE : f == 0 ? Role.BEFORE : Role.AFTER;
        texts.add(TextRows.Column.inRows(field, role, columns.get(f), place, origin));
      } else {
        others.add(field);
        values.add(numbers(field, columns.get(f), place));
      }
    }
    Columns numbers = new Columns(file, others, values, origin, Missing.ERROR);
    return TextRows.of(arguments, "by", numbers, texts, length, known);
  }

  private Values numbers(Field field, List<String> lines, Place place) {
    Values values = Values.allocate(precision, lines.size());
    int[] row = new int[1];
    Cell cell =
        new Cell(
            field,
            precision,
            Missing.ERROR,
            targets.contains(field),
            column -> place.row(row[0] + 1));
    for (row[0] = 0; row[0] < lines.size(); row[0]++) {
      values.set(row[0], cell.read(lines.get(row[0]).strip(), 0));
    }
    return values;
  }
}
