package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Numbers of a reference case.
 *
 * @param shape the sizes of its axes, none for a single number
 * @param data its elements in row-major order
 */
record Tensor(List<Integer> shape, List<Double> data) {
  static Tensor of(JsonNode node) {
    List<Integer> shape = new ArrayList<>();
    node.path("shape").forEach(size -> shape.add(size.asInt()));
    List<Double> data = new ArrayList<>();
    for (JsonNode number : node.path("data")) {
      data.add(number.isNumber() ? number.asDouble() : Double.parseDouble(number.asText()));
    }
    return new Tensor(List.copyOf(shape), List.copyOf(data));
  }

  int rank() {
    return shape.size();
  }

  int dim(int axis) {
    return shape.get(axis);
  }

  int size() {
    return data.size();
  }

  /** The sizes of one example where the first axis counts examples. */
  List<Integer> ofExample() {
    return shape.subList(1, shape.size());
  }

  /** Sizes as a declaration has them: {@code [3, 4]}, or nothing for a single number. */
  static String dims(List<Integer> sizes) {
    return sizes.isEmpty()
        ? ""
        : sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
