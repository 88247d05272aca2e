package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.IndexValue;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Tracer;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code scan t in 0..T with h[H] = 0 { … }}: loops with carried values.
 *
 * <p>The index of the steps is an open index like any other, so the formulas of the body are
 * elaborated over whole sequences; a carried value is a leaf with that index. What does not depend
 * on a carried value thereby stands outside of the loop, and is computed for all steps at once.
 */
final class Scans {
  /** The name of the last value that a scan yields. */
  static final String LAST = "last";

  private final Evaluator evaluator;
  private final Context context;
  private final Bodies bodies;
  private final Deque<Integer> around = new ArrayDeque<>();

  Scans(Evaluator evaluator, Bodies bodies) {
    this.evaluator = evaluator;
    this.context = evaluator.context();
    this.bodies = bodies;
  }

  /** A carried value. */
  private record Carried(
      String name, CarriedType type, Tensor before, Tensor initial, Span span) {}

  /** What the statements of a body came to. */
  private record Round(
      List<Carried> carried, List<Tensor> next, Tensor yielded, Span yieldSpan, int id) {}

  /**
   * Runs a scan. Behind it the carried names stand for their last values.
   *
   * @return what it yields, one value a step along the first axis; null if it yields nothing
   */
  Value run(Statement.Scan scan, Env env) {
    Steps steps = Steps.of(evaluator, scan, env);
    Instance frame = context.frame();
    Map<Integer, Integer> mark = frame == null ? Map.of() : frame.mark();
    Set<Index> wanted = visible(env.scope());
    Round round = round(scan, steps, env, wanted);
    while (!wanted.containsAll(opens(round, steps))) {
      wanted.addAll(opens(round, steps));
      if (frame != null) {
        frame.reset(mark);
      }
      round = round(scan, steps, env, wanted);
    }
    return finish(scan, steps, round, env);
  }

  /** The open indices of all that the body may read. */
  private static Set<Index> visible(Scope scope) {
    Set<Index> open = new HashSet<>();
    for (String name : scope.names()) {
      if (scope.find(name) instanceof Tensor tensor) {
        open.addAll(tensor.open());
      }
    }
    return open;
  }

  private static Set<Index> opens(Round round, Steps steps) {
    Set<Index> open = new HashSet<>();
    round.next().forEach(next -> open.addAll(next.open()));
    open.remove(steps.index());
    return open;
  }

  private Round round(Statement.Scan scan, Steps steps, Env env, Set<Index> wanted) {
    TreeSet<Index> sorted = new TreeSet<>((a, b) -> Integer.compare(a.order(), b.order()));
    sorted.addAll(wanted);
    sorted.add(steps.index());
    List<Index> open = List.copyOf(sorted);
    int id = context.graph().number(new Object());
    Scope inner = new Scope(env.scope());
    inner.define(scan.index().name(), new IndexValue(steps.index()));
    List<Carried> carried = new ArrayList<>();
    for (Statement.StateItem item : scan.carried()) {
      carried.add(carry(item, carried.size(), id, open, steps, env));
      inner.define(item.name(), carried.get(carried.size() - 1).before());
    }
    around.push(id);
    List<Index> drawn = context.drawAlso(List.of(steps.index()));
    Statement.Yield yield;
    try {
      yield = statements(scan.body(), new Env(inner, null));
    } finally {
      context.drawAlong(drawn);
      around.pop();
    }
    List<Tensor> next = new ArrayList<>();
    for (Carried value : carried) {
      next.add(next(value, inner, steps));
    }
    Tensor yielded =
        yield == null
            ? null
            : evaluator.tensor(
                evaluator.evaluate(yield.value(), new Env(inner, null)), yield.value().span());
    return new Round(carried, next, yielded, yield == null ? null : yield.span(), id);
  }

  private Carried carry(
      Statement.StateItem item, int number, int id, List<Index> open, Steps steps, Env env) {
    if (env.scope().defines(item.name())) {
      throw Fault.at(
          Code.DUPLICATE_NAME,
          item.span(),
          "`" + item.name() + "` is defined already",
          "behind the scan the name stands for the last value; choose another");
    }
    CarriedType carriedType = CarriedType.of(evaluator, item, env);
    Tensor initial =
        carriedType.value(
            evaluator,
            "the first value of `" + item.name() + "`",
            evaluator.evaluate(item.initial(), env),
            item.initial().span());
    int[] dims = initial.dims();
    if (!item.dims().isEmpty()) {
      dims = item.dims().stream().mapToInt(d -> evaluator.whole(d, env, 1)).toArray();
    }
    if (initial.isTruth() || (initial.rank() > 0 && !Arrays.equals(dims, initial.dims()))) {
      throw Fault.at(
          initial.isTruth() ? Code.WRONG_TYPE : Code.SHAPE_MISMATCH,
          item.initial().span(),
          "`" + item.name() + "` cannot start as " + initial.describe(),
          initial.isTruth()
              ? "use a number: if condition then 1 else 0"
              : "give it the shape " + Arrays.toString(dims) + ", or a number for all of it");
    }
    evaluator.stored(dims, item.span());
    int axis = open.indexOf(steps.index());
    Node before;
    if (steps.index().size() == 1) {
      before = context.tensors().spread(initial, open, dims);
    } else {
      int[] shape = new int[open.size() + dims.length];
      for (int i = 0; i < open.size(); i++) {
        shape[i] = open.get(i).size();
      }
      System.arraycopy(dims, 0, shape, open.size(), dims.length);
      Type type = new Type(initial.node().type().kind(), Shape.of(shape));
      before = context.graph().node(new Leaf.Carry(id, number, axis, type));
    }
    context.graph().name(before, item.name());
    Tensor value = new Tensor(before, open, carriedType.classes());
    return new Carried(item.name(), carriedType, value, initial, item.span());
  }

  /** Runs the statements of a body; gives its yield, or null. */
  private Statement.Yield statements(List<Statement> body, Env env) {
    Statement.Yield found = null;
    for (Statement statement : body) {
      if (found != null) {
        throw Fault.at(
            Code.MISPLACED,
            statement.span(),
            "nothing stands behind `yield`",
            "move it before the yield, which ends a step");
      }
      if (statement instanceof Statement.Yield yield) {
        found = yield;
      } else if (statement instanceof Statement.If choice) {
        found = statements(bodies.branch(choice, env), env);
      } else if (statement instanceof Statement.Return) {
        throw Fault.at(
            Code.MISPLACED,
            statement.span(),
            "a scan returns nothing",
            "write `yield` for the value of a step; behind the scan stands what is returned");
      } else {
        bodies.run(List.of(statement), env);
      }
    }
    return found;
  }

  private Tensor next(Carried value, Scope inner, Steps steps) {
    Value found = inner.defines(value.name() + "'") ? inner.find(value.name() + "'") : null;
    if (found == null) {
      throw Fault.at(
          Code.UNKNOWN_NAME,
          value.span(),
          "the body does not say what `" + value.name() + "` is in the next step",
          "define " + value.name() + "' = … in the body");
    }
    Tensor next =
        value.type().value(evaluator, "`" + value.name() + "'`", found, value.span());
    boolean fits = next.rank() == 0 || Arrays.equals(next.dims(), value.before().dims());
    if (!fits || next.isTruth()) {
      throw Fault.at(
          next.isTruth() ? Code.WRONG_TYPE : Code.SHAPE_MISMATCH,
          value.span(),
          "`"
              + value.name()
              + "` has the shape "
              + value.before().sizes()
              + ", but `"
              + value.name()
              + "'` is "
              + next.describe(),
          "a value that is carried keeps its shape");
    }
    Tensor kept = steps.keep(next, value.before());
    return new Tensor(kept.node(), kept.open(), value.type().classes());
  }

  private Value finish(Statement.Scan scan, Steps steps, Round round, Env env) {
    List<Tensor> ends = round.next();
    Tensor yielded = round.yielded();
    if (steps.index().size() > 1 && !round.carried().isEmpty()) {
      Node loop = loop(scan, steps, round);
      Tracer tracer = new Tracer(context.graph(), loop);
      ends =
          round.next().stream()
              .map(next -> new Tensor(tracer.trace(next.node()), next.open(), next.classes()))
              .toList();
      if (yielded != null) {
        yielded = new Tensor(tracer.trace(yielded.node()), yielded.open(), yielded.classes());
      }
    }
    for (int i = 0; i < ends.size(); i++) {
      String name = round.carried().get(i).name();
      env.scope().define(name, steps.at(ends.get(i), steps.end()));
    }
    if (yielded == null) {
      return null;
    }
    env.scope().define(LAST, steps.last(yielded));
    Tensor sequence = steps.sequence(yielded);
    evaluator.stored(sequence.dims(), round.yieldSpan());
    return sequence;
  }

  private Node loop(Statement.Scan scan, Steps steps, Round round) {
    List<Leaf.Carry> carries = new ArrayList<>();
    List<Node> initial = new ArrayList<>();
    List<Node> next = new ArrayList<>();
    for (int i = 0; i < round.carried().size(); i++) {
      Carried value = round.carried().get(i);
      List<Index> open = value.before().open();
      List<Index> outside = open.stream().filter(index -> index != steps.index()).toList();
      int[] dims = value.before().dims();
      Node node = context.tensors().spread(round.next().get(i), open, dims);
      if (node.type().kind() != value.before().node().type().kind()) {
        throw Fault.at(
            Code.WRONG_TYPE,
            value.span(),
            "`" + value.name() + "` starts as a whole number, but goes on as a real one",
            "start it as a real number: " + value.name() + " = 0");
      }
      carries.add((Leaf.Carry) value.before().node().op());
      initial.add(context.tensors().spread(value.initial(), outside, dims));
      next.add(node);
    }
    initial.addAll(next);
    Scan op = new Scan(round.id(), steps.index().size(), steps.reversed(), carries);
    Node loop = context.graph().node(op, initial);
    for (int outer : around) {
      if (LoopBody.dependsOn(loop, outer)) {
        throw Fault.at(
            Code.UNSUPPORTED,
            scan.span(),
            "a scan inside of a scan cannot read what the outer one carries",
            "compute the inner one before the outer one, or unroll it with repeat");
      }
    }
    try {
      LoopBody.of(loop, List.of());
    } catch (LoopBody.StepException e) {
      Span span = context.graph().origin(e.node());
      throw Fault.at(
          Code.UNSUPPORTED,
          span == null || context.definitions().isLibrary(span.source()) ? scan.span() : span,
          "a step of the scan reads other steps of what is carried",
          "a step sees only what the one before it left; carry what it needs");
    }
    return loop;
  }
}
