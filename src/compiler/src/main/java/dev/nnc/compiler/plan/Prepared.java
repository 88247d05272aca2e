package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Rebuild;
import java.util.HashSet;
import java.util.Set;

/**
 * A program as the planner wants it.
 *
 * @param program what is computed
 * @param stored nodes that are stored in any case
 * @param again nodes that compute again what others have computed before
 */
record Prepared(Program program, Set<Node> stored, Set<Node> again) {
  /** Copies the sets. */
  Prepared {
    stored = Set.copyOf(stored);
    again = Set.copyOf(again);
  }

  /** A program that computes nothing twice. */
  Prepared(Program program, Set<Node> stored) {
    this(program, stored, Set.of());
  }

  /** The same, storing more. */
  Prepared storing(Set<Node> more) {
    Set<Node> all = new HashSet<>(stored);
    all.addAll(more);
    return new Prepared(program, all, again);
  }

  /** The same with other nodes in place of some. */
  Prepared rebuilt(Rebuild.Rule rule) {
    Rebuild rebuilt = Rebuild.with(program, rule);
    Set<Node> now = new HashSet<>();
    stored.stream()
        .filter(rebuilt.made()::containsKey)
        .forEach(node -> now.add(rebuilt.made().get(node)));
    return new Prepared(rebuilt.program(), now);
  }

  /** A program as it is. */
  static Prepared plain(Program program) {
    return new Prepared(program, Set.of());
  }

  /** A program as code for a target wants it. */
  static Prepared of(Program program, Target target) {
    boolean lanes = target == Target.VECTOR;
    Program ready = Remake.of(program);
    return Hoist.of(lanes ? Padding.of(Layout.of(ready)) : plain(ready));
  }
}
