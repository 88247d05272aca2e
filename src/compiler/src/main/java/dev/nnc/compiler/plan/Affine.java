package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.Shape;

/**
 * A value that is read from an array as it stands, each element at a place that depends linearly on
 * its index.
 *
 * @param node the value in the array
 * @param place the place, axis {@code d} being variable {@code d + 1}
 */
record Affine(Node node, Index place) {
  /** Where a node is read, or null where it is computed or reads as zero outside its source. */
  static Affine of(Materialise storage, Node node) {
    Shape shape = node.shape();
    Index[] at = new Index[shape.rank()];
    for (int d = 0; d < at.length; d++) {
      at[d] = shape.dim(d) == 1 ? Index.ZERO : Index.variable(d + 1);
    }
    return of(storage, node, at);
  }

  private static Affine of(Materialise storage, Node node, Index... at) {
    Node from = storage.base(node);
    if (storage.inArray(from)) {
      return new Affine(from, storage.place(node, at));
    }
    if (from != node) {
      return of(storage, from, Regroup.indices(node.shape(), from.shape(), at));
    }
    if (!(node.op() instanceof View view)) {
      return null;
    }
    Shape source = node.arg(0).shape();
    for (int d = 0; d < source.rank(); d++) {
      if (view.map().leaves(d, view.shape(), source)) {
        return null;
      }
    }
    return of(storage, node.arg(0), Regroup.through(view, at));
  }

  /** How far apart neighbours along an axis lie. */
  int stride(int axis) {
    return place.coefficient(axis + 1);
  }

  /** The place with an index in place of the axes. */
  Index at(Index... index) {
    Index result = Index.of(place.constant());
    for (Index.Term term : place.terms()) {
      result = result.plus(index[term.variable() - 1].times(term.coefficient()));
    }
    return result;
  }
}
