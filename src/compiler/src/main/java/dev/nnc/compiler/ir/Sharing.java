package dev.nnc.compiler.ir;

import java.util.List;

/**
 * What sharing saves in a program.
 *
 * @param expanded how many nodes its formulas have when each is written out for each of its uses;
 *     grows exponentially with the depth of a program
 * @param shared how many nodes its outputs need
 */
public record Sharing(double expanded, int shared) {

  /** Counts. */
  public static Sharing of(Program program) {
    List<Node> needed = Verifier.reachable(program);
    double[] tree = new double[program.graph().size()];
    for (Node node : needed) {
      tree[node.id()] = 1;
      node.args().forEach(arg -> tree[node.id()] += tree[arg.id()]);
    }
    double expanded = 0;
    for (Program.Output output : program.outputs()) {
      expanded += tree[output.value().id()];
    }
    return new Sharing(expanded, needed.size());
  }
}
