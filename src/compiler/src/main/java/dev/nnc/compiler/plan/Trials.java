package dev.nnc.compiler.plan;

import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which ways to compute a contraction are worth a trial, by its sizes.
 *
 * @param shape the sizes of the product's axes
 * @param rows the axes of the rows
 * @param columns the axes of the columns
 * @param sum how the sum is cut unless something else is chosen
 * @param summed the axes of the sum
 */
record Trials(
    Shape shape, List<Integer> rows, List<Integer> columns, Tile sum, List<Integer> summed) {
  /** For each number of vectors of columns how many rows together are worth a trial. */
  private static final Map<Integer, List<Integer>> TILES =
      new TreeMap<>(
          Map.of(
              1, List.of(4, 6, 8, 10, 12, 14),
              2, List.of(4, 6, 7, 8, 10, 12, 14),
              3, List.of(4, 6, 7, 8, 9),
              4, List.of(3, 4, 5, 6),
              6, List.of(4)));

  private static final List<Integer> COLUMNS = List.of(64, 128, 256, 512);
  private static final List<Integer> SUMMANDS = List.of(128, 256, 512, 1024);

  /** Ways that differ from one in how rows, columns and sum are cut; itself is the first. */
  List<Way> near(Way usual, Signature signature) {
    Set<Way> ways = new LinkedHashSet<>(List.of(usual));
    for (int axis : rows) {
      for (int width : sizes(columns, COLUMNS, usual.columns())) {
        for (int summands : summands(usual)) {
          add(ways, usual, signature.number(axis), width, summands);
        }
      }
    }
    return List.copyOf(ways);
  }

  private void add(Set<Way> ways, Way usual, int axis, int width, int summands) {
    ways.add(
        new Way(
            usual.rows(),
            axis,
            usual.together(),
            usual.vectors(),
            usual.packed(),
            width,
            summands));
    TILES.forEach(
        (vectors, heights) -> {
          boolean filled = (vectors - 1) * Tile.WIDEST < width;
          for (int height : filled ? heights : List.<Integer>of()) {
            ways.add(new Way(usual.rows(), axis, height, vectors, usual.packed(), width, summands));
          }
        });
  }

  /** A sum that is done in one piece stays so. */
  private Set<Integer> summands(Way usual) {
    return sum.whole() ? Set.of(usual.summands()) : sizes(summed, SUMMANDS, usual.summands());
  }

  /** The sizes of blocks with so many places at most. */
  private Set<Integer> sizes(List<Integer> axes, List<Integer> limits, int usual) {
    Set<Integer> sizes = new LinkedHashSet<>(List.of(usual));
    List<Integer> found = new ArrayList<>();
    limits.forEach(limit -> found.add(Tile.of(shape, axes, limit, limit).size()));
    found.removeIf(size -> size > limits.get(limits.size() - 1));
    sizes.addAll(found);
    return sizes;
  }
}
