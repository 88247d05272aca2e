package dev.nnc.runtime;

/**
 * Where texts are cut. Letters, digits and blanks are those of the Unicode tables of the Java
 * release; letters that only a later release knows count as signs in an earlier one.
 */
public final class Segments {
  /** A chunk is at most about this many units long, so that a text without blanks is cut, too. */
  private static final int LONGEST = 64;

  private static final int BLANK = 0;
  private static final int LETTER = 1;
  private static final int DIGIT = 2;
  private static final int SIGN = 3;

  private Segments() {}

  /** Takes pieces. */
  public interface Taker {
    /**
     * Takes a piece.
     *
     * @param from its first place in the text
     * @param to the place behind it
     */
    void take(int from, int to);
  }

  /**
   * Cuts a text into words: runs of letters and digits, apostrophes between letters included; each
   * line feed; each other sign by itself. Blanks are left out.
   *
   * @param text to be cut
   * @param taker gets the words in order
   */
  public static void words(String text, Taker taker) {
    int at = 0;
    while (at < text.length()) {
      int sign = text.codePointAt(at);
      int end = at + Character.charCount(sign);
      int kind = kind(sign);
      if (kind == LETTER || kind == DIGIT) {
        end = wordEnd(text, end);
        taker.take(at, end);
      } else if (kind == SIGN || sign == '\n') {
        taker.take(at, end);
      }
      at = end;
    }
  }

  private static int wordEnd(String text, int from) {
    int at = from;
    while (at < text.length()) {
      int sign = text.codePointAt(at);
      int next = at + Character.charCount(sign);
      boolean joins =
          (sign == '\'' || sign == '\u2019')
              && next < text.length()
              && kind(text.codePointAt(next)) == LETTER;
      if (kind(sign) != LETTER && kind(sign) != DIGIT && !joins) {
        return at;
      }
      at = next;
    }
    return at;
  }

  /**
   * Cuts a text into the chunks within which pairs are merged: runs of letters, of digits or of
   * other signs, each with the space before it, and runs of blanks. Together they are the text.
   *
   * @param text to be cut
   * @param taker gets the chunks in order
   */
  public static void chunks(String text, Taker taker) {
    int at = 0;
    while (at < text.length()) {
      int end = chunkEnd(text, at);
      taker.take(at, end);
      at = end;
    }
  }

  private static int chunkEnd(String text, int from) {
    int at = opens(text, from) ? from + 1 : from;
    int kind = kind(text.codePointAt(at));
    at += Character.charCount(text.codePointAt(at));
    while (at < text.length() && at - from < LONGEST) {
      int sign = text.codePointAt(at);
      if (kind(sign) != kind || (kind == BLANK && opens(text, at))) {
        break;
      }
      at += Character.charCount(sign);
    }
    return at;
  }

  /** Whether there is a space that goes with what follows it. */
  private static boolean opens(String text, int at) {
    return text.charAt(at) == ' '
        && at + 1 < text.length()
        && kind(text.codePointAt(at + 1)) != BLANK;
  }

  private static int kind(int sign) {
    return switch (Character.getType(sign)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          LETTER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> DIGIT;
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL ->
          BLANK;
      default -> SIGN;
    };
  }
}
