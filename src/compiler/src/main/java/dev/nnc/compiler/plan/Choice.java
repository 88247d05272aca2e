package dev.nnc.compiler.plan;

import java.util.List;

/**
 * A contraction over lanes of a plan, and the ways in which it could be computed.
 *
 * @param launch the number of its launch
 * @param key of what kind it is: the key of {@link Choices}
 * @param taken the way in which the plan computes it
 * @param usual for each order of the factors and each of them packed or not, the way that the
 *     planner would take
 * @param ways all ways that are worth a trial
 */
public record Choice(int launch, String key, Way taken, List<Way> usual, List<Way> ways) {
  /** Copies the lists. */
  public Choice {
    usual = List.copyOf(usual);
    ways = List.copyOf(ways);
  }
}
