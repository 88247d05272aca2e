package dev.nnc.data;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Parameter;
import dev.nnc.runtime.NamedWeights;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import dev.nnc.runtime.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Files of trained weights: one array for each parameter, under its name. */
public final class WeightFile {
  private WeightFile() {}

  /**
   * Reads the weights of a model.
   *
   * @param file a file that ends in {@code .npz} or {@code .safetensors}
   * @param info the model
   * @return the slot {@code parameters}, in the precision of the model
   * @throws DataException if the file does not hold exactly the parameters of the model
   */
  public static Values read(Path file, ModelInfo info) {
    return read(file, info, info.parameters(), info.parameterCount());
  }

  /**
   * Reads the states of a model, which such a file holds besides its parameters.
   *
   * @param file as in {@link #read}
   * @param info the model
   * @return the slot {@code states}, in the precision of the model
   * @throws DataException as {@link #read}
   */
  public static Values readStates(Path file, ModelInfo info) {
    return read(file, info, info.states(), info.stateCount());
  }

  private static Values read(Path file, ModelInfo info, List<Parameter> wanted, int count) {
    try (ArrayFile arrays = ArrayFile.open(file)) {
      checkNames(file, info, arrays.names());
      Values values = Values.allocate(info.precision(), count);
      for (Parameter parameter : wanted) {
        StoredArray array = arrays.read(parameter.name(), info.precision());
        Place place = Place.of(file).array(parameter.name());
        if (!array.shape().equals(parameter.shape())) {
          throw new DataException(
              DataCode.SHAPE_MISMATCH,
              place,
              "it has shape " + array.shape() + ", the model's parameter " + parameter.shape(),
              "Use weights of this model, or give the model the sizes of the weights");
        }
        checkFinite(array.values(), place);
        array.values().copyTo(0, values, parameter.offset(), parameter.size());
      }
      return values;
    }
  }

  /**
   * Reads all arrays of a file, whatever model they are of.
   *
   * @param file a file that ends in {@code .npz} or {@code .safetensors}
   * @return the arrays under their names, in double
   * @throws DataException if the file cannot be read or holds what is no finite number
   */
  public static NamedWeights read(Path file) {
    try (ArrayFile arrays = ArrayFile.open(file)) {
      List<Parameter> parameters = new ArrayList<>();
      List<Values> parts = new ArrayList<>();
      int count = 0;
      for (String name : arrays.names()) {
        StoredArray array = arrays.read(name, Precision.DOUBLE);
        checkFinite(array.values(), Place.of(file).array(name));
        parameters.add(new Parameter(name, array.shape(), count));
        parts.add(array.values());
        count = Math.addExact(count, array.values().length());
      }
      Values values = Values.allocate(Precision.DOUBLE, count);
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).copyTo(0, values, parameters.get(i).offset(), parts.get(i).length());
      }
      return new NamedWeights(parameters, values);
    }
  }

  private static void checkNames(Path file, ModelInfo info, Set<String> found) {
    List<String> wanted =
        Stream.concat(info.parameters().stream(), info.states().stream())
            .map(Parameter::name)
            .toList();
    Set<String> missing = new LinkedHashSet<>(wanted);
    missing.removeAll(found);
    Set<String> extra = new LinkedHashSet<>(found);
    extra.removeAll(new LinkedHashSet<>(wanted));
    if (!missing.isEmpty() || !extra.isEmpty()) {
      List<String> problems = new ArrayList<>();
      if (!missing.isEmpty()) {
        problems.add("the file lacks " + Spelling.list(missing));
      }
      if (!extra.isEmpty()) {
        problems.add("the model has no " + Spelling.list(extra));
      }
      throw new DataException(
          missing.isEmpty() ? DataCode.EXTRA_ARRAY : DataCode.UNKNOWN_ARRAY,
          Place.of(file),
          String.join("; ", problems),
          "The parameters are " + Spelling.list(wanted) + ", the arrays " + Spelling.list(found));
    }
  }

  private static void checkFinite(Values values, Place place) {
    for (int i = 0; i < values.length(); i++) {
      if (!Double.isFinite(values.get(i))) {
        throw new DataException(
            DataCode.NOT_FINITE,
            place,
            "number " + i + " is " + values.get(i) + ", expected a finite number",
            "Use weights of a run that did not diverge");
      }
    }
  }

  /**
   * Writes the weights of a model without states, as {@link #write(Path, ModelInfo, Weights)}.
   *
   * @param file a name that ends in {@code .npz} or {@code .safetensors}
   * @param info the model
   * @param parameters the slot {@code parameters}
   */
  public static void write(Path file, ModelInfo info, Values parameters) {
    write(file, info, new Weights(parameters, Values.allocate(parameters.precision(), 0)));
  }

  /**
   * Writes parameters and states of a model. The file appears whole or not at all.
   *
   * @param file a name that ends in {@code .npz} or {@code .safetensors}
   * @param info the model
   * @param weights its numbers; statistics of columns are left out
   * @throws DataException if the file cannot be written
   */
  public static void write(Path file, ModelInfo info, Weights weights) {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    info.parameters().forEach(p -> put(arrays, p, weights.parameters()));
    info.states().forEach(s -> put(arrays, s, weights.states()));
    switch (ArrayFile.Format.of(file)) {
      case NPZ -> NpzFile.write(file, arrays);
      case SAFETENSORS -> SafetensorsFile.write(file, arrays);
    }
  }

  private static void put(Map<String, StoredArray> arrays, Parameter parameter, Values slot) {
    Values values = Values.allocate(slot.precision(), parameter.size());
    slot.copyTo(parameter.offset(), values, 0, parameter.size());
    arrays.put(parameter.name(), new StoredArray(parameter.shape(), values));
  }
}
