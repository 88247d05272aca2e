package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Does nests of loops in small blocks where one array is walked through in the order of the
 * innermost loop and another in that of a loop outside of it, as when a matrix is transposed: a
 * block's lines of both arrays then stay in the cache until all of their numbers have been used.
 * Where no array follows the innermost loop, the two loops change places. Each place is computed
 * for itself, so that their order does not matter.
 */
final class Blocks {
  /** Places along each side of a block: a cache line of floats. */
  private static final int SIDE = 16;

  /** Neighbours that lie further apart than this are in different cache lines. */
  private static final int FAR = 16;

  private final KernelWriter writer;
  private final List<Statement.Loop> nest = new ArrayList<>();
  private final List<Statement> body = new ArrayList<>();
  private final List<Index> places = new ArrayList<>();
  private final List<Statement.Store> stored = new ArrayList<>();
  private final Set<Integer> loaded = new HashSet<>();
  private int calls;

  private Blocks(KernelWriter writer) {
    this.writer = writer;
  }

  /**
   * The statements with nests in blocks where that helps.
   *
   * @param body statements of a kernel
   * @param writer that of the kernel, for new variables
   * @return statements with the same effect
   */
  static List<Statement> all(List<Statement> body, KernelWriter writer) {
    List<Statement> result = new ArrayList<>();
    for (Statement s : body) {
      if (s instanceof Statement.Loop loop) {
        Statement blocks = new Blocks(writer).of(loop);
        result.add(blocks != null ? blocks : loop.around(all(loop.body(), writer)));
      } else if (s instanceof Statement.When when) {
        result.add(when.map(inside -> all(inside, writer)));
      } else {
        result.add(s);
      }
    }
    return result;
  }

  /** The nest that begins with a loop, in blocks, or null where it stays as it is. */
  private Statement of(Statement.Loop outermost) {
    if (!collect(outermost) || nest.size() < 2 || !independent()) {
      return null;
    }
    Statement.Loop innermost = nest.get(nest.size() - 1);
    if (innermost.to().isConstant() && innermost.to().constant() <= SIDE) {
      return null;
    }
    int inner = innermost.variable();
    for (int i = nest.size() - 2; i >= 0; i--) {
      int outer = nest.get(i).variable();
      boolean apart =
          places.stream()
              .anyMatch(at -> at.coefficient(outer) == 1 && Math.abs(at.coefficient(inner)) > FAR);
      if (apart && bounded(i)) {
        boolean follows = places.stream().anyMatch(at -> at.coefficient(inner) == 1);
        return rebuilt(i, follows);
      }
    }
    return null;
  }

  /** Takes a nest apart: loops in which nothing but values stands before the next one. */
  private boolean collect(Statement.Loop loop) {
    nest.add(loop);
    if (loop.step() != 1) {
      return false;
    }
    List<Statement> inside = loop.body();
    for (int i = 0; i < inside.size(); i++) {
      Statement s = inside.get(i);
      if (s instanceof Statement.Loop next) {
        return i == inside.size() - 1 && stored.isEmpty() && calls == 0 && collect(next);
      } else if (s instanceof Statement.Let let) {
        if (!look(let.value())) {
          return false;
        }
      } else if (s instanceof Statement.Store store) {
        if (!look(store.value())) {
          return false;
        }
        places.add(store.at());
        stored.add(store);
      } else if (!(s instanceof Statement.Line)) {
        return false;
      }
      body.add(s);
    }
    return true;
  }

  /** Notes the places that a value reads; whether it consists of what may move. */
  private boolean look(Value value) {
    if (value instanceof Value.Load load) {
      places.add(load.at());
      loaded.add(load.array());
      return true;
    } else if (value instanceof Value.Apply apply) {
      calls += apply.op().code() instanceof Code.Call ? 1 : 0;
      return apply.args().stream().allMatch(this::look);
    } else if (value instanceof Value.Fma fma) {
      return look(fma.a()) && look(fma.b()) && look(fma.c());
    } else if (value instanceof Value.Guarded guarded) {
      return look(guarded.inside());
    }
    return !(value instanceof Value.Uniform);
  }

  /** Whether each place is computed from nothing that another one stores. */
  private boolean independent() {
    for (Statement.Store store : stored) {
      boolean apart = nest.stream().allMatch(loop -> store.at().coefficient(loop.variable()) != 0);
      if (!apart || loaded.contains(store.array())) {
        return false;
      }
    }
    Set<Integer> all = new HashSet<>();
    body.stream().filter(Statement.Let.class::isInstance).forEach(s -> all.add(local(s)));
    Set<Integer> assigned = new HashSet<>();
    for (Statement s : body) {
      if (s instanceof Statement.Let let) {
        if (!known(let.value(), all, assigned)) {
          return false;
        }
        assigned.add(let.local());
      }
    }
    return !stored.isEmpty();
  }

  private static int local(Statement let) {
    return ((Statement.Let) let).local();
  }

  /** Whether the locals of a value that the nest assigns have been assigned at this place. */
  private static boolean known(Value value, Set<Integer> all, Set<Integer> assigned) {
    if (value instanceof Value.Local local) {
      return !all.contains(local.local()) || assigned.contains(local.local());
    } else if (value instanceof Value.Apply apply) {
      return apply.args().stream().allMatch(arg -> known(arg, all, assigned));
    } else if (value instanceof Value.Fma fma) {
      return known(fma.a(), all, assigned)
          && known(fma.b(), all, assigned)
          && known(fma.c(), all, assigned);
    } else if (value instanceof Value.Guarded guarded) {
      return known(guarded.inside(), all, assigned);
    }
    return true;
  }

  /** Whether the bounds of the loops inside of one depend on none of them. */
  private boolean bounded(int outer) {
    for (int i = outer; i < nest.size(); i++) {
      for (int j = outer; j < i; j++) {
        int variable = nest.get(j).variable();
        Statement.Loop loop = nest.get(i);
        if (loop.from().coefficient(variable) != 0 || loop.to().coefficient(variable) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private Statement rebuilt(int outer, boolean blocks) {
    List<Statement.Loop> order = new ArrayList<>(nest);
    Statement.Loop u = order.remove(outer);
    Statement.Loop v = order.remove(order.size() - 1);
    List<Statement> inside = body;
    if (blocks) {
      Index startU = Index.variable(writer.variable());
      Index startV = Index.variable(writer.variable());
      Index endU = Index.variable(writer.variable());
      Index endV = Index.variable(writer.variable());
      inside = List.of(new Statement.Loop(u.variable(), startU, endU, 1, inside));
      inside = List.of(new Statement.Loop(v.variable(), startV, endV, 1, inside));
      inside = cut(v, startV, endV, inside);
      inside = cut(u, startU, endU, inside);
    } else {
      inside = List.of(u.around(inside));
      inside = List.of(v.around(inside));
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      inside = List.of(order.get(i).around(inside));
    }
    return inside.get(0);
  }

  /** A loop over the beginnings of blocks. */
  private static List<Statement> cut(
      Statement.Loop loop, Index start, Index end, List<Statement> inside) {
    List<Statement> body = new ArrayList<>();
    int number = end.terms().get(0).variable();
    body.add(new Statement.Least(number, start.plus(SIDE), loop.to()));
    body.addAll(inside);
    return List.of(
        new Statement.Loop(start.terms().get(0).variable(), loop.from(), loop.to(), SIDE, body));
  }
}
