package dev.nnc.compiler.plan;

import java.util.List;

/**
 * Makes two loops one where nothing stands between them and every index runs on from the end of one
 * row to the start of the next.
 */
final class Coalesce {
  private Coalesce() {}

  /** The loop, or a single one over both axes. */
  static Statement.Loop loop(Statement.Loop outer) {
    if (outer.body().size() != 1
        || !(outer.body().get(0) instanceof Statement.Loop inner)
        || !outer.from().equals(Index.ZERO)
        || !inner.from().equals(Index.ZERO)
        || outer.step() != 1
        || inner.step() != 1
        || !inner.to().isConstant()) {
      return outer;
    }
    int size = inner.to().constant();
    boolean[] contiguous = {true};
    List<Statement> body =
        Indices.map(
            inner.body(),
            index -> {
              int c = index.coefficient(inner.variable());
              contiguous[0] &= index.coefficient(outer.variable()) == c * size;
              return index.replace(outer.variable(), Index.ZERO);
            });
    return contiguous[0]
        ? new Statement.Loop(inner.variable(), Index.ZERO, outer.to().times(size), 1, body)
        : outer;
  }
}
