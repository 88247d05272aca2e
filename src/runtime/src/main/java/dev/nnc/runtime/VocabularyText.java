package dev.nnc.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vocabularies of a model as text: what generated models carry as the resource {@code
 * .vocabulary}. A line for each token, in the order of their numbers; the fields that share a
 * vocabulary are named before it.
 */
public final class VocabularyText {
  private static final int VERSION = 1;

  private VocabularyText() {}

  /**
   * Writes vocabularies.
   *
   * @param vocabularies by the name of the field
   * @return lines that end in line feeds; the same for equal vocabularies
   */
  public static String write(Map<String, Vocabulary> vocabularies) {
    Map<Vocabulary, List<String>> fields = new LinkedHashMap<>();
    new TreeMap<>(vocabularies)
        .forEach((field, v) -> fields.computeIfAbsent(v, n -> new ArrayList<>()).add(field));
    TextWriter out = new TextWriter();
    out.word("nnvocabulary").number(VERSION).end();
    fields.forEach(
        (vocabulary, names) -> {
          out.word("fields").texts(names).end();
          vocabulary.write(out);
        });
    return out.toString();
  }

  /**
   * Reads vocabularies.
   *
   * @param text what {@link #write} gave
   * @return by the name of the field
   * @throws IllegalArgumentException if it is something else, naming the line
   */
  public static Map<String, Vocabulary> read(String text) {
    TextReader in = new TextReader(text);
    int version = in.word("nnvocabulary").integer();
    if (version != VERSION) {
      throw in.failure(
          "format version " + version + " instead of " + VERSION + "; train the model anew");
    }
    in.end();
    Map<String, Vocabulary> vocabularies = new TreeMap<>();
    while (in.next("fields")) {
      List<String> names = in.word("fields").list(TextReader::text);
      in.end();
      Vocabulary vocabulary = Vocabulary.read(in);
      names.forEach(name -> vocabularies.put(name, vocabulary));
    }
    in.endOfText();
    return vocabularies;
  }
}
