package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What statements read and set. */
final class Uses {
  /**
   * An element of an array.
   *
   * @param array the number of the array
   * @param at which element
   */
  record Element(int array, Index at) {}

  /** The locals that are read, in their own statements or outside. */
  final Set<Integer> locals = new HashSet<>();

  /** The locals that are set. */
  final Set<Integer> set = new HashSet<>();

  /** The int variables that stand in an index. */
  final Set<Integer> variables = new HashSet<>();

  /** The int variables of loops, and those that are set. */
  final Set<Integer> opened = new HashSet<>();

  final List<Element> loads = new ArrayList<>();
  final List<Element> stores = new ArrayList<>();

  /** Whether there is nothing but numbers computed and stored, and loops of that. */
  boolean plain = true;

  /** The bounds that guard values. */
  final List<Value.Bound> bounds = new ArrayList<>();

  private Uses() {}

  /** What statements read and set. */
  static Uses of(List<Statement> body) {
    Uses uses = new Uses();
    body.forEach(uses::statement);
    return uses;
  }

  /** What a value reads. */
  static Uses of(Value value) {
    Uses uses = new Uses();
    uses.value(value);
    return uses;
  }

  private void statement(Statement s) {
    if (s instanceof Statement.Let let) {
      value(let.value());
      set.add(let.local());
    } else if (s instanceof Statement.Store store) {
      value(store.value());
      index(store.at());
      stores.add(new Element(store.array(), store.at()));
    } else if (s instanceof Statement.Place place) {
      value(place.value());
      opened.add(place.variable());
    } else if (s instanceof Statement.Loop loop) {
      index(loop.from());
      index(loop.to());
      opened.add(loop.variable());
      loop.body().forEach(this::statement);
    } else if (s instanceof Statement.Fold fold) {
      index(fold.at());
      statement(
          new Statement.Loop(
              fold.loop().variable(), fold.loop().from(), fold.loop().to(), 1, fold.loop().body()));
    } else {
      plain &= s instanceof Statement.Line;
    }
  }

  private void value(Value value) {
    if (value instanceof Value.Load load) {
      index(load.at());
      loads.add(new Element(load.array(), load.at()));
    } else if (value instanceof Value.Local local) {
      locals.add(local.local());
    } else if (value instanceof Value.Whole whole) {
      index(whole.index());
    } else if (value instanceof Value.Guarded guarded) {
      bounds.addAll(guarded.bounds());
      guarded.bounds().forEach(bound -> index(bound.index()));
    } else {
      plain &= !(value instanceof Value.Uniform);
    }
    value.parts().forEach(this::value);
  }

  private void index(Index index) {
    index.terms().forEach(term -> variables.add(term.variable()));
  }
}
