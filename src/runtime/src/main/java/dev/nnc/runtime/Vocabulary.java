package dev.nnc.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The tokens of which texts are made, numbered from 0: what a model that was trained on text knows.
 * Reserved tokens come first: the pad, then the unknown token, as far as there are any; they stand
 * for no text.
 *
 * <pre>{@code
 * Vocabulary vocabulary = model.vocabulary("tokens");
 * int[] tokens = vocabulary.encode("To be");
 * String text = vocabulary.decode(tokens);
 * }</pre>
 */
public final class Vocabulary {
  /** What a token is. */
  public enum Unit {
    /** A Unicode character; decoding gives the text again. */
    CHARACTERS,
    /**
     * A word, sign or line feed, see {@link Segments#words}; decoding puts spaces between words.
     */
    WORDS,
    /** A byte of the text in UTF-8; decoding gives the text again. */
    BYTES,
    /** A byte or a run of bytes that is frequent; decoding gives the text again. */
    PAIRS
  }

  /**
   * Two tokens that together are another.
   *
   * @param left the number of the first
   * @param right the number of the second
   */
  public record Merge(int left, int right) {}

  private final Unit unit;
  private final String pad;
  private final String unknown;
  private final List<String> texts;
  private final List<Merge> merges;
  private final int first;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final BytePairs pairs;

  private Vocabulary(
      Unit unit, String pad, String unknown, List<String> texts, List<Merge> merges) {
    this.unit = unit;
    this.pad = pad;
    this.unknown = unknown;
    this.texts = List.copyOf(texts);
    this.merges = List.copyOf(merges);
    first = (pad == null ? 0 : 1) + (unknown == null ? 0 : 1);
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isEmpty() || numbers.put(texts.get(i), first + i) != null) {
        throw new IllegalArgumentException("a token is empty or comes twice: " + texts.get(i));
      }
    }
    if (unknown != null) {
      numbers.put(unknown, pad == null ? 0 : 1);
    }
    if (pad != null) {
      numbers.put(pad, 0);
    }
    pairs = unit == Unit.BYTES || unit == Unit.PAIRS ? new BytePairs(first, merges) : null;
  }

  /**
   * A vocabulary of characters or words.
   *
   * @param unit which of them
   * @param pad how the reserved token that fills up short texts is called, or null for none; a text
   *     equal to it is this token
   * @param unknown how the reserved token for all other texts is called, or null for none
   * @param texts the tokens in their order, after the reserved ones
   * @throws IllegalArgumentException if one is empty or comes twice
   */
  public static Vocabulary of(Unit unit, String pad, String unknown, List<String> texts) {
    if (unit == Unit.BYTES || unit == Unit.PAIRS) {
      throw new IllegalArgumentException("the tokens of " + unit + " are not listed");
    }
    List<String> ordinary =
        texts.stream().filter(t -> !t.equals(pad) && !t.equals(unknown)).toList();
    return new Vocabulary(unit, pad, unknown, ordinary, List.of());
  }

  /**
   * A vocabulary of bytes and of pairs merged from them.
   *
   * @param pad how the reserved token that fills up short texts is called, or null for none
   * @param merges in their order; none leaves bytes alone. The byte b is token b, or b + 1 behind a
   *     pad, and each merge adds a token at the end
   * @throws IllegalArgumentException if a merge joins a token that is not made before it
   */
  public static Vocabulary ofBytes(String pad, List<Merge> merges) {
    return new Vocabulary(merges.isEmpty() ? Unit.BYTES : Unit.PAIRS, pad, null, List.of(), merges);
  }

  /** What a token is. */
  public Unit unit() {
    return unit;
  }

  /** How many tokens there are, the reserved ones included. */
  public int size() {
    return first + (pairs == null ? texts.size() : BytePairs.BYTES + merges.size());
  }

  /** The number of the token that fills up short texts, or -1. */
  public int pad() {
    return pad == null ? -1 : 0;
  }

  /** The number of the token for what is in no other, or -1. */
  public int unknown() {
    return unknown == null ? -1 : first - 1;
  }

  /** What pairs were merged, in order. */
  public List<Merge> merges() {
    return merges;
  }

  /**
   * A token, for people: its text, or the name of a reserved one. Bytes that are no text by
   * themselves are shown as U+FFFD.
   *
   * @param number from 0
   */
  public String token(int number) {
    Objects.checkIndex(number, size());
    if (number < first) {
      return number == 0 && pad != null ? pad : unknown;
    }
    return pairs == null
        ? texts.get(number - first)
        : new String(pairs.bytes(number), StandardCharsets.UTF_8);
  }

  /**
   * The tokens of a text.
   *
   * @param text any text
   * @return their numbers
   * @throws UnknownTokenException if it has a character or word that is no token, and there is no
   *     token for the unknown
   */
  public int[] encode(String text) {
    IntList tokens = new IntList();
    switch (unit) {
      case BYTES, PAIRS -> pairs.encode(text, tokens);
      case WORDS -> Segments.words(text, (from, to) -> tokens.add(number(text, from, to)));
      case CHARACTERS -> {
        for (int at = 0; at < text.length(); ) {
          int to = text.offsetByCodePoints(at, 1);
          tokens.add(number(text, at, to));
          at = to;
        }
      }
    }
    return tokens.toArray();
  }

  private int number(String text, int from, int to) {
    String token = text.substring(from, to);
    Integer number = numbers.get(token);
    if (number == null && unknown == null) {
      throw new UnknownTokenException(token, from, this);
    }
    return number == null ? unknown() : number;
  }

  /**
   * The text of tokens. The pad is left out, and the unknown token becomes U+FFFD.
   *
   * @param tokens their numbers
   * @return the text; between words, but not beside a line feed, there is one space
   * @throws IndexOutOfBoundsException if a number is no token
   */
  public String decode(int... tokens) {
    if (pairs != null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int token : tokens) {
        if (Objects.checkIndex(token, size()) >= first) {
          bytes.writeBytes(pairs.bytes(token));
        }
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      if (token != pad()) {
        String piece = token == unknown() ? "\uFFFD" : token(token);
        boolean apart =
            unit == Unit.WORDS
                && text.length() > 0
                && text.charAt(text.length() - 1) != '\n'
                && !piece.equals("\n");
        text.append(apart ? " " : "").append(piece);
      }
    }
    return text.toString();
  }

  /** Writes the vocabulary as lines of text. */
  void write(TextWriter out) {
    out.word("unit").word(unit.name().toLowerCase(Locale.ROOT)).end();
    out.word("pad").texts(pad == null ? List.of() : List.of(pad)).end();
    out.word("unknown").texts(unknown == null ? List.of() : List.of(unknown)).end();
    texts.forEach(text -> out.word("token").text(text).end());
    for (int m = 0; m < merges.size(); m++) {
      Merge merge = merges.get(m);
      String made = token(first + BytePairs.BYTES + m);
      out.word("pair").number(merge.left()).number(merge.right()).text(made).end();
    }
  }

  /** Reads what {@link #write} wrote. */
  static Vocabulary read(TextReader in) {
    Unit unit = in.word("unit").choice(Unit.values());
    in.end();
    List<String> pad = in.word("pad").list(TextReader::text);
    in.end();
    List<String> unknown = in.word("unknown").list(TextReader::text);
    in.end();
    List<String> texts = in.lines("token", TextReader::text);
    List<Merge> merges =
        in.lines(
            "pair",
            line -> {
              Merge merge = new Merge(line.integer(), line.integer());
              line.text(); // what it makes, for people
              return merge;
            });
    return new Vocabulary(
        unit,
        pad.isEmpty() ? null : pad.get(0),
        unknown.isEmpty() ? null : unknown.get(0),
        new ArrayList<>(texts),
        merges);
  }

  private List<Object> parts() {
    return Arrays.asList(unit, pad, unknown, texts, merges);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary v && parts().equals(v.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  @Override
  public String toString() {
    return size() + " " + unit.name().toLowerCase(Locale.ROOT);
  }
}
