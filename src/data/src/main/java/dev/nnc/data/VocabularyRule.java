package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Segments;
import dev.nnc.runtime.Vocabulary;
import dev.nnc.runtime.Vocabulary.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a vocabulary is made from a text.
 *
 * @param unit what a token is
 * @param limit the most tokens there may be, or 0 for as many as the field has classes
 * @param pad how the token that fills up short texts is called, or null where there is none
 * @param unknown whether there is a token for what is in no other
 */
record VocabularyRule(Unit unit, int limit, String pad, boolean unknown) {
  static final List<String> ARGUMENTS = List.of("by", "vocabulary", "unknown");

  private static final String UNKNOWN = "<unknown>";

  /**
   * Reads the arguments {@code by}, {@code vocabulary} and {@code unknown} of a source.
   *
   * @param arguments of the source
   * @param by the name of the argument that says what a token is
   * @param pad how the token that fills up short texts is called, or null
   */
  static VocabularyRule of(Arguments arguments, String by, String pad) {
    Unit unit =
        arguments.value(
            by,
            Unit.CHARACTERS,
            VocabularyRule::unit,
            "\"characters\", \"words\", \"bytes\" or \"pairs\"");
    int limit = arguments.value("vocabulary", 0, Arguments::count, "a number of tokens");
    boolean unknown =
        arguments.value(
            "unknown", unit == Unit.WORDS, VocabularyRule::unknown, "\"error\" or \"token\"");
    return new VocabularyRule(unit, limit, pad, unknown);
  }

  private static Unit unit(String text) {
    for (Unit unit : Unit.values()) {
      if (unit.name().toLowerCase(Locale.ROOT).equals(text)) {
        return unit;
      }
    }
    return null;
  }

  private static Boolean unknown(String text) {
    return text.equals("token") ? Boolean.TRUE : text.equals("error") ? Boolean.FALSE : null;
  }

  /**
   * Makes the vocabulary. Characters are in the order of their codes; words and pairs in that of
   * their frequency, equally frequent ones in the order of their codes.
   *
   * @param texts to be learned from
   * @param classes how many tokens the field has room for
   * @return the vocabulary; it may be larger than {@code classes}, see {@link #check}
   */
  Vocabulary learn(Iterable<String> texts, int classes) {
    int most = limit > 0 ? limit : classes;
    if (unit == Unit.BYTES || unit == Unit.PAIRS) {
      int first = pad == null ? 0 : 1;
      return Vocabulary.ofBytes(
          pad,
          unit == Unit.BYTES
              ? List.of()
              : new PairTraining(texts, first).merges(most - 256 - first));
    }
    Map<String, Long> counts = new HashMap<>();
    texts.forEach(text -> count(text, counts));
    counts.remove(pad);
    int reserved = (pad == null ? 0 : 1) + (unknown ? 1 : 0);
    boolean cuts = (limit > 0 || unknown) && counts.size() > most - reserved;
    List<String> tokens = new ArrayList<>(counts.keySet());
    Comparator<String> order = Comparator.naturalOrder();
    if (cuts || unit == Unit.WORDS) {
      tokens.sort(Comparator.<String, Long>comparing(counts::get).reversed().thenComparing(order));
    }
    if (cuts) {
      tokens.subList(Math.max(0, most - reserved), tokens.size()).clear();
    }
    if (unit == Unit.CHARACTERS) {
      tokens.sort(Comparator.comparingInt(text -> text.codePointAt(0)));
    }
    return Vocabulary.of(unit, pad, unknown ? UNKNOWN : null, tokens);
  }

  private void count(String text, Map<String, Long> counts) {
    if (unit == Unit.WORDS) {
      Segments.words(text, (from, to) -> counts.merge(text.substring(from, to), 1L, Long::sum));
    } else {
      Map<Integer, Long> characters = new HashMap<>();
      text.codePoints().forEach(sign -> characters.merge(sign, 1L, Long::sum));
      characters.forEach((sign, n) -> counts.merge(Character.toString(sign), n, Long::sum));
    }
  }

  /**
   * Checks that a field has a class for each token.
   *
   * @param field holds tokens
   * @param vocabulary of them
   * @param place where the text comes from
   */
  void check(Field field, Vocabulary vocabulary, Place place) {
    int size = vocabulary.size();
    if (size > field.classes()) {
      throw new DataException(
          DataCode.VOCABULARY_SIZE,
          place,
          "there are " + vocabulary + ", but " + field.name() + " is int<" + field.classes() + ">",
          "Declare it as int<" + size + ">; if that is a hyperparameter V, use --set V=" + size);
    }
  }
}
