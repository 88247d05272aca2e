package dev.nnc.compiler.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to compute a contraction over lanes. Whatever it is, each sum has its order, so that no bit
 * depends on it.
 *
 * @param rows the factor that gives the rows, as the key of the contraction calls them; the other
 *     one gives the columns
 * @param axis the axis of which rows are computed together, numbered as in the key from 0
 * @param together how many rows are computed together
 * @param vectors how many vectors of columns are computed together at most
 * @param packed which factors are packed before they are read
 * @param columns how many columns a block has
 * @param summands how many summands are added before the next block
 */
public record Way(
    Factor rows, int axis, int together, int vectors, Packed packed, int columns, int summands) {
  /** A factor of a contraction, under the letter that its key gives it. */
  public enum Factor {
    /** The first one. */
    A,
    /** The second one. */
    B;

    /** The other one. */
    Factor other() {
      return this == A ? B : A;
    }
  }

  /** Factors that are packed before they are read; others are read where they are. */
  public enum Packed {
    /** Neither. */
    NONE,
    /** The first one. */
    A,
    /** The second one. */
    B,
    /** Both. */
    AB;

    static Packed of(boolean first, boolean second) {
      return first ? (second ? AB : A) : second ? B : NONE;
    }

    boolean has(Factor factor) {
      return this == AB || name().equals(factor.name());
    }
  }

  /** Vectors that a processor with wide ones holds in registers. */
  static final int REGISTERS = 32;

  /** Rows computed together at most. */
  static final int MOST_ROWS = 14;

  /** Vectors of columns computed together at most. */
  static final int MOST_VECTORS = 6;

  /** Columns of a block at most: longer rows of a panel meet in the same cache sets. */
  static final int MOST_COLUMNS = 512;

  /** Summands of a block at most. */
  static final int MOST_SUMMANDS = 1 << 16;

  private static final int MOST_AXES = 64;

  private static final Pattern TEXT =
      Pattern.compile(
          "rows:(a|b) axis:(\\d{1,9}) tile:(\\d{1,9})x(\\d{1,9}) packed:(none|a|b|ab)"
              + " columns:(\\d{1,9}) summands:(\\d{1,9})");

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range, or the results in the making would
   *     not fit the registers
   */
  public Way {
    range("axis", axis, 0, MOST_AXES);
    range("rows of the tile", together, 2, MOST_ROWS);
    range("vectors of the tile", vectors, 1, MOST_VECTORS);
    range("columns", columns, 1, MOST_COLUMNS);
    range("summands", summands, 1, MOST_SUMMANDS);
    if (registers(together, vectors) > REGISTERS) {
      throw new IllegalArgumentException(
          "a tile of %dx%d takes %d registers, more than %d"
              .formatted(together, vectors, registers(together, vectors), REGISTERS));
    }
  }

  /** Results in the making, the vectors of a summand, and a number of the other factor. */
  static int registers(int together, int vectors) {
    return together * vectors + vectors + 1;
  }

  private static void range(String what, int number, int least, int most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          what + ": a number from " + least + " to " + most + ", not " + number);
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @param text the text
   * @return the way
   * @throws IllegalArgumentException if it says no way, or one that cannot be
   */
  public static Way parse(String text) {
    Matcher found = TEXT.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("not a way to compute a contraction");
    }
    return new Way(
        Factor.valueOf(upper(found.group(1))),
        Integer.parseInt(found.group(2)),
        Integer.parseInt(found.group(3)),
        Integer.parseInt(found.group(4)),
        Packed.valueOf(upper(found.group(5))),
        Integer.parseInt(found.group(6)),
        Integer.parseInt(found.group(7)));
  }

  private static String upper(String text) {
    return text.toUpperCase(java.util.Locale.ROOT);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String toString() {
    return "rows:%s axis:%d tile:%dx%d packed:%s columns:%d summands:%d"
        .formatted(lower(rows), axis, together, vectors, lower(packed), columns, summands);
  }
}
