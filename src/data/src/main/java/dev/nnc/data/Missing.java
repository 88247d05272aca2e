package dev.nnc.data;

/**
 * What happens to an empty cell.
 *
 * @param rule what to do
 * @param number what to put there under {@link Rule#NUMBER}
 */
public record Missing(Rule rule, double number) {
  /** The ways to deal with an empty cell. */
  public enum Rule {
    /** It is an error. */
    ERROR,
    /** The mean of the column's training rows takes its place. */
    MEAN,
    /** The median of the column's training rows takes its place. */
    MEDIAN,
    /** Its row is left out. */
    DROP,
    /** A given number takes its place. */
    NUMBER
  }

  /** An empty cell is an error. */
  public static final Missing ERROR = new Missing(Rule.ERROR, 0);

  /**
   * Reads the argument {@code missing} of a source.
   *
   * @param text {@code error}, {@code mean}, {@code median}, {@code drop} or a number
   * @return its meaning, or null where it has none
   */
  public static Missing parse(String text) {
    return switch (text.strip()) {
      case "error" -> ERROR;
      case "mean" -> new Missing(Rule.MEAN, 0);
      case "median" -> new Missing(Rule.MEDIAN, 0);
      case "drop" -> new Missing(Rule.DROP, 0);
      default -> number(text.strip());
    };
  }

  private static Missing number(String text) {
    double number = Cell.isNumber(text) ? Double.parseDouble(text) : Double.NaN;
    return Double.isFinite(number) ? new Missing(Rule.NUMBER, number) : null;
  }

  /** Whether the numbers to put in depend on the training rows. */
  public boolean isStatistic() {
    return rule == Rule.MEAN || rule == Rule.MEDIAN;
  }
}
