package dev.nnc.data;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Guesses what a misspelt name was meant to be. */
final class Spelling {
  private static final int SHOWN = 12;

  private Spelling() {}

  /**
   * The known name that needs the fewest changed letters, if that is at most about a third of them.
   *
   * @param name as it was written
   * @param known the names there are
   * @return the closest, the first of equally close ones
   */
  static Optional<String> closest(String name, Collection<String> known) {
    String best = null;
    int least = Math.max(1, (name.length() + 1) / 3) + 1;
    for (String candidate : known) {
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Advice: the closest name, or else what there is. */
  static String advice(String name, Collection<String> known, String otherwise) {
    return closest(name, known)
        .map(close -> "Did you mean \"" + close + "\"? There are " + list(known))
        .orElse("There are " + list(known) + "; " + otherwise);
  }

  /** The names in quotes, cut where they are many. */
  static String list(Collection<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String shown =
        names.stream().limit(SHOWN).map(n -> '"' + n + '"').collect(Collectors.joining(", "));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }

  /** A text in quotes, cut and without control characters, fit to be part of a message. */
  static String quote(String text) {
    String clean = clean(text);
    return '"' + (clean.length() > 40 ? clean.substring(0, 40) + "\u2026" : clean) + '"';
  }

  /** A text without control characters. */
  static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", "\u00b7");
  }

  /** How many letters must be changed, put in or left out (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
