package dev.nnc.cli.sweep;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every combination of the values of some axes; the last axis moves fastest.
 *
 * @param axes at least one
 */
public record Grid(List<Axis> axes) {
  private static final long MOST = 100_000;

  /** Copies the list. */
  public Grid {
    axes = List.copyOf(axes);
  }

  /**
   * Reads the axes of a sweep.
   *
   * @param texts as typed, see {@link Axis#parse}
   * @param fixed names that have one value for the whole sweep
   * @return the grid
   * @throws Failure if one is malformed, or a name has values twice
   */
  public static Grid parse(List<String> texts, Collection<String> fixed) {
    List<Axis> axes = new ArrayList<>();
    long points = 1;
    for (String text : texts) {
      Axis axis = Axis.parse(text);
      boolean again = axes.stream().anyMatch(other -> other.collides(axis.name()));
      if (again || fixed.stream().anyMatch(axis::collides)) {
        throw new Failure(
            Exit.USAGE,
            axis.name() + (again ? " is varied twice" : " is varied and set to one value"),
            "name it once");
      }
      points *= axis.values().size();
      if (points > MOST) {
        throw new Failure(Exit.USAGE, "these are more than 100,000 runs", "vary less");
      }
      axes.add(axis);
    }
    return new Grid(axes);
  }

  /** The names of the axes. */
  public List<String> names() {
    return axes.stream().map(Axis::name).toList();
  }

  /** All points, each a value for every name. */
  public List<Map<String, String>> points() {
    List<Map<String, String>> points = List.of(Map.of());
    for (Axis axis : axes) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> point : points) {
        for (String value : axis.values()) {
          Map<String, String> extended = new LinkedHashMap<>(point);
          extended.put(axis.name(), value);
          longer.add(extended);
        }
      }
      points = longer;
    }
    return points;
  }
}
