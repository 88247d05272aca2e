package dev.nnc.data;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Opens what a {@code train} block or a command line names as data. */
public final class DataSource {
  private static final List<String> CSV = List.of("0", "separator", "header", "missing");
  private static final String TRUTH = "true or false";

  private DataSource() {}

  /**
   * Opens a source to train or evaluate with.
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
    Arguments arguments = new Arguments(source, base);
    return switch (source.format()) {
      case "csv" -> csv(arguments, inputs, targets, precision);
      case "idx" -> idx(arguments, joined(inputs, targets), precision);
      default ->
          throw new DataException(
              DataCode.UNKNOWN_FORMAT,
              arguments.place(),
              "there is no source of data called " + Spelling.quote(source.format()),
              Spelling.advice(source.format(), List.of("csv", "idx"), "use one of them"));
    };
  }

  private static List<Field> joined(List<Field> inputs, List<Field> targets) {
    return Stream.concat(inputs.stream(), targets.stream()).toList();
  }

  private static Dataset csv(
      Arguments arguments, List<Field> inputs, List<Field> targets, Precision precision) {
    arguments.allow(CSV, "leave it out");
    Path file = arguments.file("0", "csv(\"data.csv\")");
    return new Dataset.InMemory(
        CsvSource.read(file, options(arguments), inputs, targets, precision));
  }

  private static CsvOptions options(Arguments arguments) {
    return new CsvOptions(
        arguments.value("separator", ',', DataSource::separator, "one character, such as \";\""),
        arguments.value("header", null, DataSource::truth, TRUTH),
        arguments.value(
            "missing",
            Missing.ERROR,
            Missing::parse,
            "\"error\", \"mean\", \"median\", \"drop\" or a number"));
  }

  private static Character separator(String text) {
    if (text.equals("tab") || text.equals("\\t")) {
      return '\t';
    }
    boolean possible = text.length() == 1 && "\"\r\n\uFEFF".indexOf(text.charAt(0)) < 0;
    return possible ? (Character) text.charAt(0) : null;
  }

  private static Boolean truth(String text) {
    return switch (text.strip()) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static Dataset idx(Arguments arguments, List<Field> fields, Precision precision) {
    List<String> names = new ArrayList<>(fields.stream().map(Field::name).toList());
    arguments.allow(names, "name the files by the fields of the model");
    ArrayExamples examples = new ArrayExamples(arguments.base());
    for (Field field : fields) {
      Path file = arguments.file(field.name(), "idx(" + field.name() + ": \"file.gz\", …)");
      examples.add(field, IdxFile.read(file, precision), Place.of(file));
    }
    return new Dataset.InMemory(examples.toColumns());
  }
}
