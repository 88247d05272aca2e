package dev.nnc.runtime;

/** A text has a character or word that a vocabulary lacks. */
public final class UnknownTokenException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String token;
  private final int place;

  /**
   * Reports a piece of a text.
   *
   * @param token the piece
   * @param place where it begins in the text, from 0
   * @param vocabulary what lacks it
   */
  UnknownTokenException(String token, int place, Vocabulary vocabulary) {
    super(
        shown(token)
            + " at place "
            + place
            + " is none of the "
            + vocabulary.size()
            + " tokens of the vocabulary");
    this.token = token;
    this.place = place;
  }

  private static String shown(String token) {
    String code = String.format("U+%04X", token.codePointAt(0));
    boolean single = token.codePointCount(0, token.length()) == 1;
    return Character.isISOControl(token.codePointAt(0))
        ? code
        : '"' + token + '"' + (single ? " (" + code + ")" : "");
  }

  /** The piece that is unknown, with its code where it is a single character, for messages. */
  public String token() {
    return shown(token);
  }

  /** Where it begins in the text, from 0. */
  public int place() {
    return place;
  }
}
