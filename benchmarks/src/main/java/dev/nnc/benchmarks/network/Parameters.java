package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The parameters of a network written by hand, by the names that the compiler gives them. */
final class Parameters {
  private final Map<String, Parameter> all = new LinkedHashMap<>();

  /**
   * Parameters.
   *
   * @param info their names, shapes and places; a matrix has a row for each index of its first axis
   * @param initial the numbers to start from, copied
   * @param descent makes what changes so many numbers
   */
  Parameters(ModelInfo info, float[] initial, IntFunction<Descent> descent) {
    for (ModelInfo.Parameter parameter : info.parameters()) {
      all.put(parameter.name(), new Parameter(shaped(parameter), initial, descent));
    }
  }

  /** A bias has one row, whatever its shape. */
  private static ModelInfo.Parameter shaped(ModelInfo.Parameter parameter) {
    boolean row = parameter.shape().size() == 1 || parameter.name().matches(".*\\.b[a-z]*");
    List<Integer> shape = row ? List.of(1, parameter.size()) : parameter.shape();
    return new ModelInfo.Parameter(parameter.name(), shape, parameter.offset());
  }

  /** The parameter of a name. */
  Parameter named(String name) {
    return all.get(name);
  }

  /** The fully connected layers among them, in order. */
  List<Dense> dense() {
    return all.keySet().stream()
        .filter(name -> name.endsWith(".W"))
        .map(name -> dense(name.substring(0, name.length() - 2)))
        .toList();
  }

  /** A fully connected layer by its name. */
  Dense dense(String layer) {
    return new Dense(named(layer + ".W"), named(layer + ".b"));
  }

  /** Takes a step against the gradients. */
  void update(float factor) {
    all.values().forEach(parameter -> parameter.update(factor));
  }

  /** Copies numbers or gradients to where the compiler has them. */
  void copy(boolean gradients, float[] target) {
    all.values().forEach(parameter -> parameter.copy(gradients, target));
  }
}
