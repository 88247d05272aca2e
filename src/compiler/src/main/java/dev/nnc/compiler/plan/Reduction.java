package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Elementwise;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Loops that do nothing but combine numbers, one after the other, into a local variable.
 *
 * @param nest the loops from the outside in
 * @param lets what is computed before an element is combined
 * @param step what the local becomes: an operator on itself and one factor, or {@code a * b} added
 */
record Reduction(List<Statement.Loop> nest, List<Statement.Let> lets, Statement.Let step) {
  private static final Set<Elementwise> EXTREMES = EnumSet.of(Elementwise.MAX, Elementwise.MIN);
  private static final Set<Elementwise> CHAINS =
      EnumSet.of(Elementwise.ADD, Elementwise.MUL, Elementwise.MAX, Elementwise.MIN);

  /** Copies the lists. */
  Reduction {
    nest = List.copyOf(nest);
    lets = List.copyOf(lets);
  }

  /** What a loop combines, or null where it does anything else. */
  static Reduction of(Statement.Loop loop) {
    List<Statement.Loop> nest = new ArrayList<>();
    List<Statement> body = List.of(loop);
    while (body.size() == 1 && body.get(0) instanceof Statement.Loop inner && inner.step() == 1) {
      nest.add(inner);
      body = inner.body().stream().filter(s -> !(s instanceof Statement.Line)).toList();
    }
    List<Statement.Let> lets = new ArrayList<>();
    for (Statement s : body) {
      if (!(s instanceof Statement.Let let)) {
        return null;
      }
      lets.add(let);
    }
    if (nest.isEmpty() || lets.isEmpty()) {
      return null;
    }
    Statement.Let step = lets.remove(lets.size() - 1);
    Reduction reduction = new Reduction(nest, lets, step);
    return chain(step) && reduction.apart() ? reduction : null;
  }

  private static boolean chain(Statement.Let step) {
    Value.Local before = new Value.Local(step.local());
    return step.value() instanceof Value.Fma fma
        ? fma.c().equals(before)
        : step.value() instanceof Value.Apply apply
            && CHAINS.contains(apply.op())
            && apply.args().get(0).equals(before);
  }

  /** Whether what is combined does not depend on what has been. */
  private boolean apart() {
    Uses uses = Uses.of(List.copyOf(lets));
    factors().forEach(factor -> uses.locals.addAll(Uses.of(factor).locals));
    return !uses.locals.contains(local()) && !uses.set.contains(local());
  }

  /** The number of the local. */
  int local() {
    return step.local();
  }

  /** The innermost loop. */
  Statement.Loop inner() {
    return nest.get(nest.size() - 1);
  }

  /** Whether neither the order nor repetition of elements changes the result. */
  boolean extreme() {
    return step.value() instanceof Value.Apply apply && EXTREMES.contains(apply.op());
  }

  /** What is combined; a local that is but an element of an array is given as that element. */
  List<Value> factors() {
    List<Value> given =
        step.value() instanceof Value.Fma fma
            ? List.of(fma.a(), fma.b())
            : List.of(((Value.Apply) step.value()).args().get(1));
    return given.stream().map(this::resolved).toList();
  }

  private Value resolved(Value value) {
    for (Statement.Let let : lets) {
      boolean plain = let.value() instanceof Value.Load || let.value() instanceof Value.Literal;
      if (value.equals(new Value.Local(let.local())) && plain) {
        return let.value();
      }
    }
    return value;
  }

  /** What another local becomes when other factors are combined in the same way. */
  Value step(Value before, List<Value> factors) {
    return step.value() instanceof Value.Apply apply
        ? new Value.Apply(apply.op(), List.of(before, factors.get(0)))
        : new Value.Fma(factors.get(0), factors.get(1), before);
  }
}
