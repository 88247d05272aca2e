package dev.nnc.compiler.emit;

import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * The method of a generated class that computes an output.
 *
 * @param name the output's name, as Java can spell it
 * @param parameters one for each input, in order
 * @param output the number of the output
 * @param scalar whether the output is a single number
 */
public record Signature(String name, List<Parameter> parameters, int output, boolean scalar) {
  /** Names that the base class and Object take. */
  private static final Set<String> TAKEN =
      Set.of(
          "info",
          "routine",
          "has",
          "weights",
          "vocabulary",
          "vocabularies",
          "parameters",
          "fitted",
          "load",
          "seed",
          "states",
          "predictor",
          "session",
          "borrow",
          "release",
          "create",
          "getClass",
          "hashCode",
          "equals",
          "toString",
          "notify",
          "notifyAll",
          "wait",
          "clone",
          "finalize");

  /** What the virtual machine allows, {@code this} included; a double takes two. */
  private static final int PARAMETER_SLOTS = 255;

  /** What an input takes. */
  public enum Kind {
    /** Numbers: {@code double}, or an array of the model's precision. */
    NUMBER,
    /** Class numbers: {@code int}. */
    CLASS,
    /** Categories: {@code String}. */
    TEXT
  }

  /**
   * A parameter.
   *
   * @param name the input's name, as Java can spell it
   * @param kind what it takes
   * @param array whether it takes an array, in row-major order
   */
  public record Parameter(String name, Kind kind, boolean array) {}

  /** Copies the list. */
  public Signature {
    parameters = List.copyOf(parameters);
  }

  /**
   * The methods of a model.
   *
   * @param info the model
   * @return one for each output, in order; none where there are more inputs than a method can take:
   *     such a model is asked through a {@link dev.nnc.runtime.Predictor}
   */
  public static List<Signature> of(ModelInfo info) {
    List<Signature> signatures = new ArrayList<>();
    List<Parameter> parameters = parameters(info.inputs());
    if (!fits(parameters)) {
      return signatures;
    }
    Set<String> methods = taken();
    for (ModelInfo.Output output : info.outputs()) {
      signatures.add(
          new Signature(
              fresh(output.name(), methods),
              parameters,
              signatures.size(),
              output.shape().isEmpty()));
    }
    return signatures;
  }

  /** A parameter for each input. */
  static List<Parameter> parameters(List<ModelInfo.Field> inputs) {
    List<Parameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ModelInfo.Field input : inputs) {
      Kind kind =
          !input.categories().isEmpty()
              ? Kind.TEXT
              : input.classes() > 0 ? Kind.CLASS : Kind.NUMBER;
      parameters.add(new Parameter(fresh(input.name(), names), kind, !input.shape().isEmpty()));
    }
    return parameters;
  }

  /** Whether a method can take so many. */
  static boolean fits(List<Parameter> parameters) {
    int slots = 1;
    for (Parameter parameter : parameters) {
      slots += parameter.kind() == Kind.NUMBER && !parameter.array() ? 2 : 1;
    }
    return slots <= PARAMETER_SLOTS;
  }

  /** The names of methods that a model has before it has any of its own. */
  static Set<String> taken() {
    return new HashSet<>(TAKEN);
  }

  /** A name that Java takes and that is not in use: primes and clashes become underscores. */
  static String fresh(String name, Set<String> used) {
    String plain = name.replace('\'', '_');
    while (SourceVersion.isKeyword(plain) || !used.add(plain)) {
      plain += "_";
    }
    return plain;
  }
}
