package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reference case as its file states it.
 *
 * @param family the folder
 * @param name the file without its ending
 * @param json everything in it
 */
record GoldenCase(String family, String name, JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static GoldenCase read(Path file) {
    try {
      String name = file.getFileName().toString().replaceFirst("\\.json$", "");
      return new GoldenCase(
          file.getParent().getFileName().toString(), name, JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String description() {
    return json.path("description").asText();
  }

  /** The attribute as it would be written in .nn, or the fallback where it is absent. */
  String attribute(String attribute, String fallback) {
    JsonNode value = json.path("attributes").path(attribute);
    return value.isMissingNode() || value.isNull() ? fallback : text(value);
  }

  double number(String attribute, double fallback) {
    return json.path("attributes").path(attribute).asDouble(fallback);
  }

  JsonNode attributes() {
    return json.path("attributes");
  }

  /** A JSON value as .nn text. */
  static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(text(item)));
      return "[" + String.join(", ", items) + "]";
    }
    return value.isNumber() ? literal(value.asDouble()) : value.asText();
  }

  /** A number as .nn text, exactly. */
  static String literal(double value) {
    boolean integral = value == Math.rint(value) && Math.abs(value) < 1e15;
    String digits =
        integral ? Long.toString((long) value) : Double.toString(value).replace('E', 'e');
    return value < 0 ? "(" + digits + ")" : digits;
  }

  /** The tensors of a part of the file, in its order. */
  Map<String, Tensor> tensors(String part) {
    return tensors(json.path(part));
  }

  static Map<String, Tensor> tensors(JsonNode part) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    part.properties().forEach(entry -> result.put(entry.getKey(), Tensor.of(entry.getValue())));
    return result;
  }

  /** All that is given: float and integer inputs, and parameters. */
  Map<String, Tensor> given() {
    Map<String, Tensor> result = tensors("inputs");
    result.putAll(tensors("integer_inputs"));
    result.putAll(tensors("parameters"));
    if (json.path("mask").has("shape")) {
      result.put("mask", Tensor.of(json.path("mask")));
    }
    return result;
  }

  Tensor input(String tensor) {
    Tensor found = given().get(tensor);
    if (found == null) {
      throw new IllegalArgumentException(this + " has no " + tensor);
    }
    return found;
  }

  /**
   * The output; of several vectors an example side by side, of several others one behind the other.
   */
  Tensor output() {
    return joined(tensors("outputs"));
  }

  /** What the output is multiplied by to give the loss. */
  Tensor cotangents() {
    return joined(tensors("cotangents"));
  }

  private Tensor joined(Map<String, Tensor> tensors) {
    if (tensors.size() == 1) {
      return tensors.values().iterator().next();
    }
    List<Double> all = new ArrayList<>();
    List<Tensor> parts = List.copyOf(tensors.values());
    int examples = parts.get(0).rank() == 2 ? parts.get(0).dim(0) : -1;
    if (family.equals("rnn") && parts.stream().allMatch(p -> p.dim(0) == examples)) {
      for (int example = 0; example < examples; example++) {
        for (Tensor part : parts) {
          all.addAll(part.data().subList(example * part.dim(1), (example + 1) * part.dim(1)));
        }
      }
      return new Tensor(List.of(examples, all.size() / examples), List.copyOf(all));
    }
    tensors.values().forEach(tensor -> all.addAll(tensor.data()));
    return new Tensor(List.of(all.size()), List.copyOf(all));
  }

  /** Whether the loss is the sum of output times cotangent, not the output itself. */
  boolean cotangent() {
    return !json.path("cotangents").isEmpty();
  }

  /**
   * Which of the keys the name starts with, whole words; the longest one counts.
   *
   * @return the key, or null
   */
  String key(Iterable<String> keys) {
    String best = null;
    for (String key : keys) {
      boolean fits = name.equals(key) || name.startsWith(key + "_");
      if (fits && (best == null || key.length() > best.length())) {
        best = key;
      }
    }
    return best;
  }

  @Override
  public String toString() {
    return family + "/" + name;
  }
}
