package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import java.util.HashSet;
import java.util.Set;

/** Drops the inputs that no output needs, so that nobody has to supply them. */
public final class Prune {
  /** The pass. */
  public static final Pass PASS =
      new Pass("prune", "drops inputs that no output needs", Prune::prune);

  private Prune() {}

  /** The program with the inputs that it needs. */
  public static Program prune(Program program) {
    Set<Node> needed = new HashSet<>(Verifier.reachable(program));
    return new Program(
        program.name(),
        program.graph(),
        program.inputs().stream().filter(input -> needed.contains(input.leaf())).toList(),
        program.outputs());
  }
}
