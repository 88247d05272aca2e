package dev.nnc.compiler.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * The choices from which a generated text follows. Zero always is the simplest choice, and beyond
 * the end of a given list all choices are zero: so a shorter list, or one of smaller numbers, means
 * a simpler text, and shrinking a text is shrinking a list.
 */
final class Choices {
  private final Random random;
  private final List<Integer> given;
  private final List<Integer> made = new ArrayList<>();

  private Choices(Random random, List<Integer> given) {
    this.random = random;
    this.given = given;
  }

  /** Choices at random. */
  static Choices seeded(long seed) {
    return new Choices(new Random(seed), null);
  }

  /** The choices of a list, then zeros. */
  static Choices given(List<Integer> given) {
    return new Choices(null, given);
  }

  /** A number from 0 until a bound. */
  int below(int bound) {
    int at = made.size();
    int choice =
        random != null ? random.nextInt(bound) : at < given.size() ? given.get(at) % bound : 0;
    made.add(choice);
    return choice;
  }

  /** A number from a range, both ends possible; the lower one is the simplest. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True once in so many times. */
  boolean once(int times) {
    return below(times) == times - 1;
  }

  /** One of some things, the first the simplest. */
  @SafeVarargs
  final <T> T of(T... things) {
    return things[below(things.length)];
  }

  /** One of some things, the first the simplest. */
  <T> T of(List<T> things) {
    return things.get(below(things.size()));
  }

  /** All choices so far. */
  List<Integer> made() {
    return List.copyOf(made);
  }

  /**
   * Shrinks choices as long as they keep a property.
   *
   * @param choices have the property
   * @param keeps the property
   * @param tries how often the property may be asked
   * @return choices with the property, as few and small as were found
   */
  static List<Integer> shrink(List<Integer> choices, Predicate<List<Integer>> keeps, int tries) {
    List<Integer> best = choices;
    int left = tries;
    boolean smaller = true;
    while (smaller && left > 0) {
      smaller = false;
      for (int length = Math.max(1, best.size() / 2); length > 0; length /= 2) {
        for (int at = best.size() - length; at >= 0 && left > 0; at -= length) {
          if (at + length > best.size()) {
            continue;
          }
          List<Integer> shorter = new ArrayList<>(best);
          shorter.subList(at, at + length).clear();
          left--;
          if (keeps.test(shorter)) {
            best = shorter;
            smaller = true;
          }
        }
      }
      for (int at = 0; at < best.size() && left > 0; at++) {
        for (int value : new int[] {0, best.get(at) / 2, best.get(at) - 1}) {
          if (value < best.get(at) && value >= 0) {
            List<Integer> lower = new ArrayList<>(best);
            lower.set(at, value);
            left--;
            if (keeps.test(lower)) {
              best = lower;
              smaller = true;
            }
          }
        }
      }
    }
    return List.copyOf(best);
  }
}
