package dev.nnc.data;

import dev.nnc.runtime.Random;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides examples whose number is not known: each goes to a part by its own number and the seed
 * alone. Shares that count take the same examples as {@link Split}; fractions are kept on average.
 */
final class StreamSplit {
  /** A site of our own, apart from those of a model's random leaves, which count from 0. */
  private static final int SITE = -4;

  private final List<Share> shares;
  private final long seed;

  StreamSplit(List<Share> shares, long seed) {
    Split.rows(0, shares, seed);
    this.shares = List.copyOf(shares);
    this.seed = seed;
  }

  /** The parts that may have examples, in the order of the shares. */
  List<String> names() {
    List<String> names = new ArrayList<>(shares.stream().map(Share::name).toList());
    if (!names.contains(Split.TRAIN)) {
      names.add(Split.TRAIN);
    }
    return names;
  }

  /**
   * The part of an example.
   *
   * @param example its number, from 0
   * @return the name, or an empty text if no part has it
   */
  String part(long example) {
    for (Share share : shares) {
      if (share.every() > 0 && example % share.every() == share.every() - 1) {
        return share.name();
      }
    }
    double chance = Random.uniform(seed, 0, example, SITE, 0);
    double sum = 0;
    boolean train = false;
    for (Share share : shares) {
      sum += share.fraction();
      train |= share.name().equals(Split.TRAIN);
      // Decimal fractions may add up to a little less than 1 by their rounding.
      if (share.every() == 0 && (chance < sum || sum > 1 - 1e-9)) {
        return share.name();
      }
    }
    return train ? "" : Split.TRAIN;
  }
}
