package dev.nnc.data;

import java.util.List;

/**
 * A text that is made up, not read: {@code sentences(count: 5000, seed: 1)}. Its sentences follow a
 * small grammar in which a verb agrees with its noun, also across what stands between, and a
 * pronoun with the noun it stands for: a model has to carry both to say what comes next.
 */
final class Sentences {
  static final List<String> SINGULAR =
      List.of("cat", "dog", "bird", "child", "king", "queen", "boat", "river", "tree", "fox");
  static final List<String> PLURAL =
      List.of(
          "cats",
          "dogs",
          "birds",
          "children",
          "kings",
          "queens",
          "boats",
          "rivers",
          "trees",
          "foxes");
  static final List<String> PRONOUN =
      List.of("it", "it", "it", "it", "he", "she", "it", "it", "it", "it");
  static final List<String> KIND =
      List.of("small", "old", "red", "quiet", "happy", "tall", "white", "young");
  static final List<String> DOES = List.of("sees", "finds", "likes", "follows", "hears");
  static final List<String> DO = List.of("see", "find", "like", "follow", "hear");
  static final List<String> PLACE = List.of("near", "behind", "beside", "under");
  static final List<String> RESTS = List.of("sleeps", "waits", "sings", "runs");
  static final List<String> REST = List.of("sleep", "wait", "sing", "run");

  private final Choice choice;
  private final StringBuilder text = new StringBuilder();

  private Sentences(Choice choice) {
    this.choice = choice;
  }

  /**
   * Makes a text up.
   *
   * @param count how many sentences
   * @param seed a text for each
   * @return the sentences, one a line
   */
  static String of(int count, long seed) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(sentence(new Choice(seed, i))).append('\n');
    }
    return all.toString();
  }

  /** A single sentence. */
  static String sentence(Choice choice) {
    Sentences made = new Sentences(choice);
    made.sentence();
    return made.text.toString();
  }

  private void sentence() {
    boolean many = choice.coin();
    int noun = noun(many);
    if (choice.below(3) == 0) {
      text.append(' ').append(choice.of(PLACE)).append(' ');
      noun(choice.coin());
    }
    text.append(' ').append(choice.of(many ? DO : DOES)).append(' ');
    noun(choice.coin());
    if (choice.coin()) {
      text.append(" and ").append(many ? "they" : PRONOUN.get(noun)).append(' ');
      text.append(choice.of(many ? REST : RESTS));
    }
    text.append('.');
  }

  private int noun(boolean many) {
    text.append(many || choice.coin() ? "the " : "a ");
    if (choice.coin()) {
      text.append(choice.of(KIND)).append(' ');
    }
    int noun = choice.below(SINGULAR.size());
    text.append((many ? PLURAL : SINGULAR).get(noun));
    return noun;
  }
}
