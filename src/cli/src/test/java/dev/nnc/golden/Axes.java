package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Index notation over some of the axes of a tensor: axis k has the index {@code ik}. */
final class Axes {
  private Axes() {}

  /** The axes that an attribute names, none meaning all; negative ones count from the end. */
  static List<Integer> of(JsonNode attribute, int rank) {
    List<Integer> axes = new ArrayList<>();
    if (attribute.isNumber()) {
      axes.add(Math.floorMod(attribute.asInt(), rank));
    } else {
      attribute.forEach(axis -> axes.add(Math.floorMod(axis.asInt(), rank)));
    }
    if (axes.isEmpty()) {
      for (int axis = 0; axis < rank; axis++) {
        axes.add(axis);
      }
    }
    return axes.stream().sorted().toList();
  }

  /** The axes that are not among the given ones. */
  static List<Integer> others(List<Integer> axes, int rank) {
    List<Integer> rest = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (!axes.contains(axis)) {
        rest.add(axis);
      }
    }
    return rest;
  }

  static List<Integer> all(int rank) {
    return others(List.of(), rank);
  }

  /** {@code i0, i2}. */
  static String indices(List<Integer> axes) {
    return String.join(", ", axes.stream().map(axis -> "i" + axis).toList());
  }

  /** {@code x[i0, i2]}, or {@code x} alone where there are no axes. */
  static String at(String name, List<Integer> axes) {
    return axes.isEmpty() ? name : name + "[" + indices(axes) + "]";
  }

  /**
   * An operand repeated as in numpy along the axes of a result: sizes are compared from the last
   * axis, and an axis of size 1 fits every size.
   */
  static String broadcast(String name, List<Integer> sizes, List<Integer> result) {
    List<String> places = new ArrayList<>();
    int missing = result.size() - sizes.size();
    for (int axis = 0; axis < sizes.size(); axis++) {
      boolean follows = sizes.get(axis).equals(result.get(axis + missing));
      places.add(follows ? "i" + (axis + missing) : "0");
    }
    return places.isEmpty() ? name : name + "[" + String.join(", ", places) + "]";
  }
}
