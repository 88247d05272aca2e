package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
    List<Index> places = places();
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

  /** Takes a nest apart: loops in which nothing but quick values stands before the next one. */
  private boolean collect(Statement.Loop loop) {
    nest.add(loop);
    List<Statement> inside = loop.body();
    for (int i = 0; i < inside.size(); i++) {
      Statement s = inside.get(i);
      if (s instanceof Statement.Loop next) {
        boolean alone = i == inside.size() - 1 && body.stream().allMatch(Blocks::quick);
        return loop.step() == 1 && alone && collect(next);
      }
      body.add(s);
    }
    return loop.step() == 1 && body.stream().allMatch(Blocks::moves);
  }

  private static boolean moves(Statement s) {
    return s instanceof Statement.Let
        || s instanceof Statement.Store
        || s instanceof Statement.Line;
  }

  /** Whether a statement may be done again for each place of inner loops. */
  private static boolean quick(Statement s) {
    return s instanceof Statement.Line || (s instanceof Statement.Let let && quick(let.value()));
  }

  private static boolean quick(Value value) {
    boolean call = value instanceof Value.Apply apply && apply.op().code() instanceof Code.Call;
    return !call && value.parts().stream().allMatch(Blocks::quick);
  }

  /** The places of all arrays that the nest reads and writes. */
  private List<Index> places() {
    Uses uses = Uses.of(body);
    return Stream.concat(uses.loads.stream(), uses.stores.stream()).map(Uses.Element::at).toList();
  }

  /** Whether each place is computed from nothing that another one stores. */
  private boolean independent() {
    Uses uses = Uses.of(body);
    boolean independent = uses.plain && !uses.stores.isEmpty();
    for (Uses.Element store : uses.stores) {
      independent &= uses.loads.stream().noneMatch(load -> load.array() == store.array());
      for (Statement.Loop loop : nest) {
        independent &= store.at().coefficient(loop.variable()) != 0;
      }
    }
    Set<Integer> known = new HashSet<>();
    for (Statement s : body) {
      Uses one = Uses.of(List.of(s));
      for (int local : one.locals) {
        independent &= known.contains(local) || !uses.set.contains(local);
      }
      known.addAll(one.set);
    }
    return independent;
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
