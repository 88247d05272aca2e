package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rewrites every index in statements and values. */
final class Indices {
  private final UnaryOperator<Index> rule;

  private Indices(UnaryOperator<Index> rule) {
    this.rule = rule;
  }

  /** The statements with a rule applied to every index in them. */
  static List<Statement> map(List<Statement> body, UnaryOperator<Index> rule) {
    return new Indices(rule).all(body);
  }

  /** The value with a rule applied to every index in it. */
  static Value map(Value value, UnaryOperator<Index> rule) {
    return new Indices(rule).value(value);
  }

  private List<Statement> all(List<Statement> body) {
    List<Statement> result = new ArrayList<>(body.size());
    for (Statement statement : body) {
      result.add(statement(statement));
    }
    return result;
  }

  private Statement statement(Statement s) {
    if (s instanceof Statement.Loop loop) {
      return new Statement.Loop(
          loop.variable(),
          rule.apply(loop.from()),
          rule.apply(loop.to()),
          loop.step(),
          all(loop.body()));
    } else if (s instanceof Statement.Lanes lanes) {
      return lanes(lanes);
    } else if (s instanceof Statement.Fold fold) {
      return new Statement.Fold(
          lanes(fold.loop()), fold.local(), fold.array(), rule.apply(fold.at()));
    } else if (s instanceof Statement.Let let) {
      return new Statement.Let(let.local(), value(let.value()));
    } else if (s instanceof Statement.Least least) {
      return new Statement.Least(least.variable(), rule.apply(least.a()), rule.apply(least.b()));
    } else if (s instanceof Statement.Part part) {
      return new Statement.Part(part.first(), part.end(), rule.apply(part.extent()));
    } else if (s instanceof Statement.Place place) {
      return new Statement.Place(place.variable(), value(place.value()), place.size());
    } else if (s instanceof Statement.Store store) {
      return new Statement.Store(store.array(), rule.apply(store.at()), value(store.value()));
    } else if (s instanceof Statement.Key key) {
      Index row = key.row() == null ? null : rule.apply(key.row());
      return new Statement.Key(key.key(), row, rule.apply(key.site()));
    } else if (s instanceof Statement.Row row) {
      return new Statement.Row(row.array(), rule.apply(row.slot()));
    } else if (s instanceof Statement.When when) {
      return new Statement.When(
          rule.apply(when.index()),
          rule.apply(when.bound()),
          all(when.body()),
          all(when.otherwise()));
    } else if (s instanceof Statement.Copy copy) {
      return new Statement.Copy(
          copy.source(),
          rule.apply(copy.from()),
          copy.target(),
          rule.apply(copy.to()),
          rule.apply(copy.count()));
    } else if (s instanceof Statement.Call call) {
      return new Statement.Call(
          call.kernel(), call.arrays(), call.ints().stream().map(rule).toList());
    }
    return s;
  }

  private Statement.Lanes lanes(Statement.Lanes lanes) {
    return new Statement.Lanes(
        lanes.variable(),
        rule.apply(lanes.from()),
        rule.apply(lanes.to()),
        lanes.vectors(),
        all(lanes.body()));
  }

  private Value value(Value v) {
    if (v instanceof Value.Load load) {
      return new Value.Load(load.array(), rule.apply(load.at()));
    } else if (v instanceof Value.Whole whole) {
      return new Value.Whole(rule.apply(whole.index()));
    } else if (v instanceof Value.Guarded guarded) {
      List<Value.Bound> bounds =
          guarded.bounds().stream()
              .map(b -> new Value.Bound(rule.apply(b.index()), b.end()))
              .toList();
      return new Value.Guarded(bounds, value(guarded.inside()));
    } else if (v instanceof Value.Uniform uniform) {
      return new Value.Uniform(uniform.key(), rule.apply(uniform.place()));
    }
    return v.map(this::value);
  }
}
