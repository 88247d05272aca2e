package dev.nnc.cli.picture;

import dev.nnc.data.Batches;
import dev.nnc.data.DataSource;
import dev.nnc.data.Dataset;
import dev.nnc.data.Imputation;
import dev.nnc.runtime.Examples;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The first examples of a source, in memory. */
public final class ExampleRows {
  private final Batches batches;
  private final List<Field> fields;
  private final int count;

  private ExampleRows(Batches batches, List<Field> fields, int count) {
    this.batches = batches;
    this.fields = fields;
    this.count = count;
  }

  /**
   * Reads examples.
   *
   * @param source where they come from
   * @param held whether to take those only that training holds back for the test or validation,
   *     where it does so
   * @param info the model that knows the fields
   * @param inputs what a predictor takes; what is no field of the model is left out
   * @param shown names of further inputs and targets of the model
   * @param most how many examples to read at most
   * @return the examples
   */
  public static ExampleRows read(
      Settings.Source source,
      boolean held,
      ModelInfo info,
      List<Field> inputs,
      List<String> shown,
      int most) {
    List<Field> fields =
        info.fields().stream()
            .filter(f -> shown.contains(f.name()) || inputs.stream().anyMatch(i -> fits(f, i)))
            .toList();
    return read(source, held, info, fields, most);
  }

  private static ExampleRows read(
      Settings.Source source, boolean held, ModelInfo info, List<Field> fields, int most) {
    List<Field> inputs = fields.stream().filter(info.inputs()::contains).toList();
    List<Field> targets = fields.stream().filter(f -> !inputs.contains(f)).toList();
    Dataset dataset = DataSource.open(source, inputs, targets, Path.of(""), info.precision());
    Examples examples =
        held ? held(dataset, info) : dataset.all(filled(dataset, Imputation.of(info.inputs())));
    try (Batches batches = new Batches(examples, fields, info.precision(), most)) {
      return new ExampleRows(batches, fields, batches.next());
    }
  }

  private static Imputation filled(Dataset dataset, Imputation known) {
    return known.fills().isEmpty() ? dataset.fit() : known;
  }

  /** The part of the split that is farthest from training. */
  private static Examples held(Dataset dataset, ModelInfo info) {
    Settings settings = info.settings();
    Map<String, Examples> parts = dataset.split(settings.split(), settings.seed()).examples();
    return Stream.of(Split.TEST, Split.VALID, Split.TRAIN)
        .map(parts::get)
        .filter(part -> part != null && part.size() > 0)
        .findFirst()
        .orElseThrow();
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Whether a field of this name and size was read. */
  public boolean has(Field field) {
    return fields.stream().anyMatch(f -> fits(f, field));
  }

  /**
   * Whether examples of a field can be those of an input of an entry.
   *
   * @param field what examples have
   * @param input what an entry takes
   */
  static boolean fits(Field field, Field input) {
    return field.name().equals(input.name()) && field.size() == input.size();
  }

  /**
   * The numbers of a field.
   *
   * @param field one that was read
   * @param example its number
   */
  public double[] get(Field field, int example) {
    return batches.get(field, example);
  }

  /**
   * The greatest number of a field in all examples.
   *
   * @param field one that was read
   */
  public double greatest(Field field) {
    return IntStream.range(0, count)
        .mapToObj(example -> get(field, example))
        .flatMapToDouble(Arrays::stream)
        .max()
        .orElse(Double.NEGATIVE_INFINITY);
  }
}
