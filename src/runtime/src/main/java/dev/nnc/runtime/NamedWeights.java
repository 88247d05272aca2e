package dev.nnc.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trained numbers under the names of their parameters, so that other models can take them over.
 *
 * @param parameters names, shapes and places
 * @param values the numbers
 */
public record NamedWeights(List<ModelInfo.Parameter> parameters, Values values) {
  /** Copies the list. */
  public NamedWeights {
    parameters = List.copyOf(parameters);
  }

  /** Those of a model, not copied. */
  public static NamedWeights of(Model model) {
    return new NamedWeights(model.info().parameters(), model.weights().parameters());
  }

  /**
   * What came of a transfer.
   *
   * @param taken the parameters that were there under the same name with the same shape
   * @param fresh the model's other parameters, each with the shape that its name has there, or null
   */
  public record Transfer(List<String> taken, Map<ModelInfo.Parameter, List<Integer>> fresh) {}

  /**
   * Takes over what fits: each parameter that has the same name and the same shape here.
   *
   * @param info the model that takes
   * @param into its slot {@code parameters}; what does not fit stays as it is
   * @return what was taken
   */
  public Transfer copyTo(ModelInfo info, Values into) {
    Map<String, ModelInfo.Parameter> known = new LinkedHashMap<>();
    parameters.forEach(parameter -> known.put(parameter.name(), parameter));
    List<String> taken = new ArrayList<>();
    Map<ModelInfo.Parameter, List<Integer>> fresh = new LinkedHashMap<>();
    for (ModelInfo.Parameter parameter : info.parameters()) {
      ModelInfo.Parameter source = known.get(parameter.name());
      if (source != null && source.shape().equals(parameter.shape())) {
        values.copyTo(source.offset(), into, parameter.offset(), parameter.size());
        taken.add(parameter.name());
      } else {
        fresh.put(parameter, source == null ? null : source.shape());
      }
    }
    return new Transfer(taken, fresh);
  }
}
