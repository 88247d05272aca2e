package dev.nnc.runtime;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divides examples into parts, as a function of their number, the shares and the seed alone.
 *
 * <p>First each share that counts ({@code every}) takes its rows: row i where i mod every = every -
 * 1, unless an earlier share has it. The rows left are shuffled and cut by the fractions; the cut
 * after share k lies at the rounded sum of the fractions up to k, so that sizes are off by at most
 * one and add up. What remains belongs to {@code train} where no share of that name is given, and
 * to nobody otherwise.
 */
public final class Split {
  /** The name of the part that is trained on. */
  public static final String TRAIN = "train";

  /** The name of the part that picks the best epoch. */
  public static final String VALID = "valid";

  /** The name of the part that judges the result. */
  public static final String TEST = "test";

  private Split() {}

  /**
   * The row numbers of each part.
   *
   * @param count how many examples there are
   * @param shares the parts; none means all for {@code train}
   * @param seed of the run
   * @return row numbers in ascending order by the name of the part, in the order of the shares,
   *     {@code train} last where it is not among them
   * @throws IllegalArgumentException if a name comes twice, a share is not positive, or the
   *     fractions add up to more than 1
   */
  public static Map<String, int[]> rows(int count, List<Settings.Share> shares, long seed) {
    check(shares);
    int[] owner = new int[count];
    Arrays.fill(owner, -1);
    int[] left = takeCounted(owner, shares);
    Shuffle.counted(seed, 0, Shuffle.SPLIT, left);
    double sum = 0;
    int from = 0;
    for (int s = 0; s < shares.size(); s++) {
      if (shares.get(s).every() == 0) {
        sum += shares.get(s).fraction();
        int to = (int) Math.min(left.length, Math.round(sum * left.length));
        for (int i = from; i < to; i++) {
          owner[left[i]] = s;
        }
        from = to;
      }
    }
    Map<String, int[]> parts = new LinkedHashMap<>();
    for (int s = 0; s < shares.size(); s++) {
      parts.put(shares.get(s).name(), owned(owner, s));
    }
    parts.computeIfAbsent(TRAIN, name -> owned(owner, -1));
    return parts;
  }

  /** Gives the shares that count their rows and returns the rest. */
  private static int[] takeCounted(int[] owner, List<Settings.Share> shares) {
    for (int s = 0; s < shares.size(); s++) {
      int every = shares.get(s).every();
      if (every > 0) {
        for (int i = every - 1; i < owner.length; i += every) {
          owner[i] = owner[i] < 0 ? s : owner[i];
        }
      }
    }
    return owned(owner, -1);
  }

  private static int[] owned(int[] owner, int share) {
    int[] found = new int[owner.length];
    int count = 0;
    for (int i = 0; i < owner.length; i++) {
      if (owner[i] == share) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static void check(List<Settings.Share> shares) {
    Set<String> names = new HashSet<>();
    double sum = 0;
    for (Settings.Share share : shares) {
      if (!names.add(share.name())) {
        throw new IllegalArgumentException("the split names " + share.name() + " twice");
      }
      boolean counts = share.every() > 0 && share.fraction() == 0;
      boolean divides = share.every() == 0 && share.fraction() > 0 && share.fraction() <= 1;
      if (!counts && !divides) {
        throw new IllegalArgumentException(
            "the share of " + share.name() + " must be above 0% and at most 100%, or every(n)");
      }
      sum += share.fraction();
    }
    // Decimal fractions such as 0.7 + 0.2 + 0.1 may exceed 1 by their rounding.
    if (sum > 1 + 1e-9) {
      throw new IllegalArgumentException(
          "the shares of the split add up to more than 100%: " + sum * 100 + "%");
    }
  }
}
