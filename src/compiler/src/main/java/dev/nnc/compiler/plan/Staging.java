package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Elementwise;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets an elementwise loop run over separate rows with one index. C2 of JDK 17 makes vector code
 * only where all arrays are indexed alike; a loop over several places of a few large arrays, such
 * as an optimiser's, is therefore cut into pieces that are copied to rows, computed there, and
 * copied back.
 */
final class Staging {
  private static final Set<Elementwise> VECTOR =
      EnumSet.of(
          Elementwise.NEG,
          Elementwise.ABS,
          Elementwise.ADD,
          Elementwise.SUB,
          Elementwise.MUL,
          Elementwise.DIV,
          Elementwise.MAX,
          Elementwise.MIN,
          Elementwise.SQRT,
          Elementwise.STOP_GRADIENT);

  private static final int SHORT = 256;

  /** Numbers in a row: as many rows as a loop has arrays stay in the first cache. */
  static final int PIECE = 512;

  private record Stretch(int array, Index from) {}

  private final Statement.Loop loop;
  private final Map<Stretch, Integer> rows = new LinkedHashMap<>();
  private final Set<Stretch> loaded = new LinkedHashSet<>();
  private final Set<Stretch> stored = new LinkedHashSet<>();
  private boolean fits = true;

  private Staging(Statement.Loop loop) {
    this.loop = loop;
  }

  /**
   * The loop over rows.
   *
   * @param loop a loop that is not inside another
   * @param writer the kernel
   * @param panel where rows are
   * @return what takes the place of the loop, or null where it is better left alone
   */
  static List<Statement> of(Statement.Loop loop, KernelWriter writer, Panel panel) {
    if (loop.to().isConstant() && loop.to().constant() < SHORT) {
      return null;
    }
    Staging staging = new Staging(loop);
    staging.collect();
    boolean apart = staging.rows.keySet().stream().map(Stretch::from).distinct().count() > 1;
    return staging.fits && apart ? staging.write(writer, panel) : null;
  }

  private void collect() {
    for (Statement s : loop.body()) {
      if (s instanceof Statement.Let let) {
        collect(let.value());
      } else if (s instanceof Statement.Store store) {
        collect(store.value());
        stored.add(stretch(store.array(), store.at()));
      } else if (!(s instanceof Statement.Line)) {
        fits = false;
      }
    }
  }

  private void collect(Value value) {
    if (value instanceof Value.Load load) {
      loaded.add(stretch(load.array(), load.at()));
    } else if (value instanceof Value.Apply apply) {
      fits &= VECTOR.contains(apply.op());
    } else {
      fits &=
          value instanceof Value.Fma
              || value instanceof Value.Literal
              || value instanceof Value.Local;
    }
    value.parts().forEach(this::collect);
  }

  private Stretch stretch(int array, Index at) {
    fits &= at.coefficient(loop.variable()) == 1;
    Stretch stretch = new Stretch(array, at.replace(loop.variable(), Index.ZERO));
    rows.putIfAbsent(stretch, rows.size());
    return stretch;
  }

  private List<Statement> write(KernelWriter writer, Panel panel) {
    writer.openBlock();
    rows.replaceAll((stretch, n) -> writer.row(writer.argument(panel.results()).plus(n)));
    Index piece = writer.open(loop.from(), loop.to(), PIECE);
    int width = writer.variable();
    Index rest = loop.to().plus(piece.times(-1));
    writer.add(new Statement.Least(width, Index.of(PIECE), rest));
    Index count = Index.variable(width);
    for (Stretch s : loaded) {
      Index from = s.from.plus(piece);
      writer.add(new Statement.Copy(s.array, from, rows.get(s), Index.ZERO, count));
    }
    Index place = writer.open(count, 1);
    for (Statement s : loop.body()) {
      if (s instanceof Statement.Let let) {
        writer.add(new Statement.Let(let.local(), staged(let.value(), place)));
      } else if (s instanceof Statement.Store store) {
        int row = rows.get(stretch(store.array(), store.at()));
        writer.add(new Statement.Store(row, place, staged(store.value(), place)));
      } else {
        writer.add(s);
      }
    }
    writer.close(writer.depth() - 1);
    for (Stretch s : stored) {
      Index to = s.from.plus(piece);
      writer.add(new Statement.Copy(rows.get(s), Index.ZERO, s.array, to, count));
    }
    writer.close(writer.depth() - 1);
    return writer.take();
  }

  private Value staged(Value value, Index place) {
    if (value instanceof Value.Load load) {
      return new Value.Load(rows.get(stretch(load.array(), load.at())), place);
    }
    return value.map(part -> staged(part, place));
  }
}
