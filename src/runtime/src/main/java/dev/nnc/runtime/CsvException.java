package dev.nnc.runtime;

import java.io.IOException;

/**
 * A CSV file does not hold what a model reads; the message names the place and what was expected.
 */
public final class CsvException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong.
   *
   * @param place where, such as {@code houses.csv, row 3 (line 4), column "price"}
   * @param problem what was found and what was expected
   */
  public CsvException(String place, String problem) {
    super(place + ": " + problem);
  }
}
