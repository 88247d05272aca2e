package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Opens {@code views(count: 40, size: 32, seed: 1)}: an example for each pixel of so many views of
 * a scene, with the {@code origin} of a ray, its {@code direction} and the {@code colour} that is
 * seen. A model with an input {@code time} sees the scene move, each view at a time of its own from
 * 0 to 1; without it all stands still.
 */
final class Views {
  private static final String TIME = "time";
  private static final Map<String, List<Integer>> SHAPES =
      Map.of("origin", List.of(3), "direction", List.of(3), "colour", List.of(3), TIME, List.of());

  private Views() {}

  /**
   * Takes photographs.
   *
   * @param arguments count, size and seed
   * @param fields of the model, inputs and targets
   * @param precision the format of the numbers in memory
   * @return the examples, view after view and row after row
   * @throws DataException if the model wants anything else
   */
  static Dataset open(Arguments arguments, List<Field> fields, Precision precision) {
    arguments.allow(List.of("count", "size", "seed"), "leave it out");
    int count = arguments.value("count", 40, Arguments::count, "a number of views");
    int size = arguments.value("size", 32, Arguments::count, "a number of pixels");
    long seed = arguments.value("seed", 1, Arguments::count, "a whole number from 1");
    fields.forEach(field -> check(field, arguments.place()));
    int pixels = Math.multiplyExact(size, size);
    int rows = Math.multiplyExact(count, pixels);
    List<Values> values =
        fields.stream()
            .map(f -> Values.allocate(precision, Math.multiplyExact(rows, f.size())))
            .toList();
    boolean moves = fields.stream().anyMatch(f -> f.name().equals(TIME));
    for (int number = 0; number < count; number++) {
      View view = new View(seed, number, size, moves ? View.time(seed, number) : 0);
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int f = 0; f < fields.size(); f++) {
          double[] numbers = numbers(view, fields.get(f).name(), pixel);
          for (int i = 0; i < numbers.length; i++) {
            values.get(f).set((number * pixels + pixel) * numbers.length + i, numbers[i]);
          }
        }
      }
    }
    ArrayExamples examples = new ArrayExamples(Path.of("views"));
    for (int f = 0; f < fields.size(); f++) {
      List<Integer> shape = new ArrayList<>(List.of(rows));
      shape.addAll(fields.get(f).shape());
      examples.add(fields.get(f), new StoredArray(shape, values.get(f)), arguments.place());
    }
    return new Dataset.InMemory(examples.toColumns());
  }

  private static void check(Field field, Place place) {
    if (!Cell.isReal(field) || !field.shape().equals(SHAPES.get(field.name()))) {
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          place,
          "views(…) has nothing for " + field.name() + field.shape(),
          "It has origin[3], direction[3], colour[3] and time");
    }
  }

  private static double[] numbers(View view, String name, int pixel) {
    return switch (name) {
      case "origin" -> view.origin();
      case "direction" -> view.direction(pixel);
      case TIME -> new double[] {view.time()};
      default -> view.colour(pixel);
    };
  }
}
