package dev.nnc.compiler.plan;

import dev.nnc.runtime.Precision;
import java.util.Objects;

/**
 * What a plan is to be like. Whatever it is, results have the same bits.
 *
 * @param precision the format of all numbers
 * @param target for what kind of code
 * @param split whether the work is split between threads however little it is
 * @param memory what a training step may take for values in between; its batch is a number unless
 *     it is to be fast
 * @param choices ways to compute contractions over lanes; those that match none count for nothing
 */
public record PlanOptions(
    Precision precision, Target target, boolean split, MemoryLimit memory, Choices choices) {
  /** Checks that all is given. */
  public PlanOptions {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(choices, "choices");
  }

  /** As fast as can be, with little work left to one thread and nothing chosen. */
  public static PlanOptions of(Precision precision, Target target) {
    return new PlanOptions(precision, target, false, MemoryLimit.FAST, Choices.NONE);
  }

  /** The same with or without little work split between threads. */
  public PlanOptions with(boolean splitting) {
    return new PlanOptions(precision, target, splitting, memory, choices);
  }

  /** The same with another limit to memory. */
  public PlanOptions with(MemoryLimit limit) {
    return new PlanOptions(precision, target, split, limit, choices);
  }

  /** The same with other ways to compute contractions. */
  public PlanOptions with(Choices chosen) {
    return new PlanOptions(precision, target, split, memory, chosen);
  }
}
