package dev.nnc.compiler.plan;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ways in which contractions over lanes are computed, in place of what the planner would guess. A
 * key says of what kind a contraction is: the sizes of its axes and how far apart the numbers of
 * its factors lie. It holds no name and no place in a program, so that contractions of one kind are
 * computed in one way.
 *
 * @param ways the ways by the keys of their contractions
 */
public record Choices(Map<String, Way> ways) {
  /** Nothing is chosen. */
  public static final Choices NONE = new Choices(Map.of());

  /** Copies the map, in the order of its keys. */
  public Choices {
    ways = Collections.unmodifiableMap(new TreeMap<>(ways));
  }

  /**
   * The same with one choice more, or another one.
   *
   * @param key the kind of contraction
   * @param way how it is computed
   */
  public Choices with(String key, Way way) {
    Map<String, Way> more = new TreeMap<>(ways);
    more.put(key, way);
    return new Choices(more);
  }

  /**
   * The same without a choice.
   *
   * @param key the kind of contraction
   */
  public Choices without(String key) {
    Map<String, Way> fewer = new TreeMap<>(ways);
    fewer.remove(key);
    return new Choices(fewer);
  }

  /** Whether nothing is chosen. */
  public boolean isEmpty() {
    return ways.isEmpty();
  }
}
