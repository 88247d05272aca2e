package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.Shape;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which array elements the expression of a node reads, as functions of the place computed. */
final class Reads {
  private final Materialise storage;
  private final Set<Task.Read> found = new LinkedHashSet<>();
  private final BitSet used = new BitSet();
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

  /** The axes on which a value depends; others only repeat it. */
  static BitSet axes(Materialise storage, Node node) {
    Reads reads = new Reads(storage);
    int rank = node.shape().rank();
    reads.variables = rank;
    Index[] at = Task.variables(rank).toArray(Index[]::new);
    for (int d = 0; d < rank; d++) {
      at[d] = node.shape().dim(d) == 1 ? Index.ZERO : at[d];
    }
    reads.value(node, at);
    BitSet axes = new BitSet();
    reads.used.stream().filter(v -> v <= rank).forEach(v -> axes.set(v - 1));
    return axes;
  }

  private void use(Index index) {
    index.terms().forEach(term -> used.set(term.variable()));
  }

  /** Where a view reads; what a guard asks for is used even where nothing else depends on it. */
  private Index[] through(View view, Shape source, Index... at) {
    Index[] from = Regroup.through(view, at);
    for (int d = 0; d < from.length; d++) {
      if (view.map().leaves(d, view.shape(), source)) {
        use(from[d]);
      }
    }
    return from;
  }

  private void value(Node node, Index... at) {
    Node from = storage.base(node);
    if (storage.inArray(from)) {
      Index linear = Regroup.linear(node.shape(), at);
      use(linear);
      found.add(new Task.Read(from, linear));
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
      value(node.arg(0), through(view, node.arg(0).shape(), at));
    } else if (node.op() instanceof Gather gather) {
      value(node.arg(1), at);
      View view = new View(gather.shape(), gather.map());
      Index[] from = through(view, node.arg(0).shape(), at);
      from[gather.axis()] = Index.variable(++variables);
      value(node.arg(0), from);
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
    } else if (node.args().isEmpty()) {
      if (node.op() instanceof Leaf.Iota || node.op() instanceof Leaf.Uniform) {
        Arrays.stream(at).forEach(this::use);
      }
    } else {
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
