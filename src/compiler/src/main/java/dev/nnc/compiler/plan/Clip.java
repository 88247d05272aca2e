package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Elementwise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets the loops of a sum run only where the summand lies inside its source, instead of asking at
 * every step: {@code for i in 0..n: t = t + (i + r >= 0 ? x : 0)} becomes {@code for i in max(0,
 * -r)..n: t = t + x}. What is left out are zeros added to a sum that began with zero and therefore
 * is never the negative zero, so that no bit changes.
 */
final class Clip {
  private final KernelWriter writer;

  private Clip(KernelWriter writer) {
    this.writer = writer;
  }

  /**
   * The statements with all sums clipped.
   *
   * @param body statements of a kernel
   * @param writer that of the kernel, for new variables
   * @return statements with the same effect
   */
  static List<Statement> all(List<Statement> body, KernelWriter writer) {
    return new Clip(writer).block(body);
  }

  private List<Statement> block(List<Statement> body) {
    List<Statement> result = new ArrayList<>();
    Set<Integer> zero = new HashSet<>();
    for (Statement s : body) {
      if (s instanceof Statement.Let let) {
        zero.remove(let.local());
        if (let.value().equals(new Value.Literal(0.0))) {
          zero.add(let.local());
        }
        result.add(s);
      } else if (s instanceof Statement.Loop loop) {
        List<Statement.Loop> nest = nest(loop, zero);
        List<Statement> parts = nest.isEmpty() ? Margins.parted(loop, writer) : clipped(nest);
        if (parts.isEmpty()) {
          result.add(with(loop, loop.from(), loop.to(), block(loop.body())));
        } else {
          result.addAll(parts);
        }
        zero.clear();
      } else if (s instanceof Statement.When when) {
        result.add(when.map(this::block));
        zero.clear();
      } else {
        result.add(s);
      }
    }
    return result;
  }

  private static Statement.Loop with(
      Statement.Loop loop, Index from, Index to, List<Statement> body) {
    return new Statement.Loop(loop.variable(), from, to, loop.step(), body);
  }

  /** The loops around nothing but the step of a sum that has begun with zero, or none. */
  private static List<Statement.Loop> nest(Statement.Loop outermost, Set<Integer> zero) {
    List<Statement.Loop> nest = new ArrayList<>();
    Statement inner = outermost;
    while (inner instanceof Statement.Loop loop && loop.step() == 1 && loop.body().size() == 1) {
      nest.add(loop);
      inner = loop.body().get(0);
    }
    boolean sum =
        inner instanceof Statement.Let let
            && zero.contains(let.local())
            && let.value() instanceof Value.Apply apply
            && apply.op() == Elementwise.ADD
            && apply.args().get(0).equals(new Value.Local(let.local()))
            && apply.args().get(1) instanceof Value.Guarded;
    return sum ? nest : List.of();
  }

  private List<Statement> clipped(List<Statement.Loop> nest) {
    Statement.Let step = (Statement.Let) nest.get(nest.size() - 1).body().get(0);
    Value.Apply add = (Value.Apply) step.value();
    Value.Guarded guarded = (Value.Guarded) add.args().get(1);
    List<Value.Bound> bounds = new ArrayList<>(guarded.bounds());
    List<List<Statement>> before = new ArrayList<>();
    List<Index[]> ends = new ArrayList<>();
    Set<Integer> deeper = new HashSet<>();
    for (int i = nest.size() - 1; i >= 0; i--) {
      Statement.Loop loop = nest.get(i);
      List<Statement> limits = new ArrayList<>();
      Index[] range = {loop.from(), loop.to()};
      bounds.removeIf(bound -> clip(bound, loop.variable(), deeper, range, limits));
      before.add(0, limits);
      ends.add(0, range);
      deeper.add(loop.variable());
    }
    Value inside =
        bounds.isEmpty() ? guarded.inside() : new Value.Guarded(bounds, guarded.inside());
    List<Statement> body =
        List.of(
            new Statement.Let(
                step.local(), new Value.Apply(add.op(), List.of(add.args().get(0), inside))));
    for (int i = nest.size() - 1; i >= 0; i--) {
      List<Statement> outside = new ArrayList<>(before.get(i));
      outside.add(with(nest.get(i), ends.get(i)[0], ends.get(i)[1], body));
      body = outside;
    }
    return body;
  }

  /** Narrows the range of a variable to where a bound holds, or says that it cannot. */
  private boolean clip(
      Value.Bound bound, int variable, Set<Integer> deeper, Index[] range, List<Statement> limits) {
    int sign = bound.index().coefficient(variable);
    boolean inner = bound.index().terms().stream().anyMatch(t -> deeper.contains(t.variable()));
    if (Math.abs(sign) != 1 || inner) {
      return false;
    }
    Index rest = bound.index().replace(variable, Index.ZERO);
    boolean below = bound.end() < 0;
    // sign·v + rest >= 0, or sign·v + rest < end, as a first value or as one behind the last
    if (sign > 0 == below) {
      Index first = below ? rest.times(-1) : rest.plus(1 - bound.end());
      range[0] = least(range[0].times(-1), first.times(-1), limits).times(-1);
    } else {
      Index end = below ? rest.plus(1) : rest.times(-1).plus(bound.end());
      range[1] = least(range[1], end, limits);
    }
    return true;
  }

  private Index least(Index a, Index b, List<Statement> limits) {
    int variable = writer.variable();
    limits.add(new Statement.Least(variable, a, b));
    return Index.variable(variable);
  }
}
