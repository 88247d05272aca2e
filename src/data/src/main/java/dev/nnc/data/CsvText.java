package dev.nnc.data;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rows of plain cells with fixed decimals, each row ended by a line feed. */
final class CsvText {
  private final StringBuilder text = new StringBuilder();
  private boolean started;

  CsvText(String header) {
    text.append(header).append('\n');
  }

  /** A cell with a number, rounded exactly. */
  CsvText number(double value, int decimals) {
    return word(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString());
  }

  /** A cell with a word that needs no quotes. */
  CsvText word(String word) {
    text.append(started ? "," : "").append(word);
    started = true;
    return this;
  }

  /** Ends the row. */
  void end() {
    text.append('\n');
    started = false;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
