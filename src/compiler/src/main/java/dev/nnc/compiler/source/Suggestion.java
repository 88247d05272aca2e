package dev.nnc.compiler.source;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt name was meant to be. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The known name that is nearest to a misspelt one, by the number of letters to insert, delete,
   * replace or swap with a neighbour; capitals count half. Of equally near names the first in the
   * alphabet is taken.
   *
   * @param name as written
   * @param known what could have been meant
   * @return the nearest, or nothing where all are too far to be meant
   */
  public static Optional<String> closest(String name, Collection<String> known) {
    String best = null;
    int bestCost = Integer.MAX_VALUE;
    for (String candidate : known) {
      int limit = 2 * Math.max(1, (Math.min(name.length(), candidate.length()) + 1) / 3);
      if (candidate.equals(name)
          || Math.abs(candidate.length() - name.length()) * 2 > limit
          || Math.min(name.length(), candidate.length()) < 2) {
        continue;
      }
      int cost = distance(name, candidate);
      boolean nearer = cost < bestCost || (cost == bestCost && candidate.compareTo(best) < 0);
      if (cost <= limit && nearer) {
        best = candidate;
        bestCost = cost;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Twice the edit distance, in which a capital for a small letter costs one. */
  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = 2 * j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = 2 * i;
      for (int j = 1; j <= b.length(); j++) {
        int change = last[j - 1] + change(a.charAt(i - 1), b.charAt(j - 1));
        row[j] = Math.min(change, 2 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 2);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }

  private static int change(char a, char b) {
    if (a == b) {
      return 0;
    }
    String left = String.valueOf(a).toLowerCase(Locale.ROOT);
    return left.equals(String.valueOf(b).toLowerCase(Locale.ROOT)) ? 1 : 2;
  }
}
