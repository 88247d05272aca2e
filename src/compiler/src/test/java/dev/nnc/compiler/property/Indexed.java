package dev.nnc.compiler.property;

import dev.nnc.compiler.property.Pool.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Generates one formula in index notation: which element of the left side is which number. */
final class Indexed {
  /**
   * An index.
   *
   * @param name as in the text
   * @param start its first value
   * @param size how many values it takes
   * @param given whether its range has to be written
   */
  private record Ranged(String name, int start, int size, boolean given) {
    String binder() {
      return given ? name + " in " + start + ".." + (start + size) : name;
    }

    int last() {
      return start + size - 1;
    }
  }

  private static final List<String> NAMES = List.of("i", "j", "k", "l", "m", "n", "o", "p", "q");

  private final Formulas formulas;
  private final Choices choices;
  private final List<Ranged> left = new ArrayList<>();
  private final List<Ranged> reduced = new ArrayList<>();
  private int classes;

  Indexed(Formulas formulas) {
    this.formulas = formulas;
    this.choices = formulas.choices;
  }

  /** A statement that defines a name. */
  String statement(String name) {
    String anchor = anchor(choices.of(formulas.pool.reals(1)));
    String body = body(anchor);
    if (!reduced.isEmpty()) {
      body = reduction(body);
    } else if (!left.isEmpty() && choices.once(4)) {
      String along = choices.of("softmax", "log_softmax", "cumsum", "tanh");
      body = along + "[" + choices.of(left).name() + "](" + body + ")";
    }
    StringJoiner indices = new StringJoiner(", ", "[", "]").setEmptyValue("");
    order().forEach(index -> indices.add(index.name()));
    if (choices.once(3)) {
      body = formulas.binary("(" + body + ")", term(left));
      classes = 0;
    } else if (choices.once(4)) {
      body = formulas.unary("(" + body + ")");
      classes = 0;
    }
    return name + indices + " = " + body;
  }

  /** The sizes of what the statement defines. */
  List<Integer> dims() {
    return left.stream().map(Ranged::size).toList();
  }

  /** How many classes it has, or 0. */
  int classes() {
    return classes;
  }

  /** The indices on the left in a random order, which stays. */
  private List<Ranged> order() {
    if (left.size() > 1 && choices.once(3)) {
      left.add(left.remove(0));
    }
    return left;
  }

  private Ranged fresh(List<Ranged> list, int start, int size, boolean given) {
    Ranged index = new Ranged(NAMES.get(left.size() + reduced.size()), start, size, given);
    list.add(index);
    return index;
  }

  /** A value whose subscripts give every index its range. */
  private String anchor(Var base) {
    boolean lenient = choices.once(5);
    StringJoiner subs = new StringJoiner(", ", "[", "]");
    for (int size : base.dims()) {
      int kind = choices.below(9);
      List<Ranged> same = new ArrayList<>(left);
      same.removeIf(index -> index.size() != size);
      List<Var> places = new ArrayList<>(formulas.pool.classes(1));
      places.removeIf(place -> place.classes() > size && !lenient);
      if (kind == 1) {
        subs.add(fresh(reduced, 0, size, false).name());
      } else if (kind == 2) {
        subs.add(String.valueOf(choices.below(size)));
      } else if (kind == 3 && !lenient) {
        int stride = choices.between(1, 2);
        int width = choices.between(1, Math.min(3, size));
        Ranged at = fresh(left, 0, (size - width) / stride + 1, false);
        subs.add(stride + "*" + at.name() + " + " + fresh(reduced, 0, width, true).name());
      } else if (kind == 4 && !lenient) {
        subs.add((size - 1) + " - " + fresh(left, 0, size, false).name());
      } else if (kind == 5 && !same.isEmpty()) {
        subs.add(choices.of(same).name());
      } else if (kind == 6 && !places.isEmpty()) {
        Var place = choices.of(places);
        String at = fresh(left, 0, place.dims().get(0), false).name();
        String moved = choices.of("", "", " + 1", " - 2");
        subs.add(place.name() + "[" + at + "]" + moved);
      } else if (kind == 7 && lenient) {
        int start = choices.below(3);
        Ranged at = fresh(reduced, start, choices.between(1, size + 1), true);
        subs.add(choices.between(1, 2) + "*" + at.name() + " - 1");
      } else if (kind == 8) {
        int start = choices.below(size);
        subs.add(fresh(reduced, start, size - start, true).name());
      } else {
        subs.add(fresh(left, 0, size, false).name());
      }
    }
    return (lenient ? "zero_outside(" + base.name() + ")" : base.name()) + subs;
  }

  private List<Ranged> all() {
    List<Ranged> all = new ArrayList<>(left);
    all.addAll(reduced);
    return all;
  }

  private String body(String anchor) {
    return switch (choices.below(5)) {
      case 0 -> anchor;
      case 1 -> anchor + " * " + term(all());
      case 2 -> formulas.binary(anchor, term(all()));
      case 3 -> formulas.unary(anchor);
      default -> condition(all()) + anchor + " else " + term(all()) + ")";
    };
  }

  private String condition(List<Ranged> indices) {
    if (indices.isEmpty()) {
      return "(if " + formulas.scalar() + " < 1 then ";
    }
    String first = choices.of(indices).name();
    return "(if "
        + first
        + choices.of(" <= ", " == ", " > ")
        + choices.of(indices).name()
        + " then ";
  }

  /** A number for each value of some indices. */
  private String term(List<Ranged> indices) {
    int kind = choices.below(5);
    if (kind == 0) {
      return formulas.number();
    } else if (kind == 1 && !indices.isEmpty()) {
      return "0.1 * " + choices.of(indices).name();
    } else if (kind == 2) {
      return formulas.scalar();
    }
    Var base = choices.of(formulas.pool.reals());
    if (base.rank() == 0) {
      return base.name();
    }
    StringJoiner subs = new StringJoiner(", ", "[", "]");
    boolean lenient = false;
    for (int size : base.dims()) {
      Ranged index = indices.isEmpty() ? null : choices.of(indices);
      if (index == null) {
        subs.add(String.valueOf(choices.below(size)));
      } else if (index.last() < size && (index.given() || index.size() == size)) {
        subs.add(index.name());
      } else if (2 * index.last() + 1 < size && choices.once(2)) {
        subs.add("2*" + index.name() + " + 1");
      } else if (choices.once(3) && !lenient) {
        lenient = true;
        subs.add(index.name() + " - 1");
      } else {
        subs.add(String.valueOf(choices.below(size)));
      }
    }
    return (lenient ? "zero_outside(" + base.name() + ")" : base.name()) + subs;
  }

  private String reduction(String body) {
    String kind = choices.of("sum", "mean", "max", "min", "prod", "argmax", "argmin", "logsumexp");
    boolean single = reduced.size() == 1;
    if (kind.equals("logsumexp")) {
      if (single && !reduced.get(0).given()) {
        return choices.of("logsumexp", "var") + "[" + reduced.get(0).name() + "](" + body + ")";
      }
      kind = "sum";
    }
    if (kind.startsWith("arg")) {
      if (!single || reduced.get(0).start() > 0) {
        kind = "max";
      } else {
        classes = reduced.get(0).size();
      }
    }
    String inner = body;
    List<Ranged> outer = new ArrayList<>(reduced);
    if (!single && choices.once(3)) {
      inner = choices.of("sum", "max") + "[" + outer.remove(0).binder() + "] (" + body + ")";
    }
    StringJoiner binders = new StringJoiner(", ", kind + "[", "] ");
    outer.forEach(index -> binders.add(index.binder()));
    return binders + "(" + inner + ")";
  }
}
