package dev.nnc.data;

import dev.nnc.runtime.Random;
import java.util.List;

/**
 * A text that is made up, not read: {@code sentences(count: 5000, seed: 1)}. Its sentences follow a
 * small grammar in which a verb agrees with its noun, also across what stands between, and a
 * pronoun with the noun it stands for: a model has to carry both to say what comes next.
 */
final class Sentences {
  private static final List<String> SINGULAR =
      List.of("cat", "dog", "bird", "child", "king", "queen", "boat", "river", "tree", "fox");
  private static final List<String> PLURAL =
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
  private static final List<String> PRONOUN =
      List.of("it", "it", "it", "it", "he", "she", "it", "it", "it", "it");
  private static final List<String> KIND =
      List.of("small", "old", "red", "quiet", "happy", "tall", "white", "young");
  private static final List<String> DOES = List.of("sees", "finds", "likes", "follows", "hears");
  private static final List<String> DO = List.of("see", "find", "like", "follow", "hear");
  private static final List<String> PLACE = List.of("near", "behind", "beside", "under");
  private static final List<String> RESTS = List.of("sleeps", "waits", "sings", "runs");
  private static final List<String> REST = List.of("sleep", "wait", "sing", "run");

  private final long seed;
  private final StringBuilder text = new StringBuilder();
  private long sentence;
  private int draws;

  private Sentences(long seed) {
    this.seed = seed;
  }

  /**
   * Makes a text up.
   *
   * @param count how many sentences
   * @param seed a text for each
   * @return the sentences, one a line
   */
  static String of(int count, long seed) {
    Sentences made = new Sentences(seed);
    for (int i = 0; i < count; i++) {
      made.sentence = i;
      made.draws = 0;
      made.sentence();
    }
    return made.text.toString();
  }

  private int draw(int choices) {
    return (int) (Random.uniform(seed, 0, sentence, 0, draws++) * choices);
  }

  private String one(List<String> words) {
    return words.get(draw(words.size()));
  }

  private void sentence() {
    boolean many = draw(2) == 1;
    int noun = noun(many);
    if (draw(3) == 0) {
      text.append(' ').append(one(PLACE)).append(' ');
      noun(draw(2) == 1);
    }
    text.append(' ').append(one(many ? DO : DOES)).append(' ');
    noun(draw(2) == 1);
    if (draw(2) == 1) {
      text.append(" and ").append(many ? "they" : PRONOUN.get(noun)).append(' ');
      text.append(one(many ? REST : RESTS));
    }
    text.append(".\n");
  }

  private int noun(boolean many) {
    text.append(many || draw(2) == 1 ? "the " : "a ");
    if (draw(2) == 1) {
      text.append(one(KIND)).append(' ');
    }
    int noun = draw(SINGULAR.size());
    text.append((many ? PLURAL : SINGULAR).get(noun));
    return noun;
  }
}
