package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Vocabulary;
import dev.nnc.runtime.Vocabulary.Unit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Opens {@code text("input.txt", by: "characters")}, a text as windows of tokens, or {@code
 * sentences(count: 5000)} and {@code tunes(count: 2000)}, the same of texts that are made up.
 */
final class TextSource {
  /** Sources that are made up. */
  static final String SENTENCES = "sentences";

  static final String TUNES = "tunes";

  private TextSource() {}

  private static String made(Arguments arguments) {
    String format = arguments.source().format();
    int count = arguments.value("count", 1000, Arguments::count, "a number of " + format);
    long seed = arguments.value("seed", 1, Arguments::count, "a whole number from 1");
    return format.equals(TUNES) ? Tunes.of(count, seed) : Sentences.of(count, seed);
  }

  static Dataset open(
      Arguments arguments, List<Field> inputs, List<Field> targets, Map<String, Vocabulary> known) {
    String format = arguments.source().format();
    boolean made = format.equals(SENTENCES) || format.equals(TUNES);
    List<String> names = new ArrayList<>(List.of("stride", "window", "next"));
    names.addAll(made ? List.of("count", "seed") : List.of("0"));
    names.addAll(VocabularyRule.ARGUMENTS);
    arguments.allow(names, "leave it out");
    Path file = made ? Path.of(format) : arguments.file("0", "text(\"input.txt\")");
    VocabularyRule rule = VocabularyRule.of(arguments, "by", null);
    Field window = field(arguments, "window", inputs, 1);
    Field next = targets.isEmpty() ? null : field(arguments, "next", targets, 0);
    if (next != null && next.size() > window.size()) {
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          next.name() + " takes " + next.size() + " tokens, more than " + window.name(),
          "Declare it as " + next.name() + window.shape() + ", or as a single token");
    }
    for (Field field : inputs) {
      refuseOther(arguments, field, window);
    }
    for (Field field : targets) {
      refuseOther(arguments, field, next);
    }
    int stride = arguments.value("stride", window.size(), Arguments::count, "a number of tokens");
    String text = made ? made(arguments) : null;
    if (text == null) {
      text = rule.unit() == Unit.BYTES ? PlainText.bytes(file) : PlainText.read(file);
    }
    return new TextWindows(file, text, rule, known.get(window.name()), window, next, stride);
  }

  /** The field that an argument names, or else the only one that can hold tokens. */
  private static Field field(Arguments arguments, String role, List<Field> fields, int least) {
    List<Field> fitting =
        fields.stream()
            .filter(f -> f.classes() > 0 && f.shape().size() <= 1 && f.shape().size() >= least)
            .toList();
    String name = arguments.source().arguments().get(role);
    List<Field> found =
        name == null ? fitting : fitting.stream().filter(f -> f.name().equals(name)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String kind = role.equals("window") ? "input" : "target";
    List<String> names = fitting.stream().map(Field::name).toList();
    throw new DataException(
        DataCode.UNREADABLE_FIELD,
        arguments.place(),
        name == null
            ? "the model has " + found.size() + " " + kind + "s that can hold tokens, not one"
            : "the model has no " + kind + " " + Spelling.quote(name) + " that can hold tokens",
        names.isEmpty()
            ? "Declare " + (least == 1 ? "input tokens[T]: int<V>" : "target next[T]: int<V>")
            : "Say which one: " + role + ": \"" + names.get(0) + "\"");
  }

  private static void refuseOther(Arguments arguments, Field field, Field taken) {
    if (!field.equals(taken)) {
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          "a text has tokens for " + taken.name() + ", but nothing for " + field.name(),
          "Leave " + field.name() + " out of the model, or use another source");
    }
  }
}
