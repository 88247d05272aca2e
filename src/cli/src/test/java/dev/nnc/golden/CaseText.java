package dev.nnc.golden;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the model of a case with outputs or a loss. Parameters stand in a layer {@code net}, whose
 * data are all the inputs that the formula names.
 */
final class CaseText {
  private final GoldenCase golden;
  private final boolean perExample;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, String> classes = new LinkedHashMap<>();
  private final List<String> definitions = new ArrayList<>();
  private final List<String> statements = new ArrayList<>();
  private final Set<String> scalars = new HashSet<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private boolean instances;
  private boolean joint;
  private double factor = Double.NaN;

  /**
   * For one case.
   *
   * @param golden the case
   * @param perExample whether the first axis of inputs and output counts examples; otherwise each
   *     tensor is a whole and the batch is one example
   */
  CaseText(GoldenCase golden, boolean perExample) {
    this.golden = golden;
    this.perExample = perExample;
    this.parameters = golden.tensors("parameters");
    inputs.putAll(golden.tensors("inputs"));
    inputs.putAll(golden.tensors("integer_inputs"));
  }

  /** Makes an input a parameter: it is shared by all examples. */
  CaseText shared(String input) {
    if (inputs.containsKey(input)) {
      parameters.put(input, inputs.remove(input));
    }
    return this;
  }

  /** Declares a parameter of one element as a number. */
  CaseText scalar(String parameter) {
    scalars.add(parameter);
    return this;
  }

  /** Leaves the parameters to the layers that the formula applies. */
  CaseText instances() {
    instances = true;
    return this;
  }

  /** Says what the case calls a parameter of a layer: {@code b}, or {@code first.b}. */
  CaseText named(String parameter, String inCase) {
    names.put(parameter, inCase);
    return this;
  }

  /** Declares one more tensor that is given. */
  CaseText given(String name, Tensor tensor) {
    inputs.put(name, tensor);
    return this;
  }

  /** Says that the formula is one number for the whole batch. */
  CaseText joint() {
    joint = true;
    return this;
  }

  /** Declares an input as class numbers. */
  CaseText classes(String input, int count) {
    classes.put(input, "int<" + count + ">");
    return this;
  }

  /** Adds a definition before the model. */
  CaseText define(String text) {
    definitions.add(text);
    return this;
  }

  /** Adds a statement before the formula. */
  CaseText let(String text) {
    statements.add(text);
    return this;
  }

  /** What the mean over the batch is multiplied by; by default what the case's loss asks for. */
  CaseText factor(double value) {
    factor = value;
    return this;
  }

  private List<Integer> sizes(Tensor tensor) {
    return perExample ? tensor.ofExample() : tensor.shape();
  }

  private int batch() {
    return perExample ? inputs.values().iterator().next().dim(0) : 1;
  }

  /** The translation whose output, or loss where the case has no cotangent, is the formula. */
  Translation with(String formula) {
    StringBuilder text = new StringBuilder();
    definitions.forEach(definition -> text.append(definition).append('\n'));
    String body;
    if (parameters.isEmpty() || instances) {
      body = statements.stream().map(line -> "  " + line + "\n").collect(joining());
      body += "  result = " + formula + "\n";
    } else {
      text.append(net(formula));
      body = "  result = net()(" + String.join(", ", inputs.keySet()) + ")\n";
    }
    text.append("model Case {\n");
    inputs.forEach((name, tensor) -> text.append("  input ").append(declared(name, tensor)));
    if (golden.cotangent()) {
      text.append("  input cotangent").append(Tensor.dims(sizes(golden.output()))).append('\n');
    }
    text.append(body);
    String ell = golden.cotangent() ? "sum(result * cotangent)" : "result";
    text.append("  ell = ").append(ell).append("\n  output result\n");
    for (String name : golden.tensors("gradients").keySet()) {
      if (inputs.containsKey(name)) {
        text.append("  output d_").append(name).append(" = grad(ell, wrt: ").append(name);
        text.append(")\n");
      }
    }
    text.append("  loss ell\n}\n");
    double chosen = Double.isNaN(factor) ? (golden.cotangent() ? batch() : 1) : factor;
    return new Translation(
        text.toString(), batch(), chosen, joint ? chosen : chosen / batch(), Map.copyOf(names));
  }

  private String net(String formula) {
    StringBuilder text = new StringBuilder("layer net()(");
    text.append(inputs.entrySet().stream().map(e -> pattern(e.getKey())).collect(joining(", ")));
    text.append(") {\n");
    parameters.forEach(
        (name, tensor) ->
            text.append("  param ")
                .append(name)
                .append(scalars.contains(name) ? "" : Tensor.dims(tensor.shape()))
                .append(" ~ zeros\n"));
    statements.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.append("  return ").append(formula).append("\n}\n").toString();
  }

  private String pattern(String name) {
    String type = classes.get(name);
    return name + Tensor.dims(sizes(inputs.get(name))) + (type == null ? "" : ": " + type);
  }

  private String declared(String name, Tensor tensor) {
    String type = classes.get(name);
    return name + Tensor.dims(sizes(tensor)) + (type == null ? "" : ": " + type) + "\n";
  }
}
