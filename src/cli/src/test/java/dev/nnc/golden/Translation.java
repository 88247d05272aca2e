package dev.nnc.golden;

import dev.nnc.runtime.ModelInfo;
import java.util.Map;

/**
 * A reference case as a .nn program. Its model reads every given tensor as an input or parameter of
 * the same name, and the cotangent as an input {@code cotangent}; its output {@code result} is the
 * case's output where that is not the loss, and {@code d_x} the derivative of the sum of all
 * examples' losses by the input {@code x}.
 *
 * @param source the text
 * @param batch how many examples the tensors hold
 * @param factor what the model's loss, a mean over the batch, is multiplied by to give the case's
 * @param inputFactor what {@code d_x} is multiplied by to give the case's gradient
 * @param names what the case calls parameters that the model names otherwise, by their last one or
 *     two names in the model
 */
record Translation(
    String source, int batch, double factor, double inputFactor, Map<String, String> names) {

  /** What the case calls a parameter. */
  String nameOf(ModelInfo.Parameter parameter) {
    String[] path = parameter.name().split("\\.");
    String own = path[path.length - 1];
    String longer = path.length < 2 ? own : path[path.length - 2] + "." + own;
    return names.getOrDefault(longer, names.getOrDefault(own, own));
  }
}
