package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Goes through several rows together where numbers are read across the rows in which they are
 * written: {@code for i: for j: a[n i + j] = b[i + m j]} reads from a different cache line at every
 * step, and comes back to it only when it is gone; neighbouring rows need the neighbours in it.
 */
final class Transpose {
  /** Rows written together: half a cache line of floats. */
  private static final int ROWS = 8;

  /** Values computed for an element at most, since the code is there for each row. */
  private static final int LARGEST = 8;

  private Transpose() {}

  /** The statements with transposing loops done several rows at a time. */
  static List<Statement> all(List<Statement> body) {
    List<Statement> result = new ArrayList<>(body.size());
    for (Statement s : body) {
      if (s instanceof Statement.Loop loop) {
        Statement.Store store = store(loop);
        if (store != null && across(loop, store)) {
          result.addAll(together(loop));
        } else {
          result.add(loop.around(all(loop.body())));
        }
      } else if (s instanceof Statement.When when) {
        result.add(when.map(Transpose::all));
      } else {
        result.add(s);
      }
    }
    return result;
  }

  /** The store that is all that a loop in a loop does, or null. */
  private static Statement.Store store(Statement.Loop outer) {
    if (only(outer) instanceof Statement.Loop inner
        && inner.step() == 1
        && inner.from().coefficient(outer.variable()) == 0
        && inner.to().coefficient(outer.variable()) == 0
        && only(inner) instanceof Statement.Store store) {
      return store;
    }
    return null;
  }

  private static Statement only(Statement.Loop loop) {
    List<Statement> rest =
        loop.body().stream().filter(s -> !(s instanceof Statement.Line)).toList();
    return rest.size() == 1 ? rest.get(0) : null;
  }

  private static boolean across(Statement.Loop outer, Statement.Store store) {
    int row = outer.variable();
    int column = ((Statement.Loop) only(outer)).variable();
    Uses uses = Uses.of(store.value());
    boolean across = false;
    boolean apart = true;
    for (Uses.Element load : uses.loads) {
      across |= load.at().coefficient(row) == 1 && Math.abs(load.at().coefficient(column)) > 1;
      apart &= load.array() != store.array();
    }
    boolean brief = outer.to().isConstant() && outer.to().constant() < ROWS;
    return across
        && apart
        && !brief
        && outer.step() == 1
        && uses.plain
        && uses.locals.isEmpty()
        && uses.values <= LARGEST
        && store.at().coefficient(column) == 1
        && store.at().coefficient(row) != 0;
  }

  private static List<Statement> together(Statement.Loop outer) {
    int row = outer.variable();
    Statement.Loop inner = (Statement.Loop) only(outer);
    List<Statement> stores = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Index place = Index.variable(row).plus(i);
      stores.addAll(Indices.map(List.of(only(inner)), index -> index.replace(row, place)));
    }
    Index all = outer.to().plus(outer.from().times(-1));
    Index end = outer.to().plus(1 - ROWS);
    List<Statement> result = new ArrayList<>();
    result.add(new Statement.Loop(row, outer.from(), end, ROWS, List.of(inner.around(stores))));
    if (!all.isConstant() || all.constant() % ROWS != 0) {
      result.add(new Statement.Loop(row, Index.variable(row), outer.to(), 1, outer.body()));
    }
    return result;
  }
}
