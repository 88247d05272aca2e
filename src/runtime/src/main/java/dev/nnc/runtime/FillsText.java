package dev.nnc.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What training found to put in place of missing numbers, as a text of its own: for models whose
 * description is written by a build that does not train. A line for each input that has such
 * numbers.
 */
public final class FillsText {
  private static final String HEAD = "nncfills";
  private static final int VERSION = 1;

  private FillsText() {}

  /**
   * Writes the numbers.
   *
   * @param info the description that holds them
   * @return lines that end in line feeds, or an empty text where there are no such numbers
   */
  public static String write(ModelInfo info) {
    TextWriter out = new TextWriter();
    out.word(HEAD).number(VERSION).end();
    boolean any = false;
    for (ModelInfo.Field field : info.inputs()) {
      if (!field.fills().isEmpty()) {
        out.word("input").text(field.name()).numbers(field.fills()).end();
        any = true;
      }
    }
    return any ? out.toString() : "";
  }

  /**
   * Completes a description.
   *
   * @param info of the same model
   * @param text what {@link #write} gave
   * @return the description with these numbers and no others
   * @throws IllegalArgumentException if the text is something else, or of another model
   */
  public static ModelInfo complete(ModelInfo info, String text) {
    TextReader in = new TextReader(text);
    in.word(HEAD);
    int version = in.integer();
    if (version != VERSION) {
      throw in.failure("format version " + version + " instead of " + VERSION);
    }
    in.end();
    Map<String, List<Double>> fills = new LinkedHashMap<>();
    while (in.next("input")) {
      String name = in.word("input").text();
      if (info.inputs().stream().noneMatch(field -> field.name().equals(name))) {
        throw in.failure("the model has no input \"" + name + "\"; train it again");
      }
      fills.put(name, in.list(TextReader::number));
      in.end();
    }
    in.endOfText();
    return info.withFills(fills);
  }
}
