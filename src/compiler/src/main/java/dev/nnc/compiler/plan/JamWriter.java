package dev.nnc.compiler.plan;

import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Writes a loop over rows as a loop over blocks of rows, which goes through its statements one by
 * one, each for all rows of the block. Where a statement reduces rows to numbers, factors that take
 * computing are first computed along each row, over lanes, into a panel; then the elements of all
 * rows are combined side by side. The greatest and the smallest need no order: along each row lanes
 * find one each. What rows have been reduced to stands in the panel; other numbers that a row needs
 * again are computed again.
 */
final class JamWriter {
  /** Rows done together: as many additions as wait for each other no more. */
  static final int ROWS = 8;

  /** Reductions in one loop at most. */
  static final int MOST = 8;

  /** Elements of a row in the panel at most. */
  private static final int STRIP = 256;

  /** Where a second factor, what lanes have found, and results of rows stand in the panel. */
  private static final int FACTOR = ROWS * STRIP;

  private static final int FOUND = 2 * FACTOR;
  private static final int RESULTS = FOUND + ROWS * Tile.WIDEST;

  /** How many numbers the panel has. */
  static final int ROOM = RESULTS + ROWS * MOST;

  /** Shorter rows are not searched over lanes. */
  private static final int LONG = 16;

  private final Statement.Loop loop;
  private final Map<Statement.Loop, Reduction> reductions;
  private final KernelWriter writer;
  private final Panel panel;
  private final Precision precision;
  private final Map<Integer, Integer> results = new HashMap<>();
  private final List<Statement> defined = new ArrayList<>();
  private int array;
  private Index block;
  private Index rows;

  JamWriter(
      Statement.Loop loop,
      Map<Statement.Loop, Reduction> reductions,
      KernelWriter writer,
      Panel panel,
      Precision precision) {
    this.loop = loop;
    this.reductions = reductions;
    this.writer = writer;
    this.panel = panel;
    this.precision = precision;
  }

  /** Whether some reduction gains from other rows at its side. */
  boolean worthIt() {
    Uses all = Uses.of(loop.body());
    for (Reduction reduction : reductions.values()) {
      for (Statement.Loop one : reduction.nest()) {
        Uses bounds = Uses.of(List.of(one.around(List.of())));
        bounds.variables.retainAll(all.opened);
        bounds.variables.remove(loop.variable());
        if (!bounds.variables.isEmpty() || moves(one)) {
          return false;
        }
      }
    }
    return reductions.values().stream().anyMatch(r -> way(r) != Way.ALONE);
  }

  private boolean moves(Statement.Loop one) {
    return one.from().coefficient(loop.variable()) != 0
        || one.to().coefficient(loop.variable()) != 0;
  }

  private enum Way {
    /** Along each row, lanes search for the greatest or smallest. */
    SEARCHED,
    /** Rows side by side, factors taken from where they are. */
    DIRECT,
    /** Rows side by side, factors taken from the panel. */
    COMPUTED,
    /** As it was, row after row. */
    ALONE
  }

  private Way way(Reduction reduction) {
    Statement.Loop inner = reduction.inner();
    boolean brief = inner.to().isConstant() && inner.to().constant() < LONG;
    boolean lanes = !brief;
    boolean direct = true;
    for (Value factor : reduction.factors()) {
      boolean stands = stands(factor);
      direct &= stands;
      Statement store = new Statement.Store(-1, Index.variable(inner.variable()), factor);
      List<Statement> body = new ArrayList<>(reduction.lets());
      body.add(store);
      boolean over = Vectorise.takes(inner.around(body), precision);
      lanes &= over || (stands && !reduction.extreme());
    }
    for (Value.Bound bound : Uses.of(List.of(inner)).bounds) {
      lanes &= bound.index().coefficient(inner.variable()) == 0;
    }
    if (lanes && reduction.extreme() && reduction.nest().size() == 1) {
      return Way.SEARCHED;
    }
    return direct ? Way.DIRECT : lanes ? Way.COMPUTED : Way.ALONE;
  }

  private static boolean stands(Value factor) {
    return factor instanceof Value.Load || factor instanceof Value.Literal;
  }

  List<Statement> write() {
    array = writer.array(new Launch.FrameArray(panel.results()));
    writer.openBlock();
    int depth = writer.depth();
    block = writer.open(loop.from(), loop.to(), ROWS);
    rows = rows();
    Set<Integer> own = new HashSet<>();
    reductions.values().forEach(reduction -> own.add(reduction.local()));
    List<Statement> effects = new ArrayList<>();
    for (Statement s : loop.body()) {
      if (s instanceof Statement.Let let) {
        if (!own.contains(let.local())) {
          defined.add(s);
        }
      } else if (s instanceof Statement.Place) {
        defined.add(s);
      } else if (s instanceof Statement.Loop inner && reductions.containsKey(inner)) {
        flush(effects);
        reduce(reductions.get(inner));
      } else {
        effects.add(s);
      }
    }
    flush(effects);
    writer.close(depth);
    return writer.take();
  }

  /** How many rows a block has. */
  private Index rows() {
    Index all = length(loop);
    if (all.isConstant() && all.constant() % ROWS == 0) {
      return Index.of(ROWS);
    }
    int variable = writer.variable();
    Index left = loop.to().plus(block.times(-1));
    writer.add(new Statement.Least(variable, Index.of(ROWS), left));
    return Index.variable(variable);
  }

  /** Does statements that are done for each row. */
  private void flush(List<Statement> effects) {
    if (effects.stream().anyMatch(s -> !(s instanceof Statement.Line))) {
      each(row -> add(row, effects));
      effects.clear();
    }
  }

  private void each(Consumer<Index> body) {
    int depth = writer.depth();
    body.accept(writer.open(rows, 1));
    writer.close(depth);
  }

  /** Adds statements for a row of the block, after what they need of that row. */
  private void add(Index row, List<Statement> body) {
    List<Statement> all = new ArrayList<>(needed(Uses.of(body), row));
    all.addAll(body);
    Index place = block.plus(row);
    Indices.map(all, index -> index.replace(loop.variable(), place)).forEach(writer::add);
  }

  /** What must have been computed of a row before something that uses it. */
  private List<Statement> needed(Uses uses, Index row) {
    List<Statement> needed = new ArrayList<>();
    for (int i = defined.size() - 1; i >= 0; i--) {
      Uses one = Uses.of(List.of(defined.get(i)));
      if (one.set.stream().anyMatch(uses.locals::contains)
          || one.opened.stream().anyMatch(uses.variables::contains)) {
        needed.add(0, defined.get(i));
        uses.locals.addAll(one.locals);
        uses.variables.addAll(one.variables);
      }
    }
    for (Map.Entry<Integer, Integer> result : results.entrySet()) {
      if (uses.locals.contains(result.getKey())) {
        Index at = result(result.getValue(), row);
        needed.add(0, new Statement.Let(result.getKey(), new Value.Load(array, at)));
      }
    }
    return needed;
  }

  private static Index result(int number, Index row) {
    return row.plus(RESULTS + ROWS * number);
  }

  private Value start(Reduction reduction) {
    for (Statement s : loop.body()) {
      if (s instanceof Statement.Let let && let.local() == reduction.local()) {
        return let.value();
      }
    }
    throw new IllegalStateException("no start of " + reduction);
  }

  private void reduce(Reduction reduction) {
    int number = results.size();
    switch (way(reduction)) {
      case SEARCHED -> search(reduction, number);
      case DIRECT, COMPUTED -> combine(reduction, number);
      case ALONE ->
          each(
              row -> {
                writer.add(new Statement.Let(reduction.local(), start(reduction)));
                add(row, List.of(reduction.nest().get(0)));
                keep(number, row, new Value.Local(reduction.local()));
              });
    }
    results.put(reduction.local(), number);
  }

  private void keep(int number, Index row, Value value) {
    writer.add(new Statement.Store(array, result(number, row), value));
  }

  /** Lanes search along each row; then what they have found is compared. */
  private void search(Reduction reduction, int number) {
    Statement.Loop along = reduction.inner();
    int variable = along.variable();
    int local = reduction.local();
    Statement.Lanes lanes =
        new Statement.Lanes(variable, along.from(), along.to(), 1, along.body());
    Statement rest =
        new Statement.Loop(variable, Index.variable(variable), along.to(), 1, along.body());
    each(
        row -> {
          writer.add(new Statement.Let(local, start(reduction)));
          Index found = row.times(Tile.WIDEST).plus(FOUND);
          add(row, List.of(new Statement.Fold(lanes, local, array, found), rest));
          keep(number, row, new Value.Local(local));
        });
    Index lane = Index.variable(writer.variable());
    side(
        reduction,
        number,
        false,
        new Statement.Loop(
            lane.terms().get(0).variable(), Index.ZERO, Index.variable(Kernel.LANES), 1, List.of()),
        row -> List.of(new Value.Load(array, row.times(Tile.WIDEST).plus(lane).plus(FOUND))));
  }

  /** Combines rows side by side, a strip after the other where factors must be computed first. */
  private void combine(Reduction reduction, int number) {
    Statement.Loop inner = reduction.inner();
    int depth = writer.depth();
    boolean once = reduction.nest().size() == 1;
    boolean direct = reduction.factors().stream().allMatch(JamWriter::stands);
    boolean strips = !direct && !(length(inner).isConstant() && length(inner).constant() <= STRIP);
    if (!once || strips) {
      each(row -> keep(number, row, start(reduction)));
    }
    Map<Integer, Index> places = new HashMap<>();
    for (Statement.Loop outer : reduction.nest().subList(0, reduction.nest().size() - 1)) {
      places.put(outer.variable(), writer.open(outer.from(), outer.to(), 1));
    }
    Index from = inner.from();
    Index count = length(inner);
    if (strips) {
      from = writer.open(inner.from(), inner.to(), STRIP);
      int some = writer.variable();
      Index left = inner.to().plus(from.times(-1));
      writer.add(new Statement.Least(some, Index.of(STRIP), left));
      count = Index.variable(some);
    }
    int variable = writer.variable();
    Index step = Index.variable(variable);
    places.put(inner.variable(), from.plus(step));
    Statement.Loop along = new Statement.Loop(variable, Index.ZERO, count, 1, List.of());
    UnaryOperator<Index> moved = index -> replaced(index, places);
    List<Value> factors = reduction.factors();
    List<Value> distinct = factors.stream().distinct().toList();
    for (Value factor : distinct) {
      if (!stands(factor)) {
        int panelFrom = distinct.indexOf(factor) * FACTOR;
        each(
            row -> {
              List<Statement> body = new ArrayList<>(reduction.lets());
              Index at = row.times(STRIP).plus(step).plus(panelFrom);
              body.add(new Statement.Store(array, at, factor));
              add(row, List.of(along.around(Indices.map(body, moved))));
            });
      }
    }
    side(
        reduction,
        number,
        once && !strips,
        along,
        row -> {
          List<Value> found = new ArrayList<>();
          for (Value factor : factors) {
            int panelFrom = distinct.indexOf(factor) * FACTOR;
            Index place = block.plus(row);
            found.add(
                stands(factor)
                    ? Indices.map(
                        factor, index -> moved.apply(index).replace(loop.variable(), place))
                    : new Value.Load(array, row.times(STRIP).plus(step).plus(panelFrom)));
          }
          return found;
        });
    writer.close(depth);
  }

  private static Index length(Statement.Loop loop) {
    return loop.to().plus(loop.from().times(-1));
  }

  private static Index replaced(Index index, Map<Integer, Index> places) {
    Index result = index;
    for (Map.Entry<Integer, Index> place : places.entrySet()) {
      result = result.replace(place.getKey(), place.getValue());
    }
    return result;
  }

  /**
   * Combines the elements of all rows side by side; where the block is not full, row after row.
   *
   * @param fresh whether rows start here, else they go on from what they have been reduced to
   * @param along the loop along the rows
   * @param factors what is combined, given the row
   */
  private void side(
      Reduction reduction,
      int number,
      boolean fresh,
      Statement.Loop along,
      Function<Index, List<Value>> factors) {
    List<Statement> full = new ArrayList<>();
    List<Statement> steps = new ArrayList<>();
    List<Statement> ends = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Index row = Index.of(i);
      Index at = result(number, row);
      Value.Local sum = writer.local();
      Value before = fresh ? start(reduction) : new Value.Load(array, at);
      full.add(new Statement.Let(sum.local(), before));
      steps.add(new Statement.Let(sum.local(), reduction.step(sum, factors.apply(row))));
      ends.add(new Statement.Store(array, at, sum));
    }
    full.add(along.around(steps));
    full.addAll(ends);
    if (rows.isConstant()) {
      full.forEach(writer::add);
      return;
    }
    writer.openBlock();
    each(
        row -> {
          Value.Local sum = new Value.Local(reduction.local());
          Value before = fresh ? start(reduction) : new Value.Load(array, result(number, row));
          writer.add(new Statement.Let(sum.local(), before));
          Value next = reduction.step(sum, factors.apply(row));
          writer.add(along.around(List.of(new Statement.Let(sum.local(), next))));
          keep(number, row, sum);
        });
    writer.add(new Statement.When(Index.of(ROWS - 1), rows, full, writer.take()));
  }
}
