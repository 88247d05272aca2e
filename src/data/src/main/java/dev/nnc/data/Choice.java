package dev.nnc.data;

import dev.nnc.runtime.Random;
import java.util.List;

/**
 * What is chosen for one example that is made up: a function of the seed, the number of the example
 * and how often it chose before, so that each example is the same however many there are.
 */
final class Choice {
  private final long seed;
  private final long example;
  private int draws;

  Choice(long seed, long example) {
    this.seed = seed;
    this.example = example;
  }

  /** A whole number from 0, below a count. */
  int below(int count) {
    return (int) (Random.uniform(seed, 0, example, 0, draws++) * count);
  }

  /** Heads or tails. */
  boolean coin() {
    return below(2) == 1;
  }

  /** One of some words. */
  String of(List<String> words) {
    return words.get(below(words.size()));
  }
}
