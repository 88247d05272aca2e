package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which array elements the expression of a node reads, as functions of the place computed. */
final class Reads {
  private final Materialise storage;
  private final Set<Task.Read> found = new LinkedHashSet<>();
  private int variables;

  private Reads(Materialise storage) {
    this.storage = storage;
  }

  /**
   * The elements that a node reads at a place.
   *
   * @param storage which nodes are in arrays
   * @param node what is computed
   * @param compute whether its own buffer is being filled, not read
   * @return the elements, places by the variables 1, 2 … of the node's space
   */
  static Set<Task.Read> of(Materialise storage, Node node, boolean compute) {
    Reads reads = new Reads(storage);
    reads.variables = Task.space(node.shape()).size();
    Index[] at = Task.at(node.shape(), Task.variables(reads.variables));
    if (compute) {
      reads.compute(node, at);
    } else {
      reads.value(node, at);
    }
    return reads.found;
  }

  private void value(Node node, Index... at) {
    Node from = storage.base(node);
    if (storage.inArray(from)) {
      found.add(new Task.Read(from, Regroup.linear(node.shape(), at)));
    } else if (from != node) {
      compute(from, Regroup.indices(node.shape(), from.shape(), at));
    } else {
      compute(node, at);
    }
  }

  private void compute(Node node, Index... at) {
    if (node.op() instanceof Elementwise) {
      node.args().forEach(arg -> value(arg, at));
    } else if (node.op() instanceof View view) {
      value(node.arg(0), Regroup.through(view, at));
    } else if (node.op() instanceof Reduce reduce) {
      Node arg = node.arg(0);
      boolean[] gone = reduce.reduced(arg.shape().rank());
      Index[] inner = new Index[gone.length];
      int next = 0;
      for (int d = 0; d < inner.length; d++) {
        inner[d] = gone[d] ? Index.variable(++variables) : at[next++];
      }
      List<Node> operands =
          reduce.kind() == Reduce.Kind.SUM && arg.op() == Elementwise.MUL
              ? arg.args()
              : List.of(arg);
      operands.forEach(operand -> value(operand, inner));
    } else if (!node.args().isEmpty()) {
      for (Node arg : node.args()) {
        int rank = arg.shape().rank();
        Index[] any = new Index[rank];
        for (int d = 0; d < rank; d++) {
          any[d] = Index.variable(++variables);
        }
        value(arg, any);
      }
    }
  }
}
