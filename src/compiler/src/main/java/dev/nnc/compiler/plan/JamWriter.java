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
  private static final int ROOM = RESULTS + ROWS * MOST;

  private final Statement.Loop loop;
  private final Map<Statement.Loop, Reduction> reductions;
  private final KernelWriter writer;
  private final Panel panel;
  private final Precision precision;
  private int array;
  private JamRow known;
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
    return reductions.values().stream().anyMatch(r -> way(r) != JamWay.ALONE);
  }

  private boolean moves(Statement.Loop one) {
    return one.from().coefficient(loop.variable()) != 0
        || one.to().coefficient(loop.variable()) != 0;
  }

  private JamWay way(Reduction reduction) {
    return JamWay.of(reduction, precision);
  }

  List<Statement> write() {
    array = writer.array(new Launch.FrameArray(panel.results()));
    known = new JamRow(array, RESULTS);
    writer.reserve(ROOM);
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
          known.define(s);
        }
      } else if (s instanceof Statement.Place) {
        known.define(s);
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
    List<Statement> all = new ArrayList<>(known.before(body, row));
    all.addAll(body);
    Index place = block.plus(row);
    Indices.map(all, index -> index.replace(loop.variable(), place)).forEach(writer::add);
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
    switch (way(reduction)) {
      case SEARCHED -> search(reduction);
      case DIRECT, COMPUTED -> combine(reduction);
      case ALONE ->
          each(
              row -> {
                writer.add(new Statement.Let(reduction.local(), start(reduction)));
                add(row, List.of(reduction.nest().get(0)));
                keep(row, new Value.Local(reduction.local()));
              });
    }
    known.reduced(reduction.local());
  }

  private void keep(Index row, Value value) {
    writer.add(new Statement.Store(array, known.next(row), value));
  }

  /** Lanes search along each row; then what they have found is compared. */
  private void search(Reduction reduction) {
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
          keep(row, new Value.Local(local));
        });
    Index lane = Index.variable(writer.variable());
    side(
        reduction,
        false,
        new Statement.Loop(
            lane.terms().get(0).variable(), Index.ZERO, Index.variable(Kernel.LANES), 1, List.of()),
        row -> List.of(new Value.Load(array, row.times(Tile.WIDEST).plus(lane).plus(FOUND))));
  }

  /** Combines rows side by side, a strip after the other where factors must be computed first. */
  private void combine(Reduction reduction) {
    Statement.Loop inner = reduction.inner();
    int depth = writer.depth();
    boolean once = reduction.nest().size() == 1;
    boolean direct = reduction.factors().stream().allMatch(JamWay::stands);
    boolean strips = !direct && !(length(inner).isConstant() && length(inner).constant() <= STRIP);
    if (!once || strips) {
      each(row -> keep(row, start(reduction)));
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
      if (!JamWay.stands(factor)) {
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
        once && !strips,
        along,
        row -> {
          List<Value> found = new ArrayList<>();
          for (Value factor : factors) {
            int panelFrom = distinct.indexOf(factor) * FACTOR;
            Index place = block.plus(row);
            found.add(
                JamWay.stands(factor)
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
      boolean fresh,
      Statement.Loop along,
      Function<Index, List<Value>> factors) {
    List<Statement> full = new ArrayList<>();
    List<Statement> steps = new ArrayList<>();
    List<Statement> ends = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Index row = Index.of(i);
      Index at = known.next(row);
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
          Value before = fresh ? start(reduction) : new Value.Load(array, known.next(row));
          writer.add(new Statement.Let(sum.local(), before));
          Value next = reduction.step(sum, factors.apply(row));
          writer.add(along.around(List.of(new Statement.Let(sum.local(), next))));
          keep(row, sum);
        });
    writer.add(new Statement.When(Index.of(ROWS - 1), rows, full, writer.take()));
  }
}
