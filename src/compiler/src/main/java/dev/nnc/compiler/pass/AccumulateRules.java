package dev.nnc.compiler.pass;

import static dev.nnc.compiler.pass.Rule.Truth.REAL;

import dev.nnc.compiler.op.Accumulate;
import java.util.List;

/** Accumulation as sums of views. */
final class AccumulateRules {
  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          Rule.on(
              REAL,
              Accumulate.class,
              "accumulate x by t = M i + c = sum of x[i] over the i that solve it",
              Inversion::of));

  private AccumulateRules() {}
}
