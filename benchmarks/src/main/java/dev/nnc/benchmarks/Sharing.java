package dev.nnc.benchmarks;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import java.util.Locale;

/**
 * What sharing saves in a program.
 *
 * @param expanded how many nodes its formulas have when each is written out
 * @param shared how many nodes its DAG has
 */
record Sharing(double expanded, int shared) {

  /** Counts what the outputs need. */
  static Sharing of(Program program) {
    int size = program.graph().size();
    boolean[] needed = new boolean[size];
    program.outputs().forEach(output -> needed[output.value().id()] = true);
    for (int id = size - 1; id >= 0; id--) {
      if (needed[id]) {
        program.graph().nodes().get(id).args().forEach(arg -> needed[arg.id()] = true);
      }
    }
    double[] tree = new double[size];
    int shared = 0;
    for (Node node : program.graph().nodes()) {
      if (needed[node.id()]) {
        shared++;
        tree[node.id()] = 1 + node.args().stream().mapToDouble(arg -> tree[arg.id()]).sum();
      }
    }
    double expanded =
        program.outputs().stream().mapToDouble(output -> tree[output.value().id()]).sum();
    return new Sharing(expanded, shared);
  }

  /** Both numbers, the greater one first. */
  String text() {
    String format = expanded < 1e6 ? "%.0f" : "%.1e";
    return String.format(Locale.ROOT, format, expanded) + ", " + shared;
  }
}
