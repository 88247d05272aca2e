package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the statements of launches anew for a batch of one example, as one sequence: arguments and
 * whatever follows from them are numbers, kernels that are run stand in line, choices are made, and
 * brief loops are written out. What is computed, and in which order, stays the same.
 */
final class Specialise {
  /** Thrown where a variable would be read that is set nowhere any more. */
  private static final class Unset extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The names that a kernel uses, and what they are in the sequence. */
  private final class Scope {
    final Map<Integer, Integer> arrays = new HashMap<>();
    final Map<Integer, Index> variables = new HashMap<>();
    final Map<Integer, Integer> locals = new HashMap<>();
    final Map<Integer, Integer> keys = new HashMap<>();

    int array(int array) {
      return arrays.computeIfAbsent(array, a -> arrayCount++);
    }

    int local(int local) {
      return locals.computeIfAbsent(local, l -> localCount++);
    }

    int key(int key) {
      return keys.computeIfAbsent(key, k -> keyCount++);
    }

    /** The number of a variable that the kernel sets. */
    int variable(int variable) {
      Index known = variables.get(variable);
      if (known == null) {
        known = Index.variable(variableCount++);
        variables.put(variable, known);
      }
      return known.terms().get(0).variable();
    }
  }

  /** Loops are written out to so many values at most. */
  private final int most;

  private final Map<Launch.Source, Integer> sources = new LinkedHashMap<>();
  private int arrayCount;
  private int variableCount = Kernel.BATCH + 1;
  private int localCount;
  private int keyCount;

  /** What is known of variables where the writing stands. */
  private Map<Integer, Integer> known = new HashMap<>();

  /** Variables that no statement sets, since they were known. */
  private final Set<Integer> unset = new HashSet<>();

  /**
   * Begins a sequence.
   *
   * @param most how many values a loop may have when it is written out
   */
  Specialise(int most) {
    this.most = most;
  }

  /** The arrays of all that has been written, with their numbers. */
  Map<Launch.Source, Integer> sources() {
    return sources;
  }

  /**
   * The statements of a launch that is not in a loop over steps.
   *
   * @param launch what is run
   * @return null where they cannot be written so
   */
  List<Statement> of(Launch launch) {
    Kernel kernel = launch.kernel();
    Scope scope = new Scope();
    for (int i = 0; i < launch.arrays().size(); i++) {
      int number = sources.computeIfAbsent(launch.arrays().get(i), source -> arrayCount++);
      scope.arrays.put(kernel.arrays().get(i), number);
    }
    for (int i = 0; i < launch.ints().size(); i++) {
      scope.variables.put(kernel.ints().get(i), Index.of(launch.ints().get(i)));
    }
    known = new HashMap<>();
    try {
      return all(kernel.body(), scope);
    } catch (Unset e) {
      return null;
    }
  }

  private List<Statement> all(List<Statement> body, Scope scope) {
    List<Statement> result = new ArrayList<>();
    body.forEach(s -> statement(s, scope, result));
    return result;
  }

  private void statement(Statement s, Scope scope, List<Statement> result) {
    if (s instanceof Statement.Loop loop) {
      loop(loop, scope, result);
    } else if (s instanceof Statement.Lanes lanes) {
      Statement.Lanes written = lanes(lanes, scope);
      int from = written.from().constant();
      if (written.from().isConstant()
          && written.to().isConstant()
          && written.to().constant() - from < 2) {
        know(written.variable(), from);
        return;
      }
      result.add(written);
      end(written);
    } else if (s instanceof Statement.Fold fold) {
      Statement.Lanes written = lanes(fold.loop(), scope);
      int local = scope.local(fold.local());
      int array = scope.array(fold.array());
      result.add(new Statement.Fold(written, local, array, index(fold.at(), scope)));
      end(written);
    } else if (s instanceof Statement.When when) {
      when(when, scope, result);
    } else if (s instanceof Statement.Let let) {
      Value value = value(let.value(), scope);
      result.add(new Statement.Let(scope.local(let.local()), value));
    } else if (s instanceof Statement.Store store) {
      Index at = index(store.at(), scope);
      result.add(new Statement.Store(scope.array(store.array()), at, value(store.value(), scope)));
    } else if (s instanceof Statement.Least least) {
      Index a = index(least.a(), scope);
      Index b = index(least.b(), scope);
      int variable = scope.variable(least.variable());
      if (a.isConstant() && b.isConstant()) {
        know(variable, Math.min(a.constant(), b.constant()));
      } else {
        set(variable);
        result.add(new Statement.Least(variable, a, b));
      }
    } else if (s instanceof Statement.Place place) {
      Value value = value(place.value(), scope);
      int variable = scope.variable(place.variable());
      set(variable);
      result.add(new Statement.Place(variable, value, place.size()));
    } else if (s instanceof Statement.Key key) {
      Index row = key.row() == null ? null : index(key.row(), scope);
      result.add(new Statement.Key(scope.key(key.key()), row, index(key.site(), scope)));
    } else if (s instanceof Statement.Line) {
      result.add(s);
    } else if (s instanceof Statement.Row row) {
      result.add(new Statement.Row(scope.array(row.array()), index(row.slot(), scope)));
    } else if (s instanceof Statement.Copy copy) {
      result.add(
          new Statement.Copy(
              scope.array(copy.source()),
              index(copy.from(), scope),
              scope.array(copy.target()),
              index(copy.to(), scope),
              index(copy.count(), scope)));
    } else if (s instanceof Statement.Call call) {
      call(call, scope, result);
    } else {
      // Work that is shared between threads is not that of one example.
      throw new Unset();
    }
  }

  private void call(Statement.Call call, Scope scope, List<Statement> result) {
    Scope inner = new Scope();
    List<Integer> arrays = call.kernel().arrays();
    for (int i = 0; i < arrays.size(); i++) {
      inner.arrays.put(arrays.get(i), scope.array(call.arrays().get(i)));
    }
    List<Integer> ints = call.kernel().ints();
    for (int i = 0; i < ints.size(); i++) {
      inner.variables.put(ints.get(i), index(call.ints().get(i), scope));
    }
    result.addAll(all(call.kernel().body(), inner));
  }

  /** A variable is set to a number by no statement. */
  private void know(int variable, int number) {
    known.put(variable, number);
    unset.add(variable);
  }

  /** A variable is set by a statement. */
  private void set(int variable) {
    known.remove(variable);
    unset.remove(variable);
  }

  private void loop(Statement.Loop loop, Scope scope, List<Statement> result) {
    Index from = index(loop.from(), scope);
    Index to = index(loop.to(), scope);
    int variable = scope.variable(loop.variable());
    if (!from.isConstant() || !to.isConstant()) {
      set(variable);
      List<Statement> body = again(loop.body(), scope);
      known.remove(variable);
      result.add(new Statement.Loop(variable, from, to, loop.step(), body));
      return;
    }
    int length = Math.max(0, to.constant() - from.constant());
    int times = (length + loop.step() - 1) / loop.step();
    int end = from.constant() + times * loop.step();
    if (times <= 1 || times * (long) OneExample.size(loop.body()) <= most) {
      for (int time = 0; time < times; time++) {
        know(variable, from.constant() + time * loop.step());
        result.addAll(all(loop.body(), scope));
      }
      know(variable, end);
      return;
    }
    set(variable);
    List<Statement> body = again(loop.body(), scope);
    result.add(new Statement.Loop(variable, from, to, loop.step(), body));
    known.put(variable, end);
  }

  /** The body of a loop that stays one: what it sets is not known when it begins anew. */
  private List<Statement> again(List<Statement> body, Scope scope) {
    Set<Integer> inside = new HashSet<>();
    assigned(body, scope, inside);
    inside.forEach(known::remove);
    List<Statement> written = all(body, scope);
    inside.forEach(known::remove);
    return written;
  }

  private static void assigned(List<Statement> body, Scope scope, Set<Integer> found) {
    for (Statement s : body) {
      if (s instanceof Statement.Loop loop) {
        found.add(scope.variable(loop.variable()));
        assigned(loop.body(), scope, found);
      } else if (s instanceof Statement.Lanes lanes) {
        found.add(scope.variable(lanes.variable()));
        assigned(lanes.body(), scope, found);
      } else if (s instanceof Statement.Fold fold) {
        found.add(scope.variable(fold.loop().variable()));
        assigned(fold.loop().body(), scope, found);
      } else if (s instanceof Statement.When when) {
        assigned(when.body(), scope, found);
        assigned(when.otherwise(), scope, found);
      } else if (s instanceof Statement.Least least) {
        found.add(scope.variable(least.variable()));
      } else if (s instanceof Statement.Place place) {
        found.add(scope.variable(place.variable()));
      }
    }
  }

  private Statement.Lanes lanes(Statement.Lanes lanes, Scope scope) {
    Index from = index(lanes.from(), scope);
    Index to = index(lanes.to(), scope);
    Index whole = to.plus(Index.variable(Kernel.LANES).times(-1)).plus(1);
    if (from.equals(Index.ZERO) && whole.isConstant() && whole.constant() % Tile.WIDEST == 0) {
      to = whole;
    }
    int variable = scope.variable(lanes.variable());
    set(variable);
    List<Statement> body = again(lanes.body(), scope);
    return new Statement.Lanes(variable, from, to, lanes.vectors(), body);
  }

  /** Whole vectors of any kind end where the loop does. */
  private void end(Statement.Lanes written) {
    Index length = written.to().plus(written.from().times(-1));
    int step = Tile.WIDEST * written.vectors();
    if (written.to().isConstant() && length.isConstant() && length.constant() % step == 0) {
      known.put(written.variable(), written.to().constant());
    }
  }

  private void when(Statement.When when, Scope scope, List<Statement> result) {
    Index index = index(when.index(), scope);
    Index bound = index(when.bound(), scope);
    Index left = bound.plus(index.times(-1));
    if (left.isConstant()) {
      result.addAll(all(left.constant() > 0 ? when.body() : when.otherwise(), scope));
      return;
    }
    Map<Integer, Integer> before = new HashMap<>(known);
    List<Statement> body = all(when.body(), scope);
    Map<Integer, Integer> after = known;
    known = before;
    List<Statement> otherwise = all(when.otherwise(), scope);
    settle(after, known, body);
    settle(known, after, otherwise);
    known.entrySet().removeIf(e -> !e.getValue().equals(after.get(e.getKey())));
    result.add(new Statement.When(index, bound, body, otherwise));
  }

  /** Sets variables of which one branch knows what the other does not. */
  private void settle(
      Map<Integer, Integer> ours, Map<Integer, Integer> others, List<Statement> to) {
    ours.forEach(
        (variable, number) -> {
          if (!number.equals(others.get(variable))) {
            to.add(new Statement.Least(variable, Index.of(number), Index.of(number)));
            unset.remove(variable);
          }
        });
  }

  private Index index(Index index, Scope scope) {
    Index result = Index.of(index.constant());
    for (Index.Term term : index.terms()) {
      result = result.plus(variable(term.variable(), scope).times(term.coefficient()));
    }
    return result;
  }

  private Index variable(int variable, Scope scope) {
    if (variable == Kernel.BATCH) {
      return Index.of(1);
    } else if (variable == Kernel.LANES) {
      return Index.variable(variable);
    }
    Index bound = scope.variables.get(variable);
    if (bound == null) {
      throw new Unset();
    }
    Index result = Index.of(bound.constant());
    for (Index.Term term : bound.terms()) {
      Integer number = known.get(term.variable());
      if (number == null && unset.contains(term.variable())) {
        throw new Unset();
      }
      Index one = number == null ? Index.variable(term.variable()) : Index.of(number);
      result = result.plus(one.times(term.coefficient()));
    }
    return result;
  }

  private Value value(Value value, Scope scope) {
    if (value instanceof Value.Local local) {
      return new Value.Local(scope.local(local.local()));
    } else if (value instanceof Value.Load load) {
      return new Value.Load(scope.array(load.array()), index(load.at(), scope));
    } else if (value instanceof Value.Whole whole) {
      return new Value.Whole(index(whole.index(), scope));
    } else if (value instanceof Value.Uniform uniform) {
      return new Value.Uniform(scope.key(uniform.key()), index(uniform.place(), scope));
    } else if (value instanceof Value.Guarded guarded) {
      return guarded(guarded, scope);
    }
    return value.map(part -> value(part, scope));
  }

  private Value guarded(Value.Guarded guarded, Scope scope) {
    List<Value.Bound> bounds = new ArrayList<>();
    for (Value.Bound bound : guarded.bounds()) {
      Index index = index(bound.index(), scope);
      if (!index.isConstant()) {
        bounds.add(new Value.Bound(index, bound.end()));
      } else if (bound.end() < 0 ? index.constant() < 0 : index.constant() >= bound.end()) {
        return new Value.Literal(0);
      }
    }
    Value inside = value(guarded.inside(), scope);
    return bounds.isEmpty() ? inside : new Value.Guarded(bounds, inside);
  }
}
