package dev.nnc.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Sources of short texts that are made up, an example a line: {@code reviews(count: 2000, seed:
 * 1)}. They are read as {@code lines("file")} reads a file, with tabs between what is for each
 * field.
 */
enum MadeLines {
  /** Reviews of films, and whether they are bad or good. */
  REVIEWS(Reviews::line),
  /** Sentences, and their translation into a made-up language. */
  TRANSLATIONS(Translations::line),
  /** Questions and answers. */
  QUESTIONS(Questions::line),
  /** The sentences of {@link Sentences}, each by itself. */
  STATEMENTS(Sentences::sentence);

  private final Function<Choice, String> line;

  MadeLines(Function<Choice, String> line) {
    this.line = line;
  }

  /** The name of the source. */
  String source() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all. */
  static List<String> names() {
    return Arrays.stream(values()).map(MadeLines::source).toList();
  }

  /** The one that a source names, or null. */
  static MadeLines named(String format) {
    return Arrays.stream(values()).filter(m -> m.source().equals(format)).findAny().orElse(null);
  }

  /**
   * Makes texts up.
   *
   * @param count how many
   * @param seed others for each; the first ones do not depend on the count
   */
  List<String> lines(int count, long seed) {
    return IntStream.range(0, count).mapToObj(i -> line.apply(new Choice(seed, i))).toList();
  }
}
