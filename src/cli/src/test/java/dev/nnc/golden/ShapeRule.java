package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Elements moved, repeated and picked, written with indices from attributes and shapes. */
final class ShapeRule {
  private static final Set<String> KEYS =
      Set.of(
          "concat",
          "expand",
          "flatten",
          "flip",
          "gather_along",
          "gather_rows",
          "pad_constant",
          "pad_reflect",
          "permute",
          "reshape",
          "slice",
          "split",
          "stack",
          "tile",
          "transpose",
          "upsample_nearest");

  private final GoldenCase golden;
  private final CaseText text;

  private ShapeRule(GoldenCase golden) {
    this.golden = golden;
    this.text = new CaseText(golden, false);
  }

  static Translation translate(GoldenCase golden) {
    String key = golden.key(KEYS);
    return key == null ? null : new ShapeRule(golden).translate(key);
  }

  private Translation translate(String key) {
    return switch (key) {
      case "concat" -> text.with("concat(" + names() + ", axis: " + axis() + ")");
      case "stack" -> stack();
      case "expand" -> expand();
      case "flatten", "reshape" -> text.with("reshape(x, " + sizes(golden.output()) + ")");
      case "flip" -> flip();
      case "gather_along" -> gather(axis());
      case "gather_rows" -> rows();
      case "pad_constant" -> pad();
      case "pad_reflect" -> reflect();
      case "permute" -> permute(numbers("perm"));
      case "slice" -> slice();
      case "split" -> split();
      case "tile" -> tile();
      case "transpose" -> permute(List.of(1, 0));
      default -> upsample();
    };
  }

  private String names() {
    return String.join(", ", golden.tensors("inputs").keySet());
  }

  private Tensor x() {
    return golden.input("x");
  }

  /** The attribute {@code axis}, or 0. */
  private int axis() {
    return Math.floorMod((int) golden.number("axis", 0), golden.output().rank());
  }

  private static String sizes(Tensor tensor) {
    return String.join(", ", tensor.shape().stream().map(String::valueOf).toList());
  }

  private List<Integer> numbers(String attribute) {
    List<Integer> result = new ArrayList<>();
    JsonNode node = golden.attributes().path(attribute);
    node.forEach(number -> result.add(number.asInt()));
    return result;
  }

  /** {@code y[…] = formula} over all axes of a tensor, and y as the result. */
  private Translation elements(int rank, String formula) {
    return text.let(Axes.at("y", Axes.all(rank)) + " = " + formula).with("y");
  }

  /** A formula whose index k, which it does not determine, has the given range. */
  private String ranged(String formula, int axis, int size) {
    text.let("places%d = range(%d)".formatted(axis, size));
    return "over(places%d[i%d], %s)".formatted(axis, axis, formula);
  }

  private static String read(String name, List<String> places) {
    return name + "[" + String.join(", ", places) + "]";
  }

  private static List<String> plain(int rank) {
    return new ArrayList<>(Axes.all(rank).stream().map(axis -> "i" + axis).toList());
  }

  private Translation stack() {
    List<String> parts = new ArrayList<>();
    int axis = axis();
    for (var part : golden.tensors("inputs").entrySet()) {
      List<Integer> sizes = new ArrayList<>(part.getValue().shape());
      sizes.add(axis, 1);
      String dims = Tensor.dims(sizes);
      parts.add("reshape(" + part.getKey() + ", " + dims.substring(1, dims.length() - 1) + ")");
    }
    return text.with(
        axis == 0
            ? "stack(" + names() + ")"
            : "concat(" + String.join(", ", parts) + ", axis: " + axis + ")");
  }

  private Translation expand() {
    Tensor y = golden.output();
    String formula = Axes.broadcast("x", x().shape(), y.shape());
    for (int axis = 0; axis < y.rank(); axis++) {
      if (!formula.contains("i" + axis)) {
        formula = ranged(formula, axis, y.dim(axis));
      }
    }
    return elements(y.rank(), formula);
  }

  private Translation flip() {
    List<Integer> axes = Axes.of(golden.attributes().path("axis"), x().rank());
    List<String> places = plain(x().rank());
    axes.forEach(axis -> places.set(axis, (x().dim(axis) - 1) + " - i" + axis));
    return elements(x().rank(), read("x", places));
  }

  private Translation gather(int axis) {
    text.classes("ids", x().dim(axis));
    List<String> places = plain(x().rank());
    places.set(axis, Axes.at("ids", Axes.all(x().rank())));
    return elements(x().rank(), read("x", places));
  }

  private Translation rows() {
    text.classes("ids", x().dim(0));
    int picked = golden.input("ids").rank();
    List<String> places = new ArrayList<>();
    places.add(Axes.at("ids", Axes.all(picked)));
    for (int axis = 1; axis < x().rank(); axis++) {
      places.add("i" + (picked + axis - 1));
    }
    return elements(picked + x().rank() - 1, read("x", places));
  }

  private Translation pad() {
    List<Integer> before = numbers("pads_before");
    Tensor y = golden.output();
    List<String> places = plain(y.rank());
    List<String> inside = new ArrayList<>();
    for (int axis = 0; axis < y.rank(); axis++) {
      int first = before.get(axis);
      places.set(axis, "i" + axis + " - " + first);
      int end = first + x().dim(axis);
      inside.add("i%d >= %d and i%d < %d".formatted(axis, first, axis, end));
    }
    String value = golden.attribute("value", "0");
    String formula =
        "(if %s then %s else %s)"
            .formatted(String.join(" and ", inside), read("zero_outside(x)", places), value);
    for (int axis = 0; axis < y.rank(); axis++) {
      formula = ranged(formula, axis, y.dim(axis));
    }
    return elements(y.rank(), formula);
  }

  private Translation reflect() {
    List<Integer> before = numbers("pads_before");
    List<Integer> after = numbers("pads_after");
    int rank = x().rank();
    String value = "x";
    for (int axis = 0; axis < rank; axis++) {
      if (before.get(axis) == 0 && after.get(axis) == 0) {
        continue;
      }
      String turned = Axes.at("t" + axis, turn(rank, axis));
      String back = Axes.at("r" + axis, Axes.all(rank));
      text.let(turned + " = " + Axes.at(value, Axes.all(rank)));
      text.let(
          "p%d = pad_reflect(t%d, %d, %d)"
              .formatted(axis, axis, before.get(axis), after.get(axis)));
      text.let(back + " = " + Axes.at("p" + axis, turn(rank, axis)));
      value = "r" + axis;
    }
    return text.with(value);
  }

  /** All axes in order, but one of them last. */
  private static List<Integer> turn(int rank, int last) {
    List<Integer> axes = new ArrayList<>(Axes.others(List.of(last), rank));
    axes.add(last);
    return axes;
  }

  private Translation permute(List<Integer> order) {
    return text.let(Axes.at("y", order) + " = " + Axes.at("x", Axes.all(order.size()))).with("y");
  }

  private Translation slice() {
    List<Integer> start = numbers("start");
    List<Integer> step = numbers("step");
    Tensor y = golden.output();
    List<String> places = plain(y.rank());
    List<String> cut = new ArrayList<>();
    for (int axis = 0; axis < start.size(); axis++) {
      int stride = step.isEmpty() ? 1 : step.get(axis);
      int last = start.get(axis) + stride * (y.dim(axis) - 1);
      cut.add(start.get(axis) + ".." + (last + 1));
      places.set(axis, stride + " * i" + axis);
    }
    text.let("z = " + read("x", cut));
    return elements(y.rank(), read("z", places));
  }

  private Translation split() {
    List<String> parts = new ArrayList<>();
    int axis = Math.floorMod((int) golden.number("axis", 0), x().rank());
    int from = 0;
    for (int size : numbers("sizes")) {
      List<String> places = new ArrayList<>(Collections.nCopies(x().rank(), ".."));
      places.set(axis, from + ".." + (from + size));
      parts.add("flatten(" + read("x", places) + ")");
      from += size;
    }
    return text.with("concat(" + String.join(", ", parts) + ")");
  }

  private Translation tile() {
    List<Integer> repeats = numbers("repeats");
    Tensor y = golden.output();
    int missing = y.rank() - x().rank();
    List<String> left = new ArrayList<>();
    List<String> places = new ArrayList<>();
    StringBuilder opening = new StringBuilder();
    StringBuilder closing = new StringBuilder();
    for (int axis = 0; axis < y.rank(); axis++) {
      text.let("copies%d = range(%d)".formatted(axis, repeats.get(axis)));
      left.add("r" + axis);
      opening.append("over(copies%d[r%d], ".formatted(axis, axis));
      closing.append(')');
      if (axis >= missing) {
        left.add("i" + axis);
        places.add("i" + axis);
      }
    }
    text.let(read("z", left) + " = " + opening + read("x", places) + closing);
    return text.with("reshape(z, " + sizes(y) + ")");
  }

  private Translation upsample() {
    String each = x().rank() == 3 ? "1d" : "2d";
    String formula = "upsample" + each + "(x, {scale=2})";
    return new CaseText(golden, true).with(Template.fill(formula, golden));
  }
}
