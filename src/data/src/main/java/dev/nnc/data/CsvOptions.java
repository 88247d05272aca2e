package dev.nnc.data;

/**
 * How a CSV file is written.
 *
 * @param separator what stands between cells
 * @param header whether there is one, or null to find out
 * @param missing what to do with empty cells
 * @param skip how many lines to pass over at the start
 */
public record CsvOptions(char separator, Boolean header, Missing missing, int skip) {
  /** As the others are, without lines to pass over. */
  public CsvOptions(char separator, Boolean header, Missing missing) {
    this(separator, header, missing, 0);
  }

  /** A comma, a header if the first line looks like one, and no empty cells. */
  public static final CsvOptions STANDARD = new CsvOptions(',', null, Missing.ERROR);

  /** The same but for empty cells. */
  public CsvOptions withMissing(Missing other) {
    return new CsvOptions(separator, header, other, skip);
  }

  /** The same with or without a header. */
  CsvOptions withHeader(boolean other) {
    return new CsvOptions(separator, other, missing, skip);
  }
}
