package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Order;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The rows of a CSV file that need not fit into memory. Each pass reads the file from its start and
 * holds no more than a buffer of examples, from which a shuffled pass draws at random and which it
 * refills. Examples are numbered in the order of the file; rows that are dropped do not count.
 */
public final class CsvStream implements Examples {
  private final Path file;
  private final CsvOptions options;
  private final List<Field> inputs;
  private final List<Field> targets;
  private final Precision precision;
  private final int buffer;
  private final LongPredicate chosen;

  private CsvStream(
      Path file,
      CsvOptions options,
      List<Field> inputs,
      List<Field> targets,
      Precision precision,
      int buffer,
      LongPredicate chosen) {
    this.file = file;
    this.options = options;
    this.inputs = inputs;
    this.targets = targets;
    this.precision = precision;
    this.buffer = buffer;
    this.chosen = chosen;
  }

  /**
   * Opens a file and finds its columns; cells are looked at in each pass only.
   *
   * @param file the file; it may be packed by gzip
   * @param options how it is written; empty cells can be filled by a statistic only where the
   *     inputs bring it along
   * @param inputs the fields to read
   * @param targets further fields to read
   * @param precision the format of the numbers in memory
   * @param buffer how many examples a shuffled pass holds
   * @return its rows
   * @throws DataException if a field cannot be read from the file
   */
  public static CsvStream open(
      Path file,
      CsvOptions options,
      List<Field> inputs,
      List<Field> targets,
      Precision precision,
      int buffer) {
    if (options.missing().isStatistic() && !inputs.stream().allMatch(CsvStream::isComplete)) {
      throw new DataException(
          DataCode.BAD_ARGUMENT,
          Place.of(file),
          "the mean or median of a file that is streamed is not known",
          "Use missing: \"drop\" or a number, or stream: false if the file fits into memory");
    }
    CsvStream stream =
        new CsvStream(
            file, options, List.copyOf(inputs), List.copyOf(targets), precision, buffer, n -> true);
    stream.pass(Order.SEQUENTIAL, 0, 0).close();
    return stream;
  }

  /**
   * Some of the examples.
   *
   * @param part whether the example of a number belongs to them
   * @return those for which that holds, with their numbers
   */
  public CsvStream where(LongPredicate part) {
    return new CsvStream(file, options, inputs, targets, precision, buffer, chosen.and(part));
  }

  private static boolean isComplete(Field input) {
    return !Cell.isReal(input) || !input.fills().isEmpty();
  }

  /** What is put in place of missing numbers. */
  Imputation imputation() {
    return options.missing().rule() == Missing.Rule.NUMBER
        ? Imputation.constant(inputs, options.missing().number())
        : Imputation.of(inputs);
  }

  @Override
  public long size() {
    return -1;
  }

  @Override
  public Pass pass(Order order, long seed, int epoch) {
    if (order == Order.JAVA_SHUFFLE) {
      throw new DataException(
          DataCode.BAD_ARGUMENT,
          Place.of(file),
          "order java_shuffle needs all examples in memory",
          "Use order = shuffled, or stream: false");
    }
    CsvRows rows = CsvRows.open(file, options);
    try {
      CsvExample example = CsvExample.of(file, rows, options, inputs, targets, precision);
      int held = order == Order.SHUFFLED ? buffer : 1;
      return new StreamPass(
          new StreamRows(file, rows, example, imputation(), precision, chosen),
          new StreamPass.Key(seed, epoch),
          held,
          precision);
    } catch (DataException e) {
      rows.close();
      throw e;
    }
  }
}
