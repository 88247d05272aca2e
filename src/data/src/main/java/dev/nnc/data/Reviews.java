package dev.nnc.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Reviews of films that are made up, and their mood. An opinion may be turned round by a negation,
 * and behind "but" stands the one that counts: the words alone, without their order, do not tell.
 */
final class Reviews {
  private static final List<String> THING =
      List.of("film", "story", "music", "acting", "ending", "plot", "picture", "cast");
  private static final List<String> GOOD =
      List.of("good", "great", "moving", "funny", "clever", "warm", "lovely", "exciting");
  private static final List<String> BAD =
      List.of("bad", "dull", "weak", "boring", "silly", "cold", "ugly", "tiring");
  private static final List<String> DEGREE = List.of("very", "quite", "really", "so");
  private static final List<String> DENIAL = List.of("not", "never", "hardly");
  private static final List<String> ASIDE =
      List.of(
          "we saw it on monday",
          "it is two hours long",
          "my sister came with me",
          "the hall was full",
          "i know the book");

  private Reviews() {}

  /** A review, a tab, and "bad" or "good". */
  static String line(Choice choice) {
    boolean good = choice.coin();
    List<String> parts = new ArrayList<>();
    if (choice.below(3) == 0) {
      parts.add(choice.of(ASIDE));
    }
    parts.add(
        switch (choice.below(3)) {
          case 0 -> opinion(choice, good);
          case 1 -> opinion(choice, good) + " and " + opinion(choice, good);
          default -> opinion(choice, !good) + " , but " + opinion(choice, good);
        });
    if (choice.below(3) == 0) {
      parts.add(choice.of(ASIDE));
    }
    return String.join(" . ", parts) + " .\t" + (good ? "good" : "bad");
  }

  private static String opinion(Choice choice, boolean good) {
    boolean denied = choice.below(3) == 0;
    String denial = denied ? choice.of(DENIAL) + " " : "";
    String degree = choice.coin() ? choice.of(DEGREE) + " " : "";
    String word = choice.of(good != denied ? GOOD : BAD);
    return "the " + choice.of(THING) + " was " + denial + degree + word;
  }
}
