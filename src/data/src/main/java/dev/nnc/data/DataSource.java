package dev.nnc.data;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Source;
import dev.nnc.runtime.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Opens what a {@code train} block or a command line names as data. */
public final class DataSource {
  private static final List<String> CSV =
      List.of("0", "separator", "header", "missing", "skip", "stream", "buffer", "text");

  private static final Map<String, Opener> FILES =
      Map.of(
          "csv",
          DataSource::csv,
          "text",
          (a, in, out, known, precision) -> TextSource.open(a, in, out, known),
          "lines",
          LineSource::open,
          "images",
          (a, in, out, known, precision) -> ImageSource.open(a, in, out),
          WindowSource.WINDOWS,
          (a, in, out, known, precision) -> WindowSource.open(a, in, out, precision),
          "audio",
          AudioSource::open,
          "idx",
          (a, in, out, known, precision) -> files(a, joined(in, out), precision),
          "npy",
          (a, in, out, known, precision) -> files(a, joined(in, out), precision),
          "npz",
          (a, in, out, known, precision) -> archive(a, joined(in, out), precision),
          "safetensors",
          (a, in, out, known, precision) -> archive(a, joined(in, out), precision));

  /** Sources that make their examples up. */
  private static final Map<String, Opener> MADE = new TreeMap<>();

  static {
    MADE.put("cells", (a, in, out, known, precision) -> Cells.open(a, joined(in, out), precision));
    MADE.put("glyphs", (a, in, out, known, precision) -> glyphs(a, joined(in, out), precision));
    MADE.put("points", (a, in, out, known, precision) -> Points.open(a, in, out, precision));
    MADE.put(
        "shapes", (a, in, out, known, precision) -> Shapes.open(a, joined(in, out), precision));
    MADE.put(
        "speech", (a, in, out, known, precision) -> Speech.open(a, joined(in, out), precision));
    for (String text : List.of(TextSource.SENTENCES, TextSource.TUNES)) {
      MADE.put(text, (a, in, out, known, precision) -> TextSource.open(a, in, out, known));
    }
    MADE.put(
        WindowSource.SERIES,
        (a, in, out, known, precision) -> WindowSource.open(a, in, out, precision));
    MADE.put("views", (a, in, out, known, precision) -> Views.open(a, joined(in, out), precision));
    MadeLines.names().forEach(name -> MADE.put(name, LineSource::open));
  }

  /** Sources of files like those that are made up. */
  private static final Map<String, String> READ_LIKE =
      Map.of(
          TextSource.SENTENCES, "text",
          TextSource.TUNES, "text",
          WindowSource.SERIES, WindowSource.WINDOWS);

  /** Larger files are streamed unless told otherwise; the same on every machine. */
  private static final long IN_MEMORY = 1L << 30;

  private static final int BUFFER = 10_000;
  private static final String TRUTH = "true or false";

  /** Reads or makes up the examples of a format. */
  private interface Opener {
    Dataset open(
        Arguments arguments,
        List<Field> inputs,
        List<Field> targets,
        Map<String, Vocabulary> vocabularies,
        Precision precision);
  }

  private DataSource() {}

  /**
   * Opens a source to train or evaluate with.
   *
   * @param source format and arguments
   * @param info the model that the examples are for
   * @param vocabularies what the model knows of texts already, by the name of the field; for others
   *     the source makes its own
   * @param base the folder from which relative file names count
   * @return the examples, in the precision of the model
   * @throws DataException if they cannot be read
   */
  public static Dataset open(
      Source source, ModelInfo info, Map<String, Vocabulary> vocabularies, Path base) {
    return open(
        new Arguments(source, base), info.inputs(), info.targets(), vocabularies, info.precision());
  }

  /**
   * Opens a source to train with, in another precision than that of the model.
   *
   * @param source format and arguments
   * @param info the model that the examples are for
   * @param base the folder from which relative file names count
   * @param precision the format of the numbers in memory
   * @return the examples
   * @throws DataException if they cannot be read
   */
  public static Dataset open(Source source, ModelInfo info, Path base, Precision precision) {
    return open(source, info.inputs(), info.targets(), base, precision);
  }

  /**
   * Opens a source.
   *
   * @param source format and arguments
   * @param inputs the fields to read
   * @param targets further fields to read; none to predict
   * @param base the folder from which relative file names count
   * @param precision the format of the numbers in memory
   * @return the examples
   * @throws DataException if they cannot be read
   */
  public static Dataset open(
      Source source, List<Field> inputs, List<Field> targets, Path base, Precision precision) {
    return open(new Arguments(source, base), inputs, targets, Map.of(), precision);
  }

  private static Dataset open(
      Arguments arguments,
      List<Field> inputs,
      List<Field> targets,
      Map<String, Vocabulary> vocabularies,
      Precision precision) {
    String format = arguments.source().format();
    Opener opener = FILES.getOrDefault(format, MADE.get(format));
    if (opener == null) {
      throw new DataException(
          DataCode.UNKNOWN_FORMAT,
          arguments.place(),
          "there is no source of data called " + Spelling.quote(format),
          Spelling.advice(
              format,
              Stream.concat(FILES.keySet().stream().sorted(), MADE.keySet().stream()).toList(),
              "use one of them"));
    }
    return opener.open(arguments, inputs, targets, vocabularies, precision);
  }

  /**
   * Whether a source makes its examples up, so that it has no file that another could replace.
   *
   * @param source format and arguments
   * @return whether it names no file
   */
  public static boolean isGenerated(Source source) {
    return MADE.containsKey(source.format());
  }

  /**
   * What can read a folder or an archive of files.
   *
   * @param path a folder, or an archive
   * @return {@code audio} for an archive and where there are recordings, or else {@code images}
   * @throws DataException if it cannot be read
   */
  public static String formatOfFolder(Path path) {
    return TarFile.isNamedSo(path) || AudioSource.hasRecordings(path) ? "audio" : "images";
  }

  /**
   * Whether an example of a source takes many rows of a table.
   *
   * @param source format and arguments
   */
  public static boolean isSeries(Source source) {
    return source.format().equals(WindowSource.WINDOWS);
  }

  /**
   * What reads a file in place of a source that makes its examples up, where the file's name does
   * not tell: a text for texts, windows for a series.
   *
   * @param made the source that makes examples up
   * @return the same without a file; or null, where the file itself must tell
   */
  public static Source reading(Source made) {
    String format = READ_LIKE.get(made.format());
    if (format == null) {
      return null;
    }
    Map<String, String> arguments = new TreeMap<>(made.arguments());
    arguments.keySet().removeAll(List.of("count", "seed"));
    return new Source(format, arguments);
  }

  private static Dataset glyphs(Arguments arguments, List<Field> fields, Precision precision) {
    arguments.allow(Glyphs.ARGUMENTS, "leave it out");
    int count = arguments.value("count", 1000, Arguments::count, "a number of examples");
    long seed = arguments.value("seed", 1, Arguments::count, "a whole number from 1");
    return new Dataset.InMemory(Glyphs.draw(fields, count, seed, precision, arguments.place()));
  }

  private static List<Field> joined(List<Field> inputs, List<Field> targets) {
    return Stream.concat(inputs.stream(), targets.stream()).toList();
  }

  private static Dataset csv(
      Arguments arguments,
      List<Field> inputs,
      List<Field> targets,
      Map<String, Vocabulary> vocabularies,
      Precision precision) {
    boolean text = arguments.source().arguments().containsKey("text");
    List<String> names = new ArrayList<>(CSV);
    names.addAll(text ? TextRows.ARGUMENTS : List.of());
    arguments.allow(names, "leave it out");
    Path file = arguments.file("0", "csv(\"data.csv\")");
    CsvOptions options = options(arguments);
    if (text) {
      return textCsv(arguments, file, options, inputs, targets, vocabularies, precision);
    }
    int buffer = arguments.value("buffer", BUFFER, Arguments::count, "a number of examples");
    if (arguments.value("stream", isLarge(file), Arguments::truth, TRUTH)) {
      return new Dataset.Streamed(
          CsvStream.open(file, options, inputs, targets, precision, buffer));
    }
    return new Dataset.InMemory(CsvSource.read(file, options, inputs, targets, precision));
  }

  /** A table of which some columns are texts. */
  private static Dataset textCsv(
      Arguments arguments,
      Path file,
      CsvOptions options,
      List<Field> inputs,
      List<Field> targets,
      Map<String, Vocabulary> vocabularies,
      Precision precision) {
    Field length = TextRows.length(arguments, inputs);
    List<Field> fields = joined(inputs, targets).stream().filter(TextRows::isText).toList();
    if (fields.isEmpty()) {
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          "the model has no field that can hold the tokens of a text",
          "Declare for example input review[T]: int<V>, or leave out text: …");
    }
    List<List<String>> cells = new ArrayList<>();
    fields.forEach(field -> cells.add(new ArrayList<>()));
    Predicate<Field> number = field -> !fields.contains(field) && !field.equals(length);
    // Texts look like names, so that only the fields tell whether there is a header.
    boolean named = joined(inputs, targets).stream().anyMatch(field -> !isPlaced(field));
    Columns numbers =
        CsvSource.read(
            file,
            options.header() == null ? options.withHeader(named) : options,
            inputs.stream().filter(number).toList(),
            targets.stream().filter(number).toList(),
            precision,
            fields,
            cells);
    List<TextRows.Column> texts = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      Place place = Place.of(file).column(field.name());
      texts.add(
          TextRows.Column.inRows(
              field, TextRows.Role.WHOLE, cells.get(i), place, numbers.origin()));
    }
    return TextRows.of(arguments, "text", numbers, texts, length, vocabularies);
  }

  private static boolean isPlaced(Field field) {
    return !field.columns().isEmpty()
        && field.columns().stream().allMatch(name -> name.matches("\\{\\d+}"));
  }

  /** How the file of a source is written. */
  static CsvOptions options(Arguments arguments) {
    return new CsvOptions(
        arguments.value("separator", ',', DataSource::separator, "one character, such as \";\""),
        arguments.value("header", null, Arguments::truth, TRUTH),
        arguments.value(
            "missing",
            Missing.ERROR,
            Missing::parse,
            "\"error\", \"mean\", \"median\", \"drop\" or a number"),
        arguments.value("skip", 0, Arguments::count, "a number of lines"));
  }

  private static Character separator(String text) {
    if (text.equals("tab") || text.equals("\\t")) {
      return '\t';
    }
    boolean possible = text.length() == 1 && "\"\r\n\uFEFF".indexOf(text.charAt(0)) < 0;
    return possible ? (Character) text.charAt(0) : null;
  }

  private static boolean isLarge(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) > IN_MEMORY;
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  /** A file for each field, named by it. */
  private static Dataset files(Arguments arguments, List<Field> fields, Precision precision) {
    String format = arguments.source().format();
    arguments.allow(
        fields.stream().map(Field::name).toList(), "name the files by the fields of the model");
    ArrayExamples examples = new ArrayExamples(arguments.base());
    for (Field field : fields) {
      String example = format + "(" + field.name() + ": \"…\", …)";
      Path file = arguments.file(field.name(), example);
      StoredArray array =
          format.equals("idx") ? IdxFile.read(file, precision) : NpyFile.read(file, precision);
      examples.add(field, array, Place.of(file));
    }
    return new Dataset.InMemory(examples.toColumns());
  }

  /** One file with an array for each field, under its name or the one after {@code from}. */
  private static Dataset archive(Arguments arguments, List<Field> fields, Precision precision) {
    String format = arguments.source().format();
    arguments.allow(List.of("0"), "name just the file");
    Path file = arguments.file("0", format + "(\"data." + format + "\")");
    ArrayExamples examples = new ArrayExamples(file);
    try (ArrayFile arrays =
        format.equals("npz") ? NpzFile.open(file) : SafetensorsFile.open(file)) {
      for (Field field : fields) {
        String name = field.columns().size() == 1 ? field.columns().get(0) : field.name();
        Place place = Place.of(file).array(name);
        if (!arrays.names().contains(name)) {
          throw new DataException(
              DataCode.UNKNOWN_ARRAY,
              place,
              "the file has no such array for " + field.name(),
              Spelling.advice(name, arrays.names(), "say which one with `from`"));
        }
        examples.add(field, arrays.read(name, precision), place);
      }
    }
    return new Dataset.InMemory(examples.toColumns());
  }
}
