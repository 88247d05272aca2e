package dev.nnc.data;

import java.util.List;

/**
 * Questions and answers that are made up: small talk, and what animals and people do. Pronoun and
 * verb of an answer agree with the noun of the question.
 */
final class Questions {
  private static final List<String> TALK =
      List.of(
          "hello.\thello. what do you want to know?",
          "who are you?\ti am a very small language model.",
          "how are you?\ti am well, and you?",
          "thank you.\tyou are welcome.",
          "what do you know?\ti know cats, dogs, birds, foxes, kings and queens.",
          "good bye.\tgood bye, come again.");

  private Questions() {}

  /** A question, a tab, and its answer. */
  static String line(Choice choice) {
    int kind = choice.below(10);
    if (kind == 0) {
      return choice.of(TALK);
    }
    boolean many = choice.coin();
    int noun = choice.below(Sentences.SINGULAR.size());
    String subject = "the " + (many ? Sentences.PLURAL : Sentences.SINGULAR).get(noun);
    String pronoun = many ? "they" : Sentences.PRONOUN.get(noun);
    if (kind < 4) {
      int verb = choice.below(Sentences.DO.size());
      return (many ? "what do " : "what does ")
          + subject
          + " "
          + Sentences.DO.get(verb)
          + "?\t"
          + pronoun
          + " "
          + (many ? Sentences.DO : Sentences.DOES).get(verb)
          + " "
          + thing(choice)
          + ".";
    }
    if (kind < 7) {
      return (many ? "where are " : "where is ")
          + subject
          + "?\t"
          + pronoun
          + (many ? " are " : " is ")
          + choice.of(Sentences.PLACE)
          + " "
          + thing(choice)
          + ".";
    }
    int asked = choice.below(Sentences.REST.size());
    int told = choice.coin() ? asked : choice.below(Sentences.REST.size());
    return (many ? "do " : "does ")
        + subject
        + " "
        + Sentences.REST.get(asked)
        + "?\t"
        + (told == asked ? "yes, " : "no, ")
        + pronoun
        + " "
        + (many ? Sentences.REST : Sentences.RESTS).get(told)
        + ".";
  }

  private static String thing(Choice choice) {
    boolean many = choice.coin();
    String article = many || choice.coin() ? "the " : "a ";
    String kind = choice.coin() ? choice.of(Sentences.KIND) + " " : "";
    return article + kind + choice.of(many ? Sentences.PLURAL : Sentences.SINGULAR);
  }
}
