package dev.nnc.data;

import java.util.List;

/**
 * Sentences and their translation into a language that is made up. There the verb stands last and
 * agrees with its subject, an adjective follows its noun and agrees with it, and what is an article
 * here is an ending of the noun there: no word can be translated without those around it.
 */
final class Translations {
  private static final List<String> NOUNS =
      List.of("mir", "tol", "sap", "kem", "rul", "ravel", "bon", "selu", "dar", "fesk");
  private static final List<String> KINDS =
      List.of("pik", "gam", "roz", "hul", "len", "tok", "vis", "jun");
  private static final List<String> VERBS = List.of("vad", "zor", "ampl", "kest", "nol");
  private static final List<String> PLACES = List.of("em", "utra", "lis", "okum");

  private Translations() {}

  /** A sentence, a tab, and its translation. */
  static String line(Choice choice) {
    boolean many = choice.coin();
    StringBuilder source = new StringBuilder();
    StringBuilder target = new StringBuilder();
    noun(choice, many, source, target);
    if (choice.below(3) == 0) {
      int place = choice.below(PLACES.size());
      source.append(' ').append(Sentences.PLACE.get(place)).append(' ');
      target.append(' ');
      noun(choice, choice.coin(), source, target);
      target.append(' ').append(PLACES.get(place));
    }
    int verb = choice.below(VERBS.size());
    source.append(' ').append((many ? Sentences.DO : Sentences.DOES).get(verb)).append(' ');
    target.append(' ');
    noun(choice, choice.coin(), source, target);
    target.append(' ').append(VERBS.get(verb)).append(many ? "en" : "a");
    return source + "\t" + target;
  }

  private static void noun(
      Choice choice, boolean many, StringBuilder source, StringBuilder target) {
    boolean known = many || choice.coin();
    boolean described = choice.coin();
    int kind = choice.below(KINDS.size());
    int noun = choice.below(NOUNS.size());
    source.append(known ? "the " : "a ");
    source.append(described ? Sentences.KIND.get(kind) + " " : "");
    source.append((many ? Sentences.PLURAL : Sentences.SINGULAR).get(noun));
    target.append(NOUNS.get(noun)).append(many ? "i" : "").append(known ? "na" : "");
    target.append(described ? " " + KINDS.get(kind) + (many ? "i" : "o") : "");
  }
}
