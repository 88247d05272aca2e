package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Split;
import dev.nnc.runtime.Table;
import dev.nnc.runtime.UnknownTokenException;
import dev.nnc.runtime.Vocabulary;
import dev.nnc.runtime.Vocabulary.Unit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text as examples: windows of as many tokens as the input has, and the tokens that follow by
 * one. The parts of a split are stretches of the text, train before valid before test, and no
 * window reaches from one into another.
 *
 * @param file where the text was read
 * @param text all of it; of a source of bytes, a character for each
 * @param rule how its vocabulary is made
 * @param known the vocabulary that the model has already, or null
 * @param window the input that takes a window
 * @param next the target that takes the last of the tokens one place further, or null
 * @param stride from one window to the next, in tokens
 */
record TextWindows(
    Path file,
    String text,
    VocabularyRule rule,
    Vocabulary known,
    Field window,
    Field next,
    int stride)
    implements Dataset {

  /** Words are shorter; a text without blanks is cut anyway. */
  private static final int SOON = 100;

  @Override
  public Parts split(List<Share> shares, long seed) {
    return parts(Stretches.of(text.length(), shares, Place.of(file), this::cut));
  }

  @Override
  public Examples all(Imputation imputation) {
    return parts(Map.of(Split.TRAIN, new int[] {0, text.length()})).examples().get(Split.TRAIN);
  }

  /** A place, or one soon behind it where no character and, if possible, no word is torn. */
  private int cut(int at) {
    if (rule.unit() == Unit.WORDS) {
      for (int end = at; end < text.length() && end < at + SOON; end++) {
        if (Character.isWhitespace(text.charAt(end))) {
          return end;
        }
      }
    }
    boolean torn = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
    return torn ? at + 1 : at;
  }

  private Parts parts(Map<String, int[]> stretches) {
    Vocabulary vocabulary = vocabulary(stretches.get(Split.TRAIN));
    rule.check(window, vocabulary, Place.of(file));
    if (next != null) {
      rule.check(next, vocabulary, Place.of(file));
    }
    List<int[]> encoded = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    Map<String, int[]> rows = new LinkedHashMap<>();
    int offset = 0;
    for (Map.Entry<String, int[]> stretch : stretches.entrySet()) {
      int[] tokens = encode(stretch.getValue()[0], stretch.getValue()[1], vocabulary);
      int firstRow = starts.size();
      for (int at = 0; at + span() <= tokens.length; at += stride) {
        starts.add(offset + at);
      }
      checkRows(stretch.getKey(), tokens.length, starts.size() - firstRow);
      rows.put(
          stretch.getKey(), java.util.stream.IntStream.range(firstRow, starts.size()).toArray());
      encoded.add(tokens);
      offset = Math.addExact(offset, tokens.length);
    }
    Table table = table(new Tokens(encoded, vocabulary.size()), starts);
    Map<String, Examples> parts = new LinkedHashMap<>();
    rows.forEach((name, chosen) -> parts.put(name, table.subset(chosen)));
    Map<String, Vocabulary> vocabularies = new LinkedHashMap<>();
    vocabularies.put(window.name(), vocabulary);
    if (next != null) {
      vocabularies.put(next.name(), vocabulary);
    }
    return new Parts(parts, Imputation.NONE, vocabularies);
  }

  /** How many tokens an example takes. */
  private int span() {
    return window.size() + (next == null ? 0 : 1);
  }

  private void checkRows(String name, int tokens, int rows) {
    if (rows == 0) {
      throw new DataException(
          DataCode.NO_ROWS,
          Place.of(file),
          "the part for " + name + " has " + tokens + " tokens, but an example takes " + span(),
          "Give it a larger share, or make " + window.name() + " shorter");
    }
  }

  /**
   * Characters and bytes are those of the whole text, an alphabet and no statistic; words and pairs
   * are chosen by what is frequent in the training part.
   */
  private Vocabulary vocabulary(int[] train) {
    if (known != null) {
      return known;
    }
    boolean whole = rule.unit() == Unit.CHARACTERS || rule.unit() == Unit.BYTES;
    String part = whole ? text : text.substring(train[0], train[1]);
    return rule.learn(List.of(part), window.classes());
  }

  private int[] encode(int from, int to, Vocabulary vocabulary) {
    if (vocabulary.unit() == Unit.BYTES) {
      byte[] bytes = text.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
      int[] tokens = new int[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        tokens[i] = bytes[i] & 255;
      }
      return tokens;
    }
    try {
      return vocabulary.encode(text.substring(from, to));
    } catch (UnknownTokenException e) {
      long line = text.substring(0, from + e.place()).chars().filter(c -> c == '\n').count() + 1;
      throw new DataException(
          DataCode.UNKNOWN_TOKEN,
          Place.cell(file, 0, line, ""),
          "found " + e.token() + ", which is none of the " + vocabulary + " of the vocabulary",
          "Take it out of the text, or train with unknown: \"token\"",
          e);
    }
  }

  private Table table(Tokens tokens, List<Integer> starts) {
    int[] at = starts.stream().mapToInt(Integer::intValue).toArray();
    int length = window.size();
    Table.Builder table = Table.builder();
    table.column(
        window.name(),
        length,
        at.length,
        (row, draw, to, place) -> tokens.copyTo(at[row], to, place, length));
    if (next != null) {
      int size = next.size();
      int behind = length + 1 - size;
      table.column(
          next.name(),
          size,
          at.length,
          (row, draw, to, place) -> tokens.copyTo(at[row] + behind, to, place, size));
    }
    return table.build();
  }
}
