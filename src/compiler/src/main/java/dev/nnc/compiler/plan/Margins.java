package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parts loops that fill an array with a value that is zero outside of its source, such as a window
 * of padded data: {@code for i in 0..n: a[i] = i + r >= 0 ? x[i + r] : 0} becomes a loop that
 * writes zeros up to {@code -r} and one that copies from there. Each place is still written once.
 */
final class Margins {
  /** Runs of fewer numbers than this are not worth the call that copies them. */
  /** Runs up to this are copied by vectors where there are any. */
  private static final int FEW = 512;

  private static final int SHORT = 8;

  private final KernelWriter writer;
  private final List<Statement.Loop> nest;
  private final List<Statement> lines;
  private final Statement.Store store;
  private final List<List<Value.Bound>> clips = new ArrayList<>();
  private Value inside;

  private Margins(
      KernelWriter writer,
      List<Statement.Loop> nest,
      List<Statement> lines,
      Statement.Store store) {
    this.writer = writer;
    this.nest = nest;
    this.lines = lines;
    this.store = store;
  }

  /**
   * Loops around nothing but a store, parted where that helps.
   *
   * @param outermost a loop
   * @param writer that of the kernel, for new variables
   * @return statements with the same effect, or none where the loop stays as it is
   */
  static List<Statement> parted(Statement.Loop outermost, KernelWriter writer) {
    List<Statement.Loop> nest = new ArrayList<>();
    List<Statement> lines = new ArrayList<>();
    Statement inner = outermost;
    while (inner instanceof Statement.Loop loop && loop.step() == 1) {
      nest.add(loop);
      List<Statement> rest = new ArrayList<>(loop.body());
      while (!rest.isEmpty() && rest.get(0) instanceof Statement.Line line) {
        lines.add(line);
        rest.remove(0);
      }
      inner = rest.size() == 1 ? rest.get(0) : at(rest);
    }
    if (!(inner instanceof Statement.Store store)) {
      return List.of();
    }
    Margins margins = new Margins(writer, nest, lines, store);
    return margins.find() ? margins.write(0) : List.of();
  }

  /** A value that is named and then stored, as one statement, or null. */
  private static Statement at(List<Statement> body) {
    boolean named =
        body.size() == 2
            && body.get(0) instanceof Statement.Let let
            && body.get(1) instanceof Statement.Store store
            && store.value().equals(new Value.Local(let.local()));
    if (!named) {
      return null;
    }
    Statement.Store store = (Statement.Store) body.get(1);
    return new Statement.Store(store.array(), store.at(), ((Statement.Let) body.get(0)).value());
  }

  /** Finds for each loop the bounds that part it, and what stays inside all of them. */
  private boolean find() {
    inside = store.value();
    List<Value.Bound> bounds = new ArrayList<>();
    if (inside instanceof Value.Guarded guarded) {
      bounds.addAll(guarded.bounds());
      inside = guarded.inside();
    }
    int before = bounds.size();
    Set<Integer> deeper = new HashSet<>();
    for (int i = nest.size() - 1; i >= 0; i--) {
      int variable = nest.get(i).variable();
      List<Value.Bound> here = new ArrayList<>();
      for (Value.Bound bound : bounds) {
        boolean inner = bound.index().terms().stream().anyMatch(t -> deeper.contains(t.variable()));
        if (!inner && Math.abs(bound.index().coefficient(variable)) == 1) {
          here.add(bound);
        }
      }
      bounds.removeAll(here);
      clips.add(here);
      deeper.add(variable);
    }
    Collections.reverse(clips);
    boolean copied = bounds.isEmpty() && copy(innermost()) != null;
    if (!bounds.isEmpty()) {
      inside = new Value.Guarded(bounds, inside);
    }
    return bounds.size() < before || copied;
  }

  private Statement.Loop innermost() {
    return nest.get(nest.size() - 1);
  }

  private List<Statement> write(int level) {
    if (level == nest.size()) {
      List<Statement> body = new ArrayList<>(lines);
      body.add(new Statement.Store(store.array(), store.at(), inside));
      return body;
    }
    Statement.Loop loop = nest.get(level);
    List<Statement> result = new ArrayList<>();
    Index first = loop.from();
    Index end = loop.to();
    for (Value.Bound bound : clips.get(level)) {
      int sign = bound.index().coefficient(loop.variable());
      Index rest = bound.index().replace(loop.variable(), Index.ZERO);
      boolean below = bound.end() < 0;
      // sign·v + rest >= 0, or sign·v + rest < end, as a first value or as one behind the last
      if (sign > 0 == below) {
        first = most(first, below ? rest.times(-1) : rest.plus(1 - bound.end()), result);
      } else {
        end = least(end, below ? rest.plus(1) : rest.times(-1).plus(bound.end()), result);
      }
    }
    boolean begins = !first.equals(loop.from());
    boolean ends = !end.equals(loop.to());
    first = begins ? least(first, loop.to(), result) : first;
    end = ends ? most(first, end, result) : end;
    if (begins) {
      result.add(with(loop, loop.from(), first, zeros(level + 1)));
    }
    Statement.Loop part = with(loop, first, end, write(level + 1));
    boolean known = (begins || ends) || loop.from().equals(Index.ZERO);
    Statement copy = level == nest.size() - 1 && known ? copy(part) : null;
    if (copy != null && (begins || ends)) {
      // Where nothing lies inside, the run may begin outside of its array.
      result.add(new Statement.When(first, end, List.of(copy), List.of()));
    } else {
      result.add(copy == null ? part : copy);
    }
    if (ends) {
      result.add(with(loop, end, loop.to(), zeros(level + 1)));
    }
    return result;
  }

  private List<Statement> zeros(int level) {
    Statement zero = new Statement.Store(store.array(), store.at(), new Value.Literal(0));
    for (int i = nest.size() - 1; i >= level; i--) {
      Statement.Loop loop = nest.get(i);
      zero = with(loop, loop.from(), loop.to(), List.of(zero));
    }
    return List.of(zero);
  }

  /** A run of numbers between two arrays, or null where the loop is more than that or short. */
  private Statement copy(Statement.Loop loop) {
    int variable = loop.variable();
    boolean brief = innermost().to().isConstant() && innermost().to().constant() < SHORT;
    if (brief
        || !(inside instanceof Value.Load load)
        || load.array() == store.array()
        || load.at().coefficient(variable) != 1
        || store.at().coefficient(variable) != 1) {
      return null;
    }
    Index count = loop.to().plus(loop.from().times(-1));
    if (writer.overLanes() && few(count)) {
      return null;
    }
    Index from = load.at().replace(variable, loop.from());
    Index to = store.at().replace(variable, loop.from());
    return new Statement.Copy(load.array(), from, store.array(), to, count);
  }

  /** Whether a run is so short that a loop over lanes is faster than a call that copies. */
  private static boolean few(Index count) {
    return Math.abs(count.constant()) <= FEW
        && count.terms().stream().allMatch(term -> Math.abs(term.coefficient()) == 1);
  }

  private static Statement.Loop with(
      Statement.Loop loop, Index from, Index to, List<Statement> body) {
    return new Statement.Loop(loop.variable(), from, to, loop.step(), body);
  }

  private Index most(Index a, Index b, List<Statement> before) {
    return least(a.times(-1), b.times(-1), before).times(-1);
  }

  private Index least(Index a, Index b, List<Statement> before) {
    Index apart = a.plus(b.times(-1));
    if (apart.isConstant()) {
      return apart.constant() <= 0 ? a : b;
    }
    int variable = writer.variable();
    before.add(new Statement.Least(variable, a, b));
    return Index.variable(variable);
  }
}
