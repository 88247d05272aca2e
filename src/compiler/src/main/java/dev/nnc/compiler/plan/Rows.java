package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks once for a row, not for each of its elements, whether a computed subscript lies on its axis:
 * an innermost loop that runs along gathered rows becomes one loop for rows that there are, or a
 * copy, and one for rows outside, which read as zero.
 */
final class Rows {
  /** Loops with more values than this are left alone: their body is written twice. */
  private static final int LARGEST = 40;

  /** Shorter rows are not worth the call that copies them. */
  private static final int SHORT = 16;

  private final Set<Integer> places = new HashSet<>();

  private Rows() {}

  /** The statements with rows that are read or written by computed subscripts taken apart. */
  static List<Statement> apart(List<Statement> body) {
    return new Rows().all(body);
  }

  private List<Statement> all(List<Statement> body) {
    List<Statement> result = new ArrayList<>(body.size());
    for (Statement s : body) {
      if (s instanceof Statement.Place place) {
        places.add(place.variable());
      }
      if (s instanceof Statement.Loop loop) {
        result.add(loop(loop));
      } else if (s instanceof Statement.When when) {
        result.add(when.map(this::all));
      } else {
        result.add(s);
      }
    }
    return result;
  }

  private Statement loop(Statement.Loop loop) {
    List<Statement> body = all(loop.body());
    Statement.Loop inner = loop.around(body);
    if (body.get(body.size() - 1) instanceof Statement.When when
        && body.subList(0, body.size() - 1).stream().allMatch(s -> s instanceof Statement.Let)
        && when.otherwise().isEmpty()
        && when.index().equals(Index.of(-1))
        && chosen(when.bound())) {
      List<Statement> whole = new ArrayList<>(body.subList(0, body.size() - 1));
      whole.addAll(when.body());
      Statement rows = loop(loop.around(whole));
      return new Statement.When(when.index(), when.bound(), List.of(rows), List.of());
    }
    return along(inner);
  }

  private boolean chosen(Index index) {
    return index.terms().size() == 1 && places.contains(index.terms().get(0).variable());
  }

  private Statement along(Statement.Loop loop) {
    Guards guards = new Guards(loop);
    Index place = guards.first;
    if (!guards.plain || place == null || guards.count > LARGEST) {
      return loop;
    }
    Statement inside = copy(loop.around(guards.replaced(place, true)));
    Statement outside = loop.around(guards.replaced(place, false));
    inside = inside instanceof Statement.Loop rest ? along(rest) : inside;
    return new Statement.When(Index.of(-1), place, List.of(inside), List.of(outside));
  }

  /** A loop that only moves numbers from one array to another, as a copy. */
  private static Statement copy(Statement.Loop loop) {
    List<Statement> moves =
        loop.body().stream().filter(s -> !(s instanceof Statement.Line)).toList();
    if (moves.size() == 1
        && moves.get(0) instanceof Statement.Store store
        && store.value() instanceof Value.Load load
        && store.array() != load.array()
        && store.at().coefficient(loop.variable()) == 1
        && load.at().coefficient(loop.variable()) == 1
        && loop.from().equals(Index.ZERO)
        && loop.step() == 1
        && loop.to().isConstant()
        && loop.to().constant() >= SHORT) {
      Index from = load.at().replace(loop.variable(), Index.ZERO);
      Index to = store.at().replace(loop.variable(), Index.ZERO);
      return new Statement.Copy(load.array(), from, store.array(), to, loop.to());
    }
    return loop;
  }

  /** What the values of a loop ask of computed subscripts that are the same all along it. */
  private final class Guards {
    private final Statement.Loop loop;
    private boolean plain = true;
    private int count;
    private Index first;

    Guards(Statement.Loop loop) {
      this.loop = loop;
      for (Statement s : loop.body()) {
        if (s instanceof Statement.Let let) {
          look(let.value());
        } else if (s instanceof Statement.Store store) {
          look(store.value());
        } else {
          plain &= s instanceof Statement.Line;
        }
      }
    }

    private void look(Value value) {
      count++;
      if (value instanceof Value.Guarded guarded) {
        for (Value.Bound bound : guarded.bounds()) {
          boolean fixed = bound.end() < 0 && bound.index().coefficient(loop.variable()) == 0;
          first = first == null && fixed && chosen(bound.index()) ? bound.index() : first;
        }
      }
      value.parts().forEach(this::look);
    }

    private List<Statement> replaced(Index place, boolean inside) {
      List<Statement> body = new ArrayList<>();
      for (Statement s : loop.body()) {
        if (s instanceof Statement.Let let) {
          body.add(new Statement.Let(let.local(), replaced(let.value(), place, inside)));
        } else if (s instanceof Statement.Store store) {
          Value value = replaced(store.value(), place, inside);
          body.add(new Statement.Store(store.array(), store.at(), value));
        } else {
          body.add(s);
        }
      }
      return body;
    }

    private Value replaced(Value value, Index place, boolean inside) {
      if (value instanceof Value.Guarded guarded) {
        Value.Bound gone = new Value.Bound(place, -1);
        if (!inside && guarded.bounds().contains(gone)) {
          return new Value.Literal(0);
        }
        List<Value.Bound> rest =
            guarded.bounds().stream().filter(bound -> !bound.equals(gone)).toList();
        Value within = replaced(guarded.inside(), place, inside);
        return rest.isEmpty() ? within : new Value.Guarded(rest, within);
      }
      return value.map(part -> replaced(part, place, inside));
    }
  }
}
