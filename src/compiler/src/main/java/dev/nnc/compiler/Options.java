package dev.nnc.compiler;

import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.MemoryLimit;
import dev.nnc.runtime.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What can be chosen about a compilation.
 *
 * @param precision the format of all numbers
 * @param set hyperparameters and settings by name, each with its value as .nn text; {@code train.x}
 *     names a setting, a bare name a hyperparameter or else a setting
 * @param packageName the Java package of the generated class, or null for one made from the file's
 *     name
 * @param model the model to compile where a file has several, or null
 * @param simplify whether programs are simplified; without it they compute the same, slower
 * @param watched whether also plain loops have a second class that tells of each launch, as vector
 *     code has, see {@link dev.nnc.runtime.Watch}
 * @param memory how much memory training steps may take
 * @param choices how contractions over lanes are computed where that was measured, see {@link
 *     Tuning}; results have the same bits whatever they are
 */
public record Options(
    Precision precision,
    Map<String, String> set,
    String packageName,
    String model,
    boolean simplify,
    boolean watched,
    MemoryLimit memory,
    Choices choices) {

  /** Copies the map, in its order. */
  public Options {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(choices, "choices");
    set = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(set));
  }

  /** The same without watches for plain loops, as fast as can be. */
  public Options(
      Precision precision,
      Map<String, String> set,
      String packageName,
      String model,
      boolean simplify) {
    this(precision, set, packageName, model, simplify, false, MemoryLimit.FAST, Choices.NONE);
  }

  /** Float, nothing overridden, simplified. */
  public static Options standard() {
    return new Options(Precision.FLOAT, Map.of(), null, null, true);
  }

  /** The same in another precision. */
  public Options with(Precision other) {
    return new Options(other, set, packageName, model, simplify, watched, memory, choices);
  }

  /** The same with other overridden values. */
  public Options with(Map<String, String> other) {
    return new Options(precision, other, packageName, model, simplify, watched, memory, choices);
  }

  /** The same with watches. */
  public Options withWatches() {
    return new Options(precision, set, packageName, model, simplify, true, memory, choices);
  }

  /** The same with a limit to the memory of training steps. */
  public Options with(MemoryLimit other) {
    return new Options(precision, set, packageName, model, simplify, watched, other, choices);
  }

  /** The same with other ways to compute contractions over lanes. */
  public Options with(Choices other) {
    return new Options(precision, set, packageName, model, simplify, watched, memory, other);
  }
}
