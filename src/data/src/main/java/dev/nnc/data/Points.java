package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Random;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Points for models that learn from a formula instead of data, such as a differential equation:
 * {@code points(count: 4000, seed: 1)}. Each number of an input is drawn evenly from 0 to 1, a
 * whole number evenly from its classes. There is nothing in it for a target.
 */
final class Points {
  private Points() {}

  /**
   * Draws examples.
   *
   * @param arguments count and seed
   * @param inputs what to draw
   * @param targets none
   * @param precision the format of the numbers in memory
   * @return the examples
   * @throws DataException if the model has targets
   */
  static Dataset open(
      Arguments arguments, List<Field> inputs, List<Field> targets, Precision precision) {
    arguments.allow(List.of("count", "seed"), "leave it out");
    int count = arguments.value("count", 1000, Arguments::count, "a number of examples");
    long seed = arguments.value("seed", 1, Arguments::count, "a whole number from 1");
    if (!targets.isEmpty()) {
      String name = targets.get(0).name();
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          "points(…) has numbers for inputs, but nothing for the target " + name,
          "Say in the loss what is wanted, or use another source");
    }
    ArrayExamples examples = new ArrayExamples(Path.of("points"));
    for (int site = 0; site < inputs.size(); site++) {
      Field field = inputs.get(site);
      int size = field.size();
      Values values = Values.allocate(precision, Math.multiplyExact(count, size));
      for (int i = 0; i < values.length(); i++) {
        double draw = Random.uniform(seed, 0, i / size, site, i % size);
        values.set(i, Cell.isReal(field) ? draw : Math.floor(draw * classes(field)));
      }
      List<Integer> shape = new ArrayList<>(List.of(count));
      shape.addAll(field.shape());
      examples.add(field, new StoredArray(shape, values), arguments.place());
    }
    return new Dataset.InMemory(examples.toColumns());
  }

  private static int classes(Field field) {
    return Math.max(field.classes(), 2);
  }
}
