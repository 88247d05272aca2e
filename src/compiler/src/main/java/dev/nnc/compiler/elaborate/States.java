package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Trace;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The states of models and layers: numbers that one training step leaves to the next. {@code state
 * m[c] = 0} declares one, {@code m' = …} says what comes after. An instance that is applied more
 * than once in a step hands its states from application to application. Derivatives take what is
 * handed on for a constant. Inference reads the states and leaves them as they are.
 */
final class States {
  /**
   * A body under elaboration: whose it is, and its states with the places of their declarations.
   */
  private record Body(Instance instance, Scope scope, Map<String, Span> declared) {}

  private final Evaluator evaluator;
  private final Context context;
  private final Deque<Body> bodies = new ArrayDeque<>();

  States(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.context = evaluator.context();
  }

  /** Enters the body of a layer or model. */
  void begin(Instance instance, Scope scope) {
    bodies.push(new Body(instance, scope, new LinkedHashMap<>()));
  }

  /** Leaves the innermost body; what it assigned is dropped. */
  void leave() {
    bodies.pop();
  }

  /** Takes the next values from the innermost body, whose statements have run. */
  void finish() {
    Body body = bodies.getFirst();
    if (context.training()) {
      body.declared().forEach((name, span) -> advance(body, name, span));
    }
  }

  private void advance(Body body, String name, Span span) {
    Value value = body.scope().find(name + "'");
    if (value == null || value instanceof Value.Poison) {
      return;
    }
    Parameter state = body.instance().states().get(name);
    Tensor next = evaluator.tensor(value, span);
    Shape shape = state.leaf().shape();
    if (!next.open().isEmpty()) {
      Index index = next.open().get(0);
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          span,
          "`" + name + "'` differs along " + index.name() + ", but a state is one for all",
          "reduce it first, such as " + name + "' = mean[" + index.name() + "] ...");
    }
    if (next.isTruth() || (next.rank() > 0 && !Arrays.equals(next.dims(), shape.dims()))) {
      throw Fault.at(
          next.isTruth() ? Code.WRONG_TYPE : Code.SHAPE_MISMATCH,
          span,
          "`"
              + name
              + "'` must have the shape of `"
              + name
              + "`, which is "
              + shape
              + ", but it is "
              + next.describe(),
          "write it as a formula of each element");
    }
    outsideOfLoops(next.node(), name, span);
    Node wide = context.tensors().spread(next, List.of(), shape.dims());
    context.advance(state, context.tensors().build().graph().node(Elementwise.STOP_GRADIENT, wide));
  }

  /** What a loop carries is known when it has run; a state inside of one would need all steps. */
  private static void outsideOfLoops(Node next, String name, Span span) {
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(next));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (node.op() instanceof Leaf.Carry) {
        throw Fault.at(
            Code.UNSUPPORTED,
            span,
            "`" + name + "'` reads what a scan carries, from inside of the scan",
            "carry it: scan … with " + name + " = …, or update the state behind the scan");
      }
      if (!(node.op() instanceof Trace) && seen.add(node)) {
        node.args().forEach(open::push);
      }
    }
  }

  /** {@code state m[c] = 0}. */
  void declare(Statement.State statement, Env env) {
    Body body = bodies.peek();
    if (body == null || body.scope() != env.scope()) {
      throw Fault.at(
          Code.MISPLACED,
          statement.span(),
          "states belong to models, layers, optimizers and schedules",
          "a function carries nothing from step to step; make it a layer");
    }
    for (Statement.StateItem item : statement.items()) {
      CarriedType.onlyNumbers(item);
      if (env.scope().defines(item.name())) {
        throw Fault.at(
            Code.DUPLICATE_NAME, item.span(), "`" + item.name() + "` is defined already", "");
      }
      int[] dims = new int[item.dims().size()];
      for (int i = 0; i < dims.length; i++) {
        dims[i] = evaluator.whole(item.dims().get(i), env, 1);
      }
      Shape shape = evaluator.stored(dims, item.span());
      Parameter state = state(body.instance(), item, shape, env);
      body.declared().put(item.name(), item.span());
      env.scope().define(item.name(), new Tensor(context.current(state), List.of()));
    }
  }

  private Parameter state(Instance instance, Statement.StateItem item, Shape shape, Env env) {
    Parameter known = instance.states().get(item.name());
    if (known == null) {
      String path = instance.path();
      String name = path.isEmpty() ? item.name() : path + "." + item.name();
      Node initial = new Initialization(evaluator).first(item, shape, env);
      withoutGiven(initial, item.initial());
      known = context.state(name, shape, initial, item.span());
      instance.states().put(item.name(), known);
    } else if (!known.leaf().shape().equals(shape)) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          item.span(),
          "`"
              + known.name()
              + "` has shape "
              + known.leaf().shape()
              + " already, but "
              + shape
              + " is needed here",
          "a layer that is applied twice needs inputs of the same shape");
    }
    return known;
  }

  /** What a state starts with is known before any example. */
  private void withoutGiven(Node initial, Expr expr) {
    boolean[] reached = new boolean[initial.id() + 1];
    reached[initial.id()] = true;
    List<Node> nodes = context.graph().nodes();
    for (int id = initial.id(); id >= 0; id--) {
      if (reached[id] && nodes.get(id).op() instanceof Leaf.Given given) {
        throw Fault.at(
            Code.NOT_STATIC,
            expr.span(),
            "a state starts before there are examples or weights, but this reads `"
                + given.name()
                + "`",
            "start with a number, or with random ones: normal");
      }
      if (reached[id]) {
        nodes.get(id).args().forEach(arg -> reached[arg.id()] = true);
      }
    }
  }
}
