package dev.nnc.compiler.plan;

import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets loops whose every run reduces a row to a number, one element after the other, do several
 * rows together, where lanes could not hold a row each. The order in which a row is added up is
 * part of its meaning, so that every addition waits for the one before; additions of other rows
 * need not wait. See {@link JamWriter} for what becomes of such a loop.
 */
final class Jam {
  private final KernelWriter writer;
  private final Panel panel;
  private final Precision precision;

  private Jam(KernelWriter writer, Panel panel, Precision precision) {
    this.writer = writer;
    this.panel = panel;
    this.precision = precision;
  }

  /**
   * The statements with rows done together where that is possible and worth it.
   *
   * @param body statements of a kernel, not yet over lanes
   * @param writer that of the kernel
   * @param panel where there is room for rows
   * @param precision the format of numbers
   * @return statements with the same effect
   */
  static List<Statement> all(
      List<Statement> body, KernelWriter writer, Panel panel, Precision precision) {
    return new Jam(writer, panel, precision).all(body);
  }

  private List<Statement> all(List<Statement> body) {
    List<Statement> result = new ArrayList<>(body.size());
    for (Statement s : body) {
      if (s instanceof Statement.Loop loop) {
        result.addAll(loop(loop));
      } else if (s instanceof Statement.When when) {
        result.add(when.map(this::all));
      } else {
        result.add(s);
      }
    }
    return result;
  }

  private List<Statement> loop(Statement.Loop loop) {
    if (Vectorise.takes(loop, precision)) {
      return List.of(loop);
    }
    Map<Statement.Loop, Reduction> reductions = reductions(loop);
    if (!reductions.isEmpty()) {
      JamWriter rows = new JamWriter(loop, reductions, writer, panel, precision);
      if (rows.worthIt()) {
        return rows.write();
      }
    }
    return List.of(loop.around(all(loop.body())));
  }

  /** The reductions in a loop over rows, none where its runs must follow each other. */
  private Map<Statement.Loop, Reduction> reductions(Statement.Loop loop) {
    Map<Statement.Loop, Reduction> reductions = new IdentityHashMap<>();
    boolean brief = loop.to().isConstant() && loop.to().constant() < JamWriter.ROWS;
    if (brief || loop.step() != 1) {
      return Map.of();
    }
    Set<Integer> own = new HashSet<>();
    for (Statement s : loop.body()) {
      if (s instanceof Statement.Loop inner) {
        Reduction reduction = Reduction.of(inner);
        if (reduction != null) {
          if (!starts(loop, reduction) || !own.add(reduction.local())) {
            return Map.of();
          }
          reductions.put(inner, reduction);
        }
      }
    }
    return reductions.size() <= JamWriter.MOST && apart(loop, own) ? reductions : Map.of();
  }

  /** Whether the local of a reduction is given a literal once, at the start of each row. */
  private static boolean starts(Statement.Loop loop, Reduction reduction) {
    int times = 0;
    boolean literal = false;
    for (Statement s : loop.body()) {
      if (s instanceof Statement.Let let && let.local() == reduction.local()) {
        times++;
        literal = let.value() instanceof Value.Literal;
      }
    }
    return times == 1 && literal;
  }

  /**
   * Whether rows do not touch each other and what is computed for one can be computed again: no
   * array is read in places that are written, no local is handed on.
   */
  private boolean apart(Statement.Loop loop, Set<Integer> own) {
    Uses uses = Uses.of(loop.body());
    boolean apart = uses.plain;
    for (Uses.Element store : uses.stores) {
      for (Uses.Element load : uses.loads) {
        apart &= store.array() != load.array() || differ(store.at(), load.at());
      }
    }
    Set<Integer> known = new HashSet<>();
    Set<Integer> changed = new HashSet<>(own);
    for (Statement s : loop.body()) {
      Uses one = Uses.of(List.of(s));
      for (int local : one.locals) {
        apart &= known.contains(local) || one.set.contains(local) || !uses.set.contains(local);
      }
      if (s instanceof Statement.Let let && !own.contains(let.local())) {
        apart &= changed.add(let.local());
      }
      known.addAll(one.set);
    }
    return apart;
  }

  /** Whether two places of one array belong to different values: those begin at parameters. */
  private boolean differ(Index a, Index b) {
    Index between = a.plus(b.times(-1));
    return between.terms().stream().anyMatch(term -> writer.given(term.variable()));
  }
}
