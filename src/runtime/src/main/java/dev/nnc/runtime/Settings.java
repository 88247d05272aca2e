package dev.nnc.runtime;

import java.util.List;
import java.util.Map;

/**
 * The settings of a training run, as the {@code train} block and the command line give them.
 *
 * @param data where the examples come from, or null
 * @param test where the examples of the split {@code test} come from when they have a source of
 *     their own, or null
 * @param split how the examples are divided; empty means all for training
 * @param batch examples a step; 0 means all at once
 * @param epochs passes over the training examples
 * @param seed of shuffling, splitting and random leaves
 * @param order in which examples come
 * @param patience epochs without improvement after which training stops; 0 means never
 * @param monitor {@code loss} or the name of a metric: what improvement, the best model and
 *     schedules that react go by
 * @param maximize whether a larger monitored value is better
 */
public record Settings(
    Source data,
    Source test,
    List<Share> split,
    int batch,
    int epochs,
    long seed,
    Order order,
    int patience,
    String monitor,
    boolean maximize) {

  /** The order of the examples of an epoch. */
  public enum Order {
    /** Our own counter-based shuffle, a function of seed and epoch. */
    SHUFFLED,
    /** As they come. */
    SEQUENTIAL,
    /** {@link java.util.Collections#shuffle} with {@code new Random(seed + epoch)}. */
    JAVA_SHUFFLE
  }

  /**
   * Where examples come from.
   *
   * @param format {@code csv}, {@code text}, {@code images} …
   * @param arguments by name; those without a name are called {@code 0}, {@code 1} …
   */
  public record Source(String format, Map<String, String> arguments) {
    /** Copies the map. */
    public Source {
      arguments = Map.copyOf(arguments);
    }
  }

  /**
   * A part of the examples.
   *
   * @param name {@code train}, {@code valid} or {@code test}
   * @param fraction its share, or 0 where {@code every} counts
   * @param every takes example i where i mod every = every - 1; 0 where {@code fraction} counts
   */
  public record Share(String name, double fraction, int every) {}

  /** Copies the list. */
  public Settings {
    split = List.copyOf(split);
  }

  /** What counts where a file has no train block. */
  public static Settings standard() {
    return new Settings(null, null, List.of(), 32, 10, 0, Order.SHUFFLED, 0, "loss", false);
  }
}
