package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import java.util.Set;

/**
 * A program as the planner wants it.
 *
 * @param program what is computed
 * @param stored nodes that are stored in any case
 */
record Prepared(Program program, Set<Node> stored) {
  /** Copies the set. */
  Prepared {
    stored = Set.copyOf(stored);
  }

  /** A program as it is. */
  static Prepared plain(Program program) {
    return new Prepared(program, Set.of());
  }

  /** A program as code for a target wants it. */
  static Prepared of(Program program, Target target) {
    Program stores = Remake.of(program);
    boolean lanes = target == Target.VECTOR;
    return Hoist.of(lanes ? Padding.of(Layout.of(stores)) : plain(stores));
  }
}
